extension StatementParser {
  /// Reads an expression as far as one can be followed, and reduces it to a condition.
  ///
  /// Stops before the first token that continues no expression; where none begins, it does not move.
  mutating func expression() -> SQLCondition {
    var parts = [conjunction()]
    while at("or") || at("xor") || dialect == .mysql && peek().isOperator("||") {
      let isExclusive = at("xor")
      advance()
      let right = conjunction()
      if isExclusive {
        parts = [.other("xor", [Self.disjunction(parts), right])]
      } else {
        parts.append(right)
      }
    }
    return Self.disjunction(parts)
  }

  private static func disjunction(_ parts: [SQLCondition]) -> SQLCondition {
    parts.count == 1 ? parts[0] : .or(parts)
  }

  private mutating func conjunction() -> SQLCondition {
    var parts = [negation()]
    while at("and") || peek().isOperator("&&") {
      advance()
      parts.append(negation())
    }
    return parts.count == 1 ? parts[0] : .and(parts)
  }

  private mutating func negation() -> SQLCondition {
    var isNegated = false
    while at("not"), !at("indexed", 1) {
      advance()
      isNegated.toggle()
    }
    let inner = predicate()
    return isNegated ? .not(inner) : inner
  }

  /// Reads what compares: `a = b`, `a IS NULL`, `a IN (…)`, `a BETWEEN b AND c`, `a LIKE b`.
  private mutating func predicate() -> SQLCondition {
    var left = sum()
    while true {
      let token = peek()
      if token.kind == .operator, let comparison = SQLCondition.Comparison(token.text) {
        advance()
        // `= ANY (…)` is like `IN`.
        if at("any") || at("some") || at("all") {
          let isAll = at("all")
          advance()
          let list = alternatives()
          left =
            comparison == .equal && !isAll
            ? .among(left, list) : .compare(comparison, left, .other(isAll ? "all" : "any", list))
        } else {
          left = .compare(comparison, left, sum())
        }
      } else if token.is("is") {
        left = test(left)
      } else if token.is("isnull") || token.is("notnull") {
        advance()
        left = token.is("isnull") ? .isNull(left) : .not(.isNull(left))
      } else if let tested = tested(left) {
        left = tested
      } else {
        return left
      }
    }
  }

  /// Reads what follows `IS`.
  private mutating func test(_ left: SQLCondition) -> SQLCondition {
    advance()
    let isNegated = accept("not")
    var result: SQLCondition
    if accept("null") || accept("unknown") {
      result = .isNull(left)
    } else if accept("true") {
      result = left
    } else if accept("false") {
      result = .not(left)
    } else if at("distinct"), at("from", 1) {
      advance(2)
      result = .compare(.notEqual, left, sum())
    } else {
      result = .compare(.equal, left, sum())
    }
    return isNegated ? .not(result) : result
  }

  private static let patterns: [String: SQLCondition.Pattern] = [
    "like": .like, "ilike": .like, "glob": .glob, "regexp": .regularExpression,
    "rlike": .regularExpression,
  ]

  /// Reads `[NOT] IN`, `BETWEEN`, `LIKE` and their kin; nil, without moving, where none stands.
  private mutating func tested(_ left: SQLCondition) -> SQLCondition? {
    let negation = at("not") ? 1 : 0
    let word = peek(negation)
    guard word.kind == .word else { return nil }
    let result: SQLCondition
    switch word.text {
    case "in":
      advance(1 + negation)
      result = .among(left, alternatives())
    case "between":
      advance(1 + negation)
      skip(anyOf: ["symmetric", "asymmetric"])
      let low = sum()
      accept("and")
      let high = sum()
      result = .between(left, low, high)
    case "like", "ilike", "glob", "regexp", "rlike":
      advance(1 + negation)
      if accept("binary") {}
      let pattern = sum()
      if accept("escape") { _ = sum() }
      result = .matches(Self.patterns[word.text] ?? .like, left, pattern)
    case "match", "similar", "sounds", "member", "overlaps":
      advance(1 + negation)
      skip(anyOf: ["to", "like", "of"])
      result = .other(word.text, [left, sum()])
    case "collate" where negation == 0:
      advance()
      _ = name()
      return left
    case "at" where negation == 0 && at("time", 1) && at("zone", 2):
      advance(3)
      return .other("at time zone", [left, sum()])
    default: return nil
    }
    return negation == 1 ? .not(result) : result
  }

  /// Reads a list or query in parentheses, or whatever else a dialect allows after `IN`.
  private mutating func alternatives() -> [SQLCondition] {
    guard at(.open) else {
      // SQLite takes a table after `IN`.
      if dialect == .sqlite, let table = name() {
        if at(.open) {
          noteCall(table, arguments())
        } else if !queryNames.contains(table.name.last.lowercased()) {
          read(table)
        }
        return [.query(allOf: [table.name.last.lowercased()])]
      }
      return [sum()]
    }
    if isAtQuery { return [parenthesised()] }
    advance()
    var list: [SQLCondition] = []
    while !at(.close), !at(.end) {
      let start = position
      list.append(expression())
      if !accept(.comma), position == start { break }
    }
    looseExpressions()
    accept(.close)
    return list
  }

  // MARK: Arithmetic

  private static let binaryWords: Set<String> = ["div", "mod"]

  /// Reads operands with operators between them that compare nothing, from left to right.
  mutating func sum() -> SQLCondition {
    var left = signed()
    while true {
      let token = peek()
      if token.kind == .operator {
        if SQLCondition.Comparison(token.text) != nil || token.text == "&&" || token.text == "]" {
          return left
        }
        if dialect == .mysql, token.text == "||" { return left }
      } else if !at(anyOf: Self.binaryWords) {
        return left
      }
      advance()
      if token.text == "::" {
        _ = name()
        if at(.open) { group() }
      } else if token.text == "[" {
        while !peek().isOperator("]"), !at(.end), !at(.semicolon) {
          let start = position
          _ = expression()
          if position == start { advance() }
        }
        advance()
      } else {
        left = Self.operation(token.text, left, signed())
      }
    }
  }

  private static func operation(
    _ text: String, _ left: SQLCondition, _ right: SQLCondition
  ) -> SQLCondition {
    switch text {
    case "~", "~*": .matches(.regularExpression, left, right)
    case "!~", "!~*": .not(.matches(.regularExpression, left, right))
    case "~~": .matches(.like, left, right)
    default: .other(text, [left, right])
    }
  }

  /// Reads an operand with the signs before it.
  private mutating func signed() -> SQLCondition {
    var signs: [String] = []
    while at(.operator), ["-", "+", "~", "!", "@"].contains(peek().text) {
      signs.append(peek().text)
      advance()
    }
    skip(anyOf: ["binary", "prior"])
    var operand = operand()
    for sign in signs.reversed() {
      switch (sign, operand) {
      case ("-", .number(let value)): operand = .number(-value)
      case ("+", .number): break
      case ("!", _): operand = .not(operand)
      default: operand = .other(sign, [operand])
      }
    }
    return operand
  }
}
