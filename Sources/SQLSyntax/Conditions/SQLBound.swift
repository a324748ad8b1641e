/// Judges whether a condition bounds which rows it chooses.
///
/// A condition bounds nothing if it holds for every row, or never looks at the row: `1 = 1`,
/// `id = id`, `true OR …`, `x IS NULL OR x IS NOT NULL`, `name LIKE '%'`, `$1`. One that holds for
/// no row bounds. Beyond that a key that is merely there counts as bounding nothing either:
/// `id IS NOT NULL`, `id > 0`.
struct SQLBound {
  /// What can be said of a condition before any row is seen.
  private enum Truth {
    case always, never
    /// The same for every row, but not known.
    case sameForAll
    case depends
  }

  /// The table whose rows are chosen, in lower case.
  let target: String?
  /// Names of other tables in the statement: a column of theirs chooses no row of this one.
  let others: Set<String>

  func bounds(_ condition: SQLCondition) -> Bool {
    switch truth(condition) {
    case .always, .sameForAll: false
    case .never, .depends: true
    }
  }

  /// Whether a condition surely holds for no row.
  func excludesAll(_ condition: SQLCondition) -> Bool {
    switch truth(condition) {
    case .never: true
    case .always, .sameForAll, .depends: false
    }
  }

  private func truth(_ condition: SQLCondition) -> Truth {
    switch condition {
    case .null: .never
    case .bool(let value): value ? .always : .never
    case .number(let value): value != 0 ? .always : .never
    // What a string is worth differs between dialects.
    case .string: .sameForAll
    case .one: .depends
    case .and(let parts): conjunction(parts)
    case .or(let parts): disjunction(parts)
    case .not(let inner): negation(of: inner)
    case .compare(let comparison, let left, let right): compare(comparison, left, right)
    case .matches(let kind, let value, let pattern): match(kind, value, pattern)
    case .isNull(let inner): isNull(inner)
    case .between(let value, let low, let high):
      Self.conjunction(of: [
        compare(.greaterOrEqual, value, low), compare(.lessOrEqual, value, high),
      ])
    case .among(let value, let list): among(value, list)
    case .query(let tables): tables == nil ? .depends : .sameForAll
    case .noRows: .sameForAll
    // A key alone is true of every row, and what a `CASE` comes to is not followed.
    case .column where isKey(condition), .other("case", _), .other("CaseExpr", _): .always
    case .column, .other: looksAtRow(condition) ? .depends : .sameForAll
    }
  }

  /// Judges what does not hold, brought to what does where that is as simple.
  private func negation(of condition: SQLCondition) -> Truth {
    switch condition {
    case .not(let inner): truth(inner)
    case .and(let parts): disjunction(parts.map(SQLCondition.not))
    case .or(let parts): conjunction(parts.map(SQLCondition.not))
    case .compare(_, let left, let right) where quantified(left) ?? quantified(right) != nil:
      negated(truth(condition))
    case .compare(let comparison, let left, let right):
      compare(comparison.opposite, left, right)
    case .among(let value, let list) where !list.contains(where: \.isQuery):
      Self.conjunction(of: list.map { compare(.notEqual, value, $0) })
    default: negated(truth(condition))
    }
  }

  private func negated(_ truth: Truth) -> Truth {
    switch truth {
    case .always: .never
    case .never: .always
    case .sameForAll, .depends: truth
    }
  }

  private func conjunction(_ parts: [SQLCondition]) -> Truth {
    Self.conjunction(of: parts.map(truth))
  }

  private static func conjunction(of truths: [Truth]) -> Truth {
    if truths.contains(.never) { return .never }
    if truths.contains(.depends) { return .depends }
    return truths.contains(.sameForAll) ? .sameForAll : .always
  }

  private func disjunction(_ parts: [SQLCondition]) -> Truth {
    let truths = parts.map(truth)
    if truths.contains(.always) { return .always }
    if truths.contains(.sameForAll) { return .sameForAll }
    let positive = Set(parts)
    if parts.contains(where: { opposite(of: $0).map(positive.contains) ?? false }) {
      return .always
    }
    return truths.contains(.depends) ? .depends : .never
  }

  /// The condition that holds wherever this one does not, where it is as simple.
  private func opposite(of condition: SQLCondition) -> SQLCondition? {
    switch condition {
    case .not(let inner): inner
    case .compare(let comparison, let left, let right):
      .compare(comparison.opposite, left, right)
    default: nil
    }
  }

  /// What a comparison with `ALL` or `ANY` of a query without rows comes to; nil for anything else.
  private func quantified(_ condition: SQLCondition) -> Truth? {
    guard case .other(let quantifier, [.noRows]) = condition else { return nil }
    return quantifier == "all" ? .always : .never
  }

  private func compare(
    _ comparison: SQLCondition.Comparison, _ left: SQLCondition, _ right: SQLCondition
  ) -> Truth {
    if let known = quantified(left) ?? quantified(right) { return known }
    let (left, right) = (simplified(left), simplified(right))
    if left.isConstant, !right.isConstant { return compare(comparison.mirrored, right, left) }
    if left == .null || right == .null { return .sameForAll }
    if let known = compareConstants(comparison, left, right) { return known ? .always : .never }
    if left == right, looksAtRow(left) {
      switch comparison {
      case .equal, .lessOrEqual, .greaterOrEqual: return .always
      case .notEqual, .less, .greater: return .never
      }
    }
    guard looksAtRow(left) || looksAtRow(right) else { return .sameForAll }
    // The same columns on both sides, such as `id = coalesce($1, id)`, may be as equal in every row.
    if comparison != .notEqual {
      let columns = columns(of: left)
      if !columns.isEmpty, columns == self.columns(of: right) { return .always }
    }
    return isMereExistence(comparison, left, right) ? .always : .depends
  }

  private func compareConstants(
    _ comparison: SQLCondition.Comparison, _ left: SQLCondition, _ right: SQLCondition
  ) -> Bool? {
    switch (left, right) {
    case (.number(let left), .number(let right)):
      switch comparison {
      case .equal: left == right
      case .notEqual: left != right
      case .less: left < right
      case .lessOrEqual: left <= right
      case .greater: left > right
      case .greaterOrEqual: left >= right
      }
    case (.string(let left), .string(let right)):
      // Order and letter case are the collation's; equality of equal bytes is not.
      switch comparison {
      case .equal where left == right, .lessOrEqual where left == right,
        .greaterOrEqual where left == right:
        true
      case .notEqual where left == right: false
      default: nil
      }
    case (.bool(let left), .bool(let right)):
      switch comparison {
      case .equal: left == right
      case .notEqual: left != right
      default: nil
      }
    default: nil
    }
  }

  /// Whether a comparison says no more than that a key exists: `id > 0`, `length(name) >= 0`.
  private func isMereExistence(
    _ comparison: SQLCondition.Comparison, _ left: SQLCondition, _ right: SQLCondition
  ) -> Bool {
    if case .string(let text) = right { return isOutermost(comparison, text) }
    if case .query = right, isKey(left) { return comparison != .equal }
    guard case .number(let number) = right, isKey(left) || isReference(left) || isLength(left)
    else { return false }
    switch comparison {
    case .greater: return number <= 0
    case .greaterOrEqual: return number <= (isLength(left) ? 0 : 1)
    case .notEqual: return number <= (isLength(left) ? -1 : 0)
    case .less, .lessOrEqual: return number >= 2_147_483_647
    case .equal: return false
    }
  }

  private func isKey(_ condition: SQLCondition) -> Bool {
    guard case .column(let path) = condition, let name = path.last else { return false }
    return ["id", "rowid", "oid", "ctid", "uuid", "_rowid_"].contains(name)
  }

  /// Whether a text is where a comparison leaves nothing out: the empty one, or a day before or after all others.
  private func isOutermost(_ comparison: SQLCondition.Comparison, _ text: String) -> Bool {
    switch comparison {
    case .greater, .greaterOrEqual:
      if text.isEmpty { return comparison == .greaterOrEqual }
      return text.year.map { $0 <= 1970 } ?? false
    case .less, .lessOrEqual: return text.year.map { $0 >= 2100 } ?? false
    case .equal, .notEqual: return false
    }
  }

  /// Whether a column names a row of another table by its key.
  private func isReference(_ condition: SQLCondition) -> Bool {
    guard case .column(let path) = condition, let name = path.last else { return false }
    return name.hasSuffix("_id")
  }

  private func isLength(_ condition: SQLCondition) -> Bool {
    guard case .other(let name, _) = condition else { return false }
    return ["length", "char_length", "octet_length", "len", "datalength", "abs"].contains(name)
  }

  private func match(
    _ kind: SQLCondition.Pattern, _ value: SQLCondition, _ pattern: SQLCondition
  ) -> Truth {
    if value == pattern, looksAtRow(value) { return .always }
    if case .string(let text) = pattern, matchesAll(kind, text) { return .always }
    return looksAtRow(value) || looksAtRow(pattern) ? .depends : .sameForAll
  }

  private func matchesAll(_ kind: SQLCondition.Pattern, _ text: String) -> Bool {
    switch kind {
    case .like:
      text.utf8.contains(UInt8(ascii: "%"))
        && text.utf8.allSatisfy { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "_") }
    case .glob:
      text.utf8.contains(UInt8(ascii: "*"))
        && text.utf8.allSatisfy { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }
    case .regularExpression: asksNothing(text)
    }
  }

  /// Whether an expression asks for no character in particular: `.*`, `^.+$`, `x*`, `[\s\S]`.
  private func asksNothing(_ text: String) -> Bool {
    if text == "^$" { return false }
    // Whether the text may also end in none of what stands before.
    if text.utf8.contains(UInt8(ascii: "|")),
      text.split(
        separator: "|", omittingEmptySubsequences: false
      ).contains(where: { asksNothing(String($0)) })
    {
      return true
    }
    let scalars = Array(text.unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      if ".*+?^$()[]|\\".unicodeScalars.contains(scalar) { continue }
      let isClass =
        index > 0 && scalars[index - 1] == "\\" && "sSwWdD".unicodeScalars.contains(scalar)
      let follower = index + 1 < scalars.count ? scalars[index + 1] : nil
      guard isClass || follower == "*" || follower == "?" else { return false }
    }
    return true
  }

  private func isNull(_ inner: SQLCondition) -> Truth {
    if isKey(inner) { return .never }
    switch inner {
    // Of a comparison or a column with something to stand in for it, being null says little or nothing.
    case .compare, .and, .or, .not, .among, .between, .matches, .isNull: return .never
    case .other("coalesce", let parts), .other("ifnull", let parts), .other("isnull", let parts):
      if parts.contains(where: { $0.isConstant && $0 != .null }) { return .never }
    default: break
    }
    return looksAtRow(inner) ? .depends : .sameForAll
  }

  private func among(_ value: SQLCondition, _ list: [SQLCondition]) -> Truth {
    let truths = list.map { item -> Truth in
      if item == .noRows { return .never }
      guard case .query(let tables) = item else { return compare(.equal, value, item) }
      // `id IN (SELECT id FROM t)` while deleting from `t`.
      guard let tables, let target else { return looksAtRow(value) ? .depends : .sameForAll }
      return tables.contains(target) || !looksAtRow(value) ? .always : .depends
    }
    if truths.contains(.always) { return .always }
    if truths.contains(.depends) { return .depends }
    return truths.contains(.sameForAll) ? .sameForAll : .never
  }

  /// Takes away what changes no value: `id + 0`, `name || ''`, `coalesce(id)`.
  private func simplified(_ condition: SQLCondition) -> SQLCondition {
    guard case .other(let name, let operands) = condition else { return condition }
    switch (name, operands.count) {
    case ("+", 2), ("-", 2):
      if operands[1] == .number(0) { return simplified(operands[0]) }
      return name == "+" && operands[0] == .number(0) ? simplified(operands[1]) : condition
    case ("*", 2), ("/", 2), ("div", 2):
      if operands[1] == .number(1) { return simplified(operands[0]) }
      return name == "*" && operands[0] == .number(1) ? simplified(operands[1]) : condition
    case ("||", 2):
      if operands[1] == .string("") { return simplified(operands[0]) }
      return operands[0] == .string("") ? simplified(operands[1]) : condition
    case ("+", 1), ("cast", 1): return simplified(operands[0])
    case ("coalesce", 1...), ("ifnull", 1...), ("isnull", 1...):
      return looksAtRow(operands[0]) ? simplified(operands[0]) : condition
    default: return condition
    }
  }

  /// The names of all columns that take part; those that stand with another table's name, with that.
  private func columns(of condition: SQLCondition) -> Set<String> {
    var found: Set<String> = []
    condition.forEachColumn { path in
      guard let name = path.last else { return }
      let table = path.dropLast().last
      found.insert(table == nil || table == target ? name : path.joined(separator: "."))
    }
    return found
  }

  /// Whether a column of the rows that are chosen takes part.
  private func looksAtRow(_ condition: SQLCondition) -> Bool {
    switch condition {
    case .null, .bool, .number, .string: false
    case .one: true
    case .column(let path): path.count < 2 || !others.contains(path[path.count - 2])
    case .and(let parts), .or(let parts), .other(_, let parts): parts.contains(where: looksAtRow)
    case .not(let inner), .isNull(let inner): looksAtRow(inner)
    case .compare(_, let left, let right), .matches(_, let left, let right):
      looksAtRow(left) || looksAtRow(right)
    case .between(let value, let low, let high):
      looksAtRow(value) || looksAtRow(low) || looksAtRow(high)
    case .among(let value, let list): looksAtRow(value) || list.contains(where: looksAtRow)
    case .query(let tables): tables == nil
    case .noRows: false
    }
  }
}
