/// A condition, reduced to what tells whether it bounds the rows it chooses.
///
/// Both ways of reading, the server's tree and our own tokens, end in this form.
indirect enum SQLCondition: Sendable, Hashable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  /// A column by its lower-cased path: `u.id`.
  case column([String])
  case and([SQLCondition])
  case or([SQLCondition])
  case not(SQLCondition)
  case compare(Comparison, SQLCondition, SQLCondition)
  /// Matches a pattern that may be a constant: `LIKE`, `GLOB`, `~`.
  case matches(Pattern, SQLCondition, SQLCondition)
  case isNull(SQLCondition)
  /// Is not less than the second and not greater than the third.
  case between(SQLCondition, SQLCondition, SQLCondition)
  /// Is one of a list.
  case among(SQLCondition, [SQLCondition])
  /// Rows of a query; the tables where all rows of them are given, nil where some condition chooses.
  case query(allOf: [String]?)
  /// A call by its name, an operator or anything else: its operands, and a name to compare it by.
  case other(String, [SQLCondition])
  /// What chooses one row whatever the columns say: `CURRENT OF cursor`.
  case one

  enum Comparison: Sendable, Hashable {
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual

    /// The comparison that holds exactly where this one does not, nulls aside.
    var opposite: Comparison {
      switch self {
      case .equal: .notEqual
      case .notEqual: .equal
      case .less: .greaterOrEqual
      case .lessOrEqual: .greater
      case .greater: .lessOrEqual
      case .greaterOrEqual: .less
      }
    }

    init?(_ text: String) {
      switch text {
      case "=", "==", "<=>": self = .equal
      case "<>", "!=": self = .notEqual
      case "<": self = .less
      case "<=", "!>": self = .lessOrEqual
      case ">": self = .greater
      case ">=", "!<": self = .greaterOrEqual
      default: return nil
      }
    }
  }

  enum Pattern: Sendable, Hashable {
    case like, glob, regularExpression
  }
}
