import ContentInspection
import Foundation
import TestKit
import Testing

/// Runs the tables of hits and near misses.
@Suite struct FixtureTests {
  private let inspector: ContentInspector

  init() throws {
    var options = InspectionOptions()
    options.usesModel = false
    inspector = try ContentInspector(options)
  }

  private struct Line {
    let isHit: Bool
    let detector: String
    let rest: Substring
    let number: Int
  }

  private func lines(_ name: String) throws -> [Line] {
    let url = Corpora.repository.appending(path: "Tests/Fixtures/ContentInspection/\(name).txt")
    let text = try String(contentsOf: url, encoding: .utf8)
    return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
      number, line in
      let fields = line.split(separator: " ", maxSplits: 2)
      guard fields.count == 3, fields[0] == "+" || fields[0] == "-" else { return nil }
      return Line(
        isHit: fields[0] == "+", detector: String(fields[1]), rest: fields[2], number: number + 1)
    }
  }

  /// Inspects a line's text, and says what is wrong with the answer; several seeds, so that luck has no part.
  private func check(_ name: String) throws {
    var tested: Set<String> = []
    for line in try lines(name) {
      if line.isHit { tested.insert(line.detector) }
      var hits = 0
      for seed in 1...5 {
        let text = Template.fill(line.rest, seed: UInt64(seed * 7919 + line.number))
        let findings = inspector.inspect(text).findings
        #expect(findings.allSatisfy { $0.bytes.upperBound <= text.utf8.count })
        if findings.contains(where: { $0.detector == line.detector }) { hits += 1 }
      }
      // A letter of a draw may happen to make a text look made up: one in five is let pass.
      #expect(
        line.isHit ? hits >= 4 : hits <= 1,
        "\(name).txt:\(line.number) \(line.detector): \(hits) of 5")
    }
    #expect(!tested.isEmpty)
  }

  @Test func `tokens are known by their form, and not when a letter is missing`() throws {
    try check("tokens")
  }

  @Test func `secrets are known by what stands around them`() throws { try check("services") }

  @Test func `personal data are known by their checksums`() throws { try check("personal") }

  @Test func `sentences, tags and hidden text aimed at models are found`() throws {
    try check("injection")
  }

  @Test func `every line of the table of tokens has a hit`() throws {
    let tested = Set(try lines("tokens").filter(\.isHit).map(\.detector))
    let url = Corpora.repository.appending(path: "Sources/CTables/Tables/detectors/tokens.txt")
    let ids = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").filter {
      !$0.hasPrefix("#")
    }.compactMap { $0.split(separator: " ").first.map(String.init) }
    #expect(Set(ids).subtracting(tested).isEmpty)
    #expect(Set(ids).count >= 60)
  }

  @Test func `what is encoded is found where it stands`() throws {
    for line in try lines("encoded") {
      let fields = line.rest.split(separator: " ", maxSplits: 1)
      let plain = Template.fill(fields[1], seed: UInt64(line.number))
      let disguise = try #require(Disguise(rawValue: String(fields[0])))
      let text = "some text before it \(disguise.apply(plain)) and some behind"
      let findings = inspector.inspect(text).findings.filter { $0.detector == line.detector }
      #expect(
        findings.isEmpty != line.isHit, "encoded.txt:\(line.number) \(line.detector) \(fields[0])")
      let start = 20
      let end = text.utf8.count - 16
      for finding in findings {
        #expect(
          start - 1 <= finding.bytes.lowerBound && finding.bytes.upperBound <= end + 1
            && finding.bytes.count >= (end - start) / 2 - 40,
          "encoded.txt:\(line.number): \(finding.bytes) is not within \(start)..<\(end)")
      }
    }
  }
}
