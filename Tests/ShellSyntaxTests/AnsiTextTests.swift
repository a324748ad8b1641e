import Foundation
import TestKit
import Testing

@testable import ShellSyntax

@Suite struct AnsiTextTests {
  @Test func `escapes stand for the bytes that the shell makes of them`() throws {
    let url = Corpora.repository.appending(path: "Tests/Fixtures/ShellSyntax/ansi-text")
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }
    #expect(lines.count > 5)
    for line in lines {
      let fields = line.components(separatedBy: "  ")
      let bytes = AnsiText.decode(Array(fields[0].utf8)[...])
      let digits = bytes.map { String(format: "%02x", $0) }.joined()
      #expect(digits == fields[1], "\(fields[0])")
    }
  }
}
