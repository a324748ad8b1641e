import Foundation
import TestKit
import Testing

@testable import Limits

@Suite struct ExactDecimalTests {
  @Test func `number text is read exactly or refused`() throws {
    let url = Corpora.repository.appending(path: "Tests/Fixtures/Limits/decimals.txt")
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
    var count = 0
    for line in lines where !line.hasPrefix("#") {
      let parts = line.split(separator: " ").map(String.init)
      try #require(parts.count == 2, "\(line)")
      let result: String
      do {
        result = try ExactDecimal(parts[0]).description
      } catch {
        result = "\(error)"
      }
      #expect(result == parts[1], "\(parts[0])")
      count += 1
    }
    #expect(count > 50)
    #expect(throws: ExactDecimal.Unrepresentable.notANumber) { try ExactDecimal("") }
    #expect(throws: ExactDecimal.Unrepresentable.notANumber) { try ExactDecimal(" 1") }
    #expect(throws: ExactDecimal.Unrepresentable.notANumber) { try ExactDecimal("1\n") }
  }

  @Test func `integers and doubles come out as they are`() throws {
    #expect(ExactDecimal(Int64.max).integer == .max)
    #expect(ExactDecimal(Int64.min).integer == .min)
    #expect(try ExactDecimal("1.5").integer == nil)
    #expect(try ExactDecimal("18446744073709551615").integer == nil)
    #expect(try ExactDecimal("0.3").double == 0.3)
    #expect(try ExactDecimal("-0.1").double == -0.1)
    #expect(try ExactDecimal("1.5") > ExactDecimal(1))
  }
}
