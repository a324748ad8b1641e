import Foundation
import TestKit
import Testing
import YAML

/// Promises about what a scalar means.
struct ScalarTests {
  @Test func `plain scalars follow the core schema and quoted ones are strings`() throws {
    let url = Corpora.repository.appending(path: "Tests/Fixtures/YAML/scalars.txt")
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
    for line in lines where !line.hasPrefix("#") {
      let match = try #require(line.wholeMatch(of: /(.+?)\s+((null|bool|int|double|string).*)/))
      let node = try YAMLDocument.parse(Array("value: \(match.1)".utf8))
      #expect(node["value"]?.summary == String(match.2), "\(line)")
    }
  }

  @Test func `block scalars are strings, chomped and folded as written`() throws {
    let node = try YAMLDocument.parse(
      Array("a: |\n  1\n  2\nb: >-\n  on\n  off\nc: |+\n  x\n\nd: 1".utf8))
    #expect(node["a"]?.string == "1\n2\n")
    #expect(node["b"]?.string == "on off")
    #expect(node["c"]?.string == "x\n\n")
  }
}

extension YAMLNode {
  fileprivate var summary: String {
    switch content {
    case .null: "null"
    case .bool(let value): "bool \(value)"
    case .int(let value): "int \(value)"
    case .double(let value): "double \(value)"
    case .string(let value): "string \(value)"
    case .sequence: "sequence"
    case .mapping: "mapping"
    }
  }
}
