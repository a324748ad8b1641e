import Foundation
import JSON
import JSONSchema
import TestKit
import Testing

/// Holds what is said of values and of schemas to the tables.
struct ViolationTests {
  @Test func `says where a value breaks its schema, and how`() throws {
    for columns in try Self.table("violations.txt", columns: 3) {
      let schema = try JSONSchema(JSONDocument.parse(Array(columns[0].utf8)))
      let value = try JSONDocument.parse(Array(columns[1].utf8))
      let found = schema.violation(in: value).map(\.description) ?? "fits"
      #expect(found == columns[2], "\(columns[0]) \(columns[1])")
    }
  }

  @Test func `says what is wrong with a schema when it is compiled`() throws {
    for columns in try Self.table("refused.txt", columns: 2) {
      let schema = try JSONDocument.parse(Array(columns[0].utf8))
      do throws(JSONSchemaError) {
        _ = try JSONSchema(schema)
        Issue.record("\(columns[0]) is not refused")
      } catch {
        #expect(error.description.contains(columns[1]), "\(columns[0]): \(error)")
      }
    }
  }

  @Test func `a value ten times as long costs ten times as much, and no more`() throws {
    let schemas = [
      #"{"uniqueItems":true,"items":{"pattern":"^(a|b|ab)*c?$"}}"#,
      #"{"items":{"anyOf":[{"type":"null"},{"maxLength":40}]},"contains":{"const":"ab7"}}"#,
    ]
    for text in schemas {
      let schema = try JSONSchema(JSONDocument.parse(Array(text.utf8)))
      let times = try [2_000, 20_000].map { count in
        let list = (0..<count).map { "\"ab\($0)\"" }.joined(separator: ",")
        let value = try JSONDocument.parse(Array("[\(list)]".utf8))
        return (0..<3).map { _ in ContinuousClock().measure { _ = schema.violation(in: value) } }
          .min()
      }
      let (short, long) = (try #require(times[0]), try #require(times[1]))
      #expect(long < short * 40, "\(text)")
    }
  }

  private static func table(_ name: String, columns: Int) throws -> [[String]] {
    let url = Corpora.repository.appending(path: "Tests/Fixtures/JSONSchema/\(name)")
    let rows = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }.map { $0.components(separatedBy: "\t") }
    for row in rows { try #require(row.count == columns, "\(row)") }
    return rows
  }
}
