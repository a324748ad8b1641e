import Foundation
import SQLSyntax
import TestKit
import Testing

@Suite("What statements would do")
struct SQLStatementTests {
  @Test(arguments: SQLDialect.allCases)
  func `every text of the table is read as the table says`(dialect: SQLDialect) throws {
    let cases = try SQLCase.table(dialect)
    #expect(cases.count > 40)
    for example in cases {
      let summary = ReadingSummary(SQLReader.read(example.text, dialect: dialect)).description
      #expect(summary == example.summary, "\(dialect): \(example.text)")
    }
  }

  @Test(arguments: SQLDialect.allCases)
  func `a statement before or after hides nothing of another`(dialect: SQLDialect) throws {
    for example in try SQLCase.table(dialect) {
      let alone = SQLReader.read(example.text, dialect: dialect)
      // What ends within a comment, or is a line for the client, reaches into what follows.
      let isOpen = !alone.gaps.isEmpty || example.text.contains("--") || example.text.contains("/*")
      guard !isOpen, !example.text.contains("#") else { continue }
      let stacked = SQLReader.read("SELECT 1;\n\(example.text)\n;SELECT 2", dialect: dialect)
      #expect(stacked.gaps.isEmpty, "\(dialect): \(example.text)")
      #expect(
        Set(stacked.statements.flatMap { $0.uses.map(Use.init) })
          == Set(alone.statements.flatMap { $0.uses.map(Use.init) }),
        "\(dialect): \(example.text)")
      #expect(
        stacked.statements.map(\.loss).max() == alone.statements.map(\.loss).max()
          ?? SQLStatement.Loss.none)
    }
  }

  /// A use, wherever it stands.
  private struct Use: Hashable {
    let kind: SQLUse.Kind
    let name: String?

    init(_ use: SQLUse) {
      kind = use.kind
      name = use.name
    }
  }

  @Test func `a name stands where the text says so`() throws {
    for dialect in SQLDialect.allCases {
      let text = "SELECT lower(a) FROM s.users u JOIN \torders ON true_id = u.id"
      let statement = try #require(SQLReader.read(text, dialect: dialect).statements.first)
      let bytes = Array(text.utf8)
      let places = statement.uses.map { String(decoding: bytes[$0.bytes], as: UTF8.self) }
      #expect(places == ["s.users", "orders"], "\(dialect)")
      #expect(statement.bytes == 0..<bytes.count)
    }
  }
}

/// A line of a table of cases: a text, and its reading in one line.
struct SQLCase {
  let text: String
  let summary: String

  /// Reads `Tests/Fixtures/SQLSyntax/<dialect>.txt`: a text, in which `⏎` is a new line, and `  => ` its reading.
  static func table(_ dialect: SQLDialect) throws -> [SQLCase] {
    let url = Corpora.repository.appending(path: "Tests/Fixtures/SQLSyntax/\(dialect.rawValue).txt")
    var cases: [SQLCase] = []
    var text: String?
    for line in try String(contentsOf: url, encoding: .utf8).split(separator: "\n") {
      if line.hasPrefix("# ") { continue }
      if let known = text, line.hasPrefix("  => ") {
        cases.append(SQLCase(text: known, summary: String(line.dropFirst(5))))
        text = nil
      } else {
        try #require(text == nil, "no reading stands after \(text ?? "")")
        text = String(line).replacing("⏎", with: "\n")
      }
    }
    try #require(text == nil)
    return cases
  }
}
