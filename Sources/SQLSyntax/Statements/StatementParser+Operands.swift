extension StatementParser {
  /// Reads one operand; where none begins, it does not move and gives what no row decides.
  mutating func operand() -> SQLCondition {
    let token = peek()
    switch token.kind {
    case .string:
      var text = ""
      while at(.string) {
        text += peek().text
        advance()
      }
      return .string(text)
    case .number:
      advance()
      return Double(token.text).map { .number($0) } ?? .other("number", [])
    case .variable:
      advance()
      guard at(.dot) || at(.open) else { return .other("variable", []) }
      // A method of a variable: `@x.nodes('/a')`.
      accept(.dot)
      _ = name()
      if at(.open) { group() }
      return .other("variable", [])
    case .open: return parenthesised()
    case .operator where token.text == "*":
      advance()
      return .other("*", [])
    case .operator where token.text == "{":
      // ODBC's `{d '2020-01-01'}` and `{fn now()}`: a word, and any expression.
      advance()
      if at(.word), !peek(1).isOperator("}") { advance() }
      let inner = expression()
      if peek().isOperator("}") { advance() }
      return inner
    case .word, .quoted: return word()
    default: return .other("", [])
    }
  }

  /// Whether a query in parentheses stands here.
  var isAtQuery: Bool {
    guard at(.open) else { return false }
    var distance = 1
    while at(.open, distance) { distance += 1 }
    if at("select", distance) || at("with", distance) { return true }
    return at("values", distance) && dialect != .mysql
      || at("table", distance) && !at(.open, distance + 1)
  }

  /// Reads `( … )`: a query, an expression, or several.
  mutating func parenthesised() -> SQLCondition {
    if isAtQuery, !at(.open, 1) {
      advance()
      let rows = query()
      looseExpressions()
      accept(.close)
      return rows
    }
    advance()
    var parts: [SQLCondition] = []
    while !at(.close), !at(.end) {
      let start = position
      parts.append(expression())
      if !accept(.comma), position == start { break }
      // A query in parentheses may be joined with another.
      if at(anyOf: Keywords.setOperations) { furtherQueries() }
    }
    looseExpressions()
    accept(.close)
    return parts.count == 1 ? parts[0] : .other("row", parts)
  }

  private mutating func word() -> SQLCondition {
    let token = peek()
    if token.kind == .word, let special = special(token.text) { return special }
    guard !isAtEndOfExpression else { return .other("", []) }
    guard let name = name() else { return .other("", []) }
    if at(.open), !name.isStar { return call(name) }
    // A string after its type: `DATE '2020-01-01'`, `INTERVAL '1 day'`.
    if token.kind == .word, name.name.parts.count == 1, at(.string), dialect != .tsql {
      advance()
      return .other(token.text, [])
    }
    if token.kind == .word, at(anyOf: ["over"]) { return .other(token.text, []) }
    return .column(name.name.parts.map { $0.lowercased() })
  }

  /// Whether the word here ends the expression before it instead of being an operand.
  private var isAtEndOfExpression: Bool {
    guard at(.word) else { return false }
    let text = peek().text
    if at(.open, 1), functions.meanings(of: text) != nil { return false }
    if text == "default" || text == "value" || text == "row" || text == "do" && !at("update", 1) {
      return false
    }
    return Keywords.noAlias.contains(text) || isStatementStart
  }

  /// Reads the operands that keywords begin; nil, without moving, for any other word.
  private mutating func special(_ text: String) -> SQLCondition? {
    switch text {
    case "null":
      advance()
      return .null
    case "true", "false":
      // T-SQL knows no truth values; a condition that holds them is meant to hold for all rows there too.
      guard !at(.dot, 1) else { return nil }
      advance()
      return .bool(text == "true")
    case "current" where at("of", 1):
      advance(2)
      _ = name()
      return .one
    case "exists", "array", "unique":
      guard at(.open, 1) else { return nil }
      advance()
      guard isAtQuery else { return .other(text, [parenthesised()]) }
      let rows = parenthesised()
      return text == "exists" ? rows.exists(looksOutside: queryLooksOutside) : rows
    case "any", "some", "all":
      guard at(.open, 1) else { return nil }
      advance()
      return .other(text, [parenthesised()])
    case "case": return cases()
    case "interval" where !at(.open, 1) || !isArgumentList:
      advance()
      _ = sum()
      skip(anyOf: Self.units)
      return .other(text, [])
    case "distinct":
      advance()
      return expression()
    case "next" where at("value", 1) && at("for", 2):
      advance(3)
      if let sequence = name() {
        note(.writesTable, sequence.name.description, at: sequence.bytes)
        statement.lose(.recoverable)
      }
      return .other(text, [])
    default: return nil
    }
  }

  private static let units: Set<String> = [
    "microsecond", "second", "minute", "hour", "day", "week", "month", "quarter", "year", "to",
    "second_microsecond", "minute_microsecond", "minute_second", "hour_microsecond", "hour_second",
    "hour_minute", "day_microsecond", "day_second", "day_minute", "day_hour", "year_month",
  ]

  /// Whether a comma stands in the parentheses after this word: MySQL's function `INTERVAL(a, b)`.
  private var isArgumentList: Bool {
    var (distance, depth) = (1, 0)
    while !at(.end, distance) {
      if at(.open, distance) { depth += 1 }
      if at(.close, distance) { depth -= 1 }
      if depth == 0 { return false }
      if depth == 1, at(.comma, distance) { return true }
      distance += 1
    }
    return false
  }

  /// Reads `CASE … END`.
  private mutating func cases() -> SQLCondition {
    advance()
    var parts: [SQLCondition] = []
    while !at("end"), !at(.end), !at(.semicolon), !at(.close) {
      let start = position
      skip(anyOf: ["when", "then", "else"])
      if !at("end") { parts.append(expression()) }
      if position == start { break }
    }
    accept("end")
    return .other("case", parts)
  }

  // MARK: Calls

  /// Reads a call, and notes what calling the function does.
  private mutating func call(_ name: Name) -> SQLCondition {
    let isCast = ["cast", "try_cast", "convert", "try_convert"].contains(name.name.last)
    var parts: [SQLCondition] = []
    let arguments = arguments(&parts)
    noteCall(name, arguments)
    if isCast, let value = parts.first { return value }
    window()
    return .other(name.name.last.lowercased(), parts)
  }

  /// Reads arguments in parentheses.
  mutating func arguments() -> [SQLCall.Argument] {
    var parts: [SQLCondition] = []
    return arguments(&parts)
  }

  private mutating func arguments(_ parts: inout [SQLCondition]) -> [SQLCall.Argument] {
    guard accept(.open) else { return [] }
    var arguments: [SQLCall.Argument] = []
    while !isAtEndOfArguments {
      let first = position
      while !at(.comma), !isAtEndOfArguments {
        // Words that only some functions know stand between values: `FROM`, `AS`, `SEPARATOR`.
        let start = position
        parts.append(isAtBareQuery ? query() : expression())
        if position == start { advance() }
      }
      arguments.append(argument(from: first))
      accept(.comma)
    }
    accept(.close)
    return arguments
  }

  private var isAtEndOfArguments: Bool {
    at(.close) || at(.end) || at(.semicolon) || at(.fault)
  }

  /// Whether a query without parentheses of its own stands here.
  var isAtBareQuery: Bool { at("select") || isWithQuery }

  /// The argument between a token and this place; a constant where it is a single string.
  func argument(from first: Int) -> SQLCall.Argument {
    let bytes = tokens[first].start..<max(tokens[first].start, tokens[max(first, position - 1)].end)
    let isConstant = position == first + 1 && tokens[first].kind == .string
    return SQLCall.Argument(text: isConstant ? tokens[first].text : nil, bytes: bytes)
  }

  /// Notes what a call does; a name with a schema is somebody's own, but for the server's schemas.
  mutating func noteCall(_ name: Name, _ arguments: [SQLCall.Argument]) {
    let schemas = ["sys", "pg_catalog", "information_schema", "mysql"]
    let isOwn =
      name.name.parts.count == 1 || schemas.contains(name.name.parts[name.name.parts.count - 2])
      || isMethod(name.name.last)
    let folded = SQLName(name.name.parts.map { $0.lowercased() })
    statement.note(
      SQLCall(name: folded, arguments: arguments, bytes: name.bytes), functions, isOwn: isOwn)
  }

  /// Whether a name with dots is a method of XML or of a hierarchy, which T-SQL writes after a column.
  private func isMethod(_ name: String) -> Bool {
    dialect == .tsql && ["nodes", "value", "query", "exist", "modify"].contains(name)
  }

  /// Moves past `FILTER (…)`, `WITHIN GROUP (…)`, `OVER (…)` and `AGAINST (…)`.
  private mutating func window() {
    while true {
      if at("filter"), at(.open, 1) {
        advance()
        group()
      } else if at("within"), at("group", 1), at(.open, 2) {
        advance(2)
        group()
      } else if at("over"), at(.open, 1) || at(.word, 1) || at(.quoted, 1) {
        advance()
        if at(.open) { group() } else { advance() }
      } else if at("against"), at(.open, 1) {
        advance()
        group()
      } else if at("respect") || at("ignore"), at("nulls", 1) {
        advance(2)
      } else {
        return
      }
    }
  }
}
