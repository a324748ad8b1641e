import Foundation
import JSON
import TestKit
import Testing

/// Runs the JSON Test Suite of Nicolas Seriot.
@Suite struct JSONTestSuiteTests {
  @Test func `the suite's texts are accepted or refused as it says, but for the listed ones`()
    throws
  {
    guard let cases = try Corpora.lines("json-nst/cases.jsonl") else { return }
    var differing: [String] = []
    var counts: [String: Int] = [:]
    for entry in cases {
      let id = try #require(entry["id"] as? String)
      let expected = try #require(entry["expect"] as? String)
      counts[expected, default: 0] += 1
      guard expected == "accept" || expected == "reject" else { continue }
      if (try outcome(of: entry) == "accept") != (expected == "accept") { differing.append(id) }
    }
    #expect(counts["accept"] == 95)
    #expect(counts["reject"] == 188)
    let complaint = try KnownDifferences("JSON/json-nst-differences.txt").complaint(
      about: differing)
    #expect(complaint == nil)
  }

  @Test func `where the suite leaves a choice, ours is the listed one`() throws {
    guard let cases = try Corpora.lines("json-nst/cases.jsonl") else { return }
    var listed: [String: String] = [:]
    for line in try table("json-nst-choices.txt") {
      let columns = line.components(separatedBy: "  ")
      listed[columns[0]] = columns[1]
    }
    var chosen: [String: String] = [:]
    for entry in cases where !["accept", "reject"].contains(entry["expect"] as? String) {
      chosen[try #require(entry["id"] as? String)] = try outcome(of: entry)
    }
    #expect(chosen.count == 57)
    #expect(chosen == listed)
  }

  /// `accept`, or the code of the refusal.
  private func outcome(of entry: [String: Any]) throws -> String {
    let input = try base64("input_b64", of: entry)
    do throws(JSONError) {
      let value = try JSONDocument.parse(input)
      // What is accepted must survive being written and read again.
      var writer = JSONWriter()
      writer.value(value)
      let again = try JSONDocument.parse(writer.bytes)
      #expect(again == value)
      return "accept"
    } catch {
      return error.code.rawValue
    }
  }
}
