import Foundation
import SQLSyntax
import TestKit
import Testing

@Suite("Conditions that bound nothing")
struct SQLConditionTests {
  /// A line of the table: the dialects, whether the condition bounds which rows are chosen, the condition.
  private struct Case {
    let dialects: [SQLDialect]
    let bounds: Bool
    let condition: String

    init(_ line: Substring) throws {
      let parts = line.components(separatedBy: "  ")
      try #require(parts.count == 3 && ["bounds", "not"].contains(parts[1]), "\(line)")
      dialects =
        parts[0] == "all"
        ? SQLDialect.allCases
        : try parts[0].split(separator: " ").map { try #require(SQLDialect(named: String($0))) }
      bounds = parts[1] == "bounds"
      condition = parts[2]
    }
  }

  @Test func `a condition is told from one that chooses every row, in every dialect`() throws {
    let url = Corpora.repository.appending(path: "Tests/Fixtures/SQLSyntax/conditions.txt")
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
    for line in lines where !line.hasPrefix("#") {
      let example = try Case(line)
      for dialect in example.dialects {
        for change in ["DELETE FROM t", "UPDATE t SET a = 1"] {
          let text = "\(change) WHERE \(example.condition)"
          let reading = SQLReader.read(text, dialect: dialect)
          #expect(reading.gaps.isEmpty, "\(dialect): \(text)")
          let statement = try #require(reading.statements.first)
          #expect(statement.isUnbounded == !example.bounds, "\(dialect): \(text)")
          #expect(statement.loss == (example.bounds ? .recoverable : .lasting), "\(text)")
        }
      }
    }
  }

  @Test func `columns of other tables choose no row of the one that is changed`() {
    for dialect in [SQLDialect.postgresql, .sqlite] {
      let other = SQLReader.read("UPDATE t SET a = 1 FROM s WHERE s.id = 1", dialect: dialect)
      #expect(other.statements.first?.isUnbounded == true)
      let joined = SQLReader.read("UPDATE t SET a = 1 FROM s WHERE s.id = t.id", dialect: dialect)
      #expect(joined.statements.first?.isUnbounded == false)
    }
  }
}
