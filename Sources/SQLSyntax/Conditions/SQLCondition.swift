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
  /// A query whose own condition holds for no row.
  case noRows
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

extension SQLCondition {
  var isConstant: Bool {
    switch self {
    case .null, .bool, .number, .string: true
    default: false
    }
  }

  var isQuery: Bool {
    switch self {
    case .query, .noRows: true
    default: false
    }
  }

  /// What it says that a query gives rows at all: the same of every row, unless the query looks at that row.
  func exists(looksOutside: Bool) -> SQLCondition {
    switch self {
    case .query(allOf: nil) where looksOutside: self
    default: .other("exists", [])
    }
  }

  /// Whether it takes part of a table besides those, to each of which a name leads.
  func looksOutside(of tables: Set<String>) -> Bool {
    var looksOutside = false
    forEachColumn { path in
      if path.count > 1, !tables.contains(path[path.count - 2]) { looksOutside = true }
    }
    return looksOutside
  }

  /// Gives every column that takes part, by its path; those of queries aside.
  func forEachColumn(_ body: ([String]) -> Void) {
    switch self {
    case .null, .bool, .number, .string, .one, .query, .noRows: return
    case .column(let path): body(path)
    case .and(let parts), .or(let parts), .other(_, let parts):
      for part in parts { part.forEachColumn(body) }
    case .not(let inner), .isNull(let inner): inner.forEachColumn(body)
    case .compare(_, let left, let right), .matches(_, let left, let right):
      left.forEachColumn(body)
      right.forEachColumn(body)
    case .between(let value, let low, let high):
      for part in [value, low, high] { part.forEachColumn(body) }
    case .among(let value, let list):
      for part in [value] + list { part.forEachColumn(body) }
    }
  }
}

extension SQLCondition.Comparison {
  /// The comparison with its sides exchanged.
  var mirrored: SQLCondition.Comparison {
    switch self {
    case .equal, .notEqual: self
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    }
  }
}

extension String {
  /// The year that a date begins with: `1970-01-01`, `19700101`; nil for other text.
  var year: Int? {
    let digits = utf8.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    let isDate =
      digits.count == 8 || digits.count == 4 && dropFirst(4).first == "-"
    return isDate ? Int(prefix(4)) : nil
  }
}
