import Foundation
import TestKit
import Testing
import YAML

/// Runs the YAML test suite: what it accepts and rejects, and the JSON it expects of a document.
struct SuiteTests {
  @Test func `agrees with the suite but for the listed cases`() throws {
    guard let cases = try Corpora.lines("yaml-suite/cases.jsonl") else { return }
    #expect(cases.count == 406)
    let differing = try cases.filter { try !agrees($0) }.compactMap { $0["id"] as? String }
    #expect(try KnownDifferences("YAML/suite-differences.txt").complaint(about: differing) == nil)
  }

  private func agrees(_ entry: [String: Any]) throws -> Bool {
    // The suite draws a tab as dashes and an arrow; the corpus still holds the dashes of some.
    let text = try #require(entry["yaml"] as? String).replacing(/—+\t/, with: "\t")
    let accepts = try #require(entry["expect"] as? String) == "accept"
    do {
      let node = try YAMLDocument.parse(Array(text.utf8))
      guard accepts else { return false }
      guard let json = entry["json"] as? String, !json.isEmpty else { return true }
      return node.matches(
        try JSONSerialization.jsonObject(with: Data(json.utf8), options: .fragmentsAllowed))
    } catch let error as YAMLError {
      #expect(error.position >= YAMLPosition(line: 1, column: 1), "\(error)")
      return !accepts
    }
  }
}

extension YAMLNode {
  /// Compares the node with one of Foundation's JSON objects.
  fileprivate func matches(_ json: Any) -> Bool {
    switch content {
    case .null: return json is NSNull
    case .bool(let value): return json as? Bool == value
    case .int(let value): return (json as? NSNumber)?.int64Value == value
    case .double(let value): return (json as? NSNumber)?.doubleValue == value
    case .string(let value): return json as? String == value
    case .sequence(let elements):
      guard let list = json as? [Any], list.count == elements.count else { return false }
      return zip(elements, list).allSatisfy { $0.matches($1) }
    case .mapping(let members):
      guard let object = json as? [String: Any], object.count == members.count else { return false }
      return members.allSatisfy { member in object[member.name].map(member.value.matches) ?? false }
    }
  }
}
