import SQLSyntax

/// A reading in one line, as the tables of cases write it: `kind loss flags… use:name… | next statement`.
struct ReadingSummary: Equatable, CustomStringConvertible {
  let description: String

  init(_ reading: SQLReading) {
    var parts = reading.statements.map(Self.summary)
    if !reading.gaps.isEmpty { parts.append("gap") }
    description = parts.isEmpty ? "nothing" : parts.joined(separator: " | ")
  }

  private static func summary(_ statement: SQLStatement) -> String {
    var words = [statement.kind.rawValue, "\(statement.loss)"]
    if statement.modifiesInCTE { words.append("modifiesInCTE") }
    if statement.isUnbounded { words.append("unbounded") }
    words += statement.uses.map { use in
      use.name.map { "\(use.kind.rawValue):\($0)" } ?? use.kind.rawValue
    }
    return words.joined(separator: " ")
  }
}
