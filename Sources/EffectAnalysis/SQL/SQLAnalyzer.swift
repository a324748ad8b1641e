package import ActionModel
import JSON
import SQLSyntax

/// Says what a text would have a database do.
///
/// Tables and functions are targets by name, `schema.table`, folded as the dialect folds. How far a
/// text can be taken back follows its worst statement: dropping, truncating, and deleting or updating
/// without a condition that bounds which rows, is irreversible, and so is a `WITH` that changes data;
/// with such a condition, inserting, defining and granting are recoverable; a query is reversible;
/// what runs programs or somebody's own functions is unknown.
package enum SQLAnalyzer {
  /// Analyses a text in the dialect of that name.
  ///
  /// - Parameters:
  ///   - dialect: nil judges the text in all dialects, and takes the worst of each; so does a name that is not
  ///     known, whose dialect could besides read the text in yet another way.
  ///   - argument: the JSON pointer of the argument that holds the text.
  package static func analyze(_ sql: String, dialect: String?, argument: String) -> Effects {
    var sum = EffectSum()
    let known = dialect.flatMap(SQLDialect.init(named:))
    for dialect in known.map({ [$0] }) ?? SQLDialect.allCases {
      add(SQLReader.read(sql, dialect: dialect), dialect, argument, to: &sum)
    }
    if let dialect, known == nil {
      sum.addGap(
        "the dialect `\(dialect)` is not known; use postgresql, mysql, sqlite or tsql",
        Evidence(argument: argument, bytes: 0..<sql.utf8.count))
    }
    return sum.effects
  }

  /// The dialect that a description names: by itself, or by the argument that says it, which a call may leave out.
  static func dialect(_ name: String, in arguments: JSONValue) -> String? {
    if SQLDialect(named: name) != nil { return name }
    // An argument that is no text names no dialect that anybody knows.
    return arguments[name].map { $0.string ?? "" }
  }

  private static func add(
    _ reading: SQLReading, _ dialect: SQLDialect, _ argument: String, to sum: inout EffectSum
  ) {
    for statement in reading.statements {
      sum.raise(statement.loss.reversibility)
      for use in statement.uses {
        SQLEffects(use: use, dialect: dialect, argument: argument).add(to: &sum)
      }
    }
    for gap in reading.gaps {
      sum.addGap(gap.why, Evidence(argument: argument, bytes: gap.bytes))
    }
  }
}

extension SQLStatement.Loss {
  /// How far an action that loses this can be taken back.
  fileprivate var reversibility: Effects.Reversibility {
    switch self {
    case .none: .reversible
    case .recoverable: .recoverable
    case .unknown: .unknown
    case .lasting: .irreversible
    }
  }
}
