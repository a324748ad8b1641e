import Foundation
import TestKit
import Testing
import YAML

/// Promises about what is refused, and that it is shown where it stands.
struct RefusalTests {
  @Test func `a refusal says where, what and how it is worded`() throws {
    let url = Corpora.repository.appending(path: "Tests/Fixtures/YAML/broken.txt")
    let text = try String(contentsOf: url, encoding: .utf8)
    let cases = text.split(separator: "\n=== ").dropFirst()
    #expect(cases.count == 23)
    for entry in cases {
      let parts = entry.split(separator: "\n", maxSplits: 1)
      let error = #expect(throws: YAMLError.self) {
        try YAMLDocument.parse(Array(parts[1].utf8))
      }
      let found = error.map { "\($0.position) \($0.code) \($0.message)" }
      #expect(found == String(parts[0]))
    }
  }

  @Test func `bytes that are not UTF-8 are refused at the first of them`() {
    let error = #expect(throws: YAMLError.self) {
      try YAMLDocument.parse(Array("a: é\nbé: ".utf8) + [0xC3, 0x28])
    }
    #expect(error?.code == .invalidUTF8)
    #expect(error?.position == YAMLPosition(line: 2, column: 5))
    #expect(throws: YAMLError.self) { try YAMLDocument.parse([0xFF, 0xFE, 0x61, 0x00]) }
  }

  @Test func `aliases that multiply are refused before they cost anything`() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...20 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(aliases)]\n"
    }
    let error = #expect(throws: YAMLError.self) { try YAMLDocument.parse(Array(text.utf8)) }
    #expect(error?.code == .tooManyNodes)
  }

  @Test func `aliases cannot nest deeper than written lists may`() {
    var text = "a0: &a0 []\n"
    for level in 1...100 { text += "a\(level): &a\(level) [*a\(level - 1)]\n" }
    let error = #expect(throws: YAMLError.self) { try YAMLDocument.parse(Array(text.utf8)) }
    #expect(error?.code == .tooDeep)
    #expect(error?.position.line == 65)
  }

  @Test(arguments: [("[", "]"), ("{a: ", "}"), ("- ", "")])
  func `nesting is bounded`(open: String, close: String) throws {
    func nested(_ depth: Int) -> [UInt8] {
      let text =
        String(repeating: open, count: depth) + "x" + String(repeating: close, count: depth)
      return Array(text.utf8)
    }
    _ = try YAMLDocument.parse(nested(64))
    let error = #expect(throws: YAMLError.self) { try YAMLDocument.parse(nested(65)) }
    #expect(error?.code == .tooDeep)
    #expect(throws: YAMLError.self) { try YAMLDocument.parse(nested(100_000)) }
  }

  @Test func `size is bounded by bytes and by nodes`() throws {
    let limits = YAMLLimits(bytes: 20, depth: 4, nodes: 4)
    _ = try YAMLDocument.parse(Array("[a, b, c]".utf8), limits: limits)
    let many = #expect(throws: YAMLError.self) {
      try YAMLDocument.parse(Array("[a, b, c, d]".utf8), limits: limits)
    }
    #expect(many?.code == .tooManyNodes)
    let long = #expect(throws: YAMLError.self) {
      try YAMLDocument.parse(Array("# 45678901234567890\n\n".utf8), limits: limits)
    }
    #expect(long?.code == .tooLarge)
  }
}
