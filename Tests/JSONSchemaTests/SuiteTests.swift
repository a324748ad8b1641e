import Foundation
import JSON
import JSONSchema
import TestKit
import Testing

/// Runs the JSON Schema Test Suite of json-schema-org.
struct SuiteTests {
  /// What may be left out: annotations, and documents that would have to be fetched.
  private static let leftOut = ["optional/format/"]

  @Test func `the suite's values fit or break their schemas as it says, but for the listed ones`()
    throws
  {
    var differing: [String] = []
    var counts: [String: (all: Int, right: Int)] = [:]
    for (name, draft) in [("draft2020-12", JSONSchema.Draft.draft2020), ("draft7", .draft7)] {
      guard let data = Corpora.file("json-schema-suite/\(name).jsonl") else { return }
      for line in data.split(separator: UInt8(ascii: "\n")) {
        let row = try JSONDocument.parse(Array(line), limits: Self.limits)
        let keyword = try #require(row["keyword"]?.string)
        if Self.leftOut.contains(where: { keyword.hasPrefix($0) }) { continue }
        let isRight = try Self.fits(row, draft) == #require(row["valid"]?.bool)
        let kind = "\(name) \(row["optional"]?.bool == true ? "optional" : "required")"
        counts[kind, default: (0, 0)].all += 1
        counts[kind, default: (0, 0)].right += isRight ? 1 : 0
        if !isRight { differing.append(try #require(row["id"]?.string)) }
      }
    }
    for (kind, count) in counts.sorted(by: { $0.key < $1.key }) {
      print("json-schema-suite, \(kind): \(count.right) of \(count.all)")
    }
    let known = try KnownDifferences("JSONSchema/suite-differences.txt")
    #expect(known.complaint(about: differing) == nil)
  }

  private static let limits = JSONLimits(bytes: 1 << 24, tokens: 1 << 20, depth: 256)

  /// Whether the value fits; nil where the schema is refused.
  private static func fits(_ row: JSONValue, _ draft: JSONSchema.Draft) throws -> Bool? {
    let text = try #require(row["schema"]).rawBytes
    let schema = try JSONDocument.parse(Array(text), limits: limits)
    guard let compiled = try? JSONSchema(schema, draft: draft) else { return nil }
    return compiled.violation(in: try #require(row["data"])) == nil
  }
}
