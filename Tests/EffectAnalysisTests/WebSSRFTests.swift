import ActionModel
import Foundation
import TestKit
import Testing

@testable import EffectAnalysis

/// The payloads with which servers are made to ask inside hosts.
@Suite struct WebSSRFTests {
  private static func hostClass(_ text: String) -> String {
    guard case .host(let host) = WebAnalyzer.target(of: text, scheme: "http", port: nil) else {
      return "unknown"
    }
    return host.class.rawValue
  }

  @Test func `each payload's host is classed as resolvers would deliver it`() throws {
    guard let rows = try Corpora.lines("ssrf-payloads/payloads.jsonl") else { return }
    let url = Corpora.repository.appending(
      path: "Tests/Fixtures/EffectAnalysis/paths/ssrf-classes.tsv")
    var expected: [String: String] = [:]
    for line in try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
    where !line.hasPrefix("#") {
      let fields = line.components(separatedBy: "\t")
      expected[fields[0]] = fields[1]
    }
    for row in rows {
      guard let id = row["id"] as? String, let text = row["url"] as? String else { continue }
      let found = Self.hostClass(text)
      #expect(expected[id] == found, "\(id) \(text)")
    }
  }

  @Test func `each literal address of the URL tests is global where it says so`() throws {
    guard let rows = try Corpora.lines("url-wpt/ip_literals.jsonl") else { return }
    var differing: [String] = []
    for row in rows {
      guard let input = row["input"] as? String else { continue }
      let found = Self.hostClass(input)
      let isPublic = found == "public"
      if row["failure"] as? Bool == true {
        if isPublic { differing.append("\(input)") }
      } else if isPublic == (row["not_globally_routable"] as? Bool == true) {
        differing.append("\(input)")
      }
    }
    let known = try KnownDifferences("EffectAnalysis/paths/ip-literal-differences.txt")
    #expect(known.complaint(about: differing) == nil)
  }
}
