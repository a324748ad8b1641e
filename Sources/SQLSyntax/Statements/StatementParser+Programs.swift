extension StatementParser {
  /// Reads statements that run others, by name or as texts; false for any other.
  mutating func program(_ word: String) -> Bool {
    switch word {
    case "call":
      statement.kind = .call
      advance()
      guard let name = name() else { return true }
      statement.lose(.unknown)
      noteCall(name, arguments())
    case "exec": execute()
    case "execute" where dialect == .tsql: execute()
    case "execute":
      statement.kind = .execute
      advance()
      if accept("immediate") {
        text()
      } else if let name = name(), !prepared.contains(name.name.last.lowercased()) {
        gap("the statement that was prepared as `\(name.name)` is not seen here", at: name.bytes)
        statement.lose(.unknown)
      }
      if accept("using") { expressions() }
    case "prepare":
      statement.kind = .prepare
      advance()
      let name = name()
      if let name { prepared.insert(name.name.last.lowercased()) }
      if accept("from") { text() } else { skipRest() }
    case "declare": declare()
    case "deallocate", "close", "open", "fetch":
      statement.kind = .declare
      advance()
      skipRest()
      guard position < tokens.count - 1, at("set"), dialect == .tsql else { return true }
    case "binlog":
      statement.kind = .execute
      advance()
      note(.runsText, nil, at: peek().bytes)
      statement.lose(.unknown)
      skipRest()
    default: return false
    }
    return true
  }

  /// Reads a text that is run: a string that is followed, or anything else, which is not.
  private mutating func text() {
    let first = position
    _ = expression()
    let argument = argument(from: first)
    note(.runsText, argument.text, at: argument.bytes)
    statement.lose(.unknown)
  }

  // MARK: T-SQL's EXECUTE

  /// Reads `EXEC proc …`, `EXEC ('text')` or `EXECUTE AS …`.
  mutating func execute() {
    statement.kind = .execute
    let place = peek().bytes
    advance()
    if accept("as") {
      note(.escalates, peek(2).kind == .string ? peek(2).text : peek().text, at: place)
      statement.lose(.recoverable)
      while at(.word) && !isAtBoundary || at(.operator) || at(.string) { advance() }
      return
    }
    if at(.open) {
      run(at: place)
      return
    }
    if at(.variable), peek(1).isOperator("=") { advance(2) }
    callProcedure()
  }

  /// Reads `('text' + @more) AS USER = 'x' AT server`.
  private mutating func run(at place: Range<Int>) {
    statement.lose(.unknown)
    advance()
    let first = position
    // With `QUOTED_IDENTIFIER` off, what is in double quotes is a string too.
    let quoted = at(.quoted) && at(.close, 1) ? peek().text : nil
    looseExpressions()
    let argument = argument(from: first)
    accept(.close)
    note(.runsText, quoted ?? argument.text, at: argument.bytes)
    while at("as") || at("at") {
      if accept("at"), let server = name() {
        accept("data_source")
        note(.connects, server.name.description, at: server.bytes)
      } else if accept("as") {
        note(.escalates, peek(2).text, at: place)
        advance(3)
      }
    }
  }

  /// Reads a procedure's name and its arguments without parentheses.
  mutating func callProcedure() {
    statement.kind = .execute
    guard let name = name() else { return gap("the procedure that is run is not named") }
    if name.isVariable {
      gap("which procedure is run is not known", at: name.bytes)
    }
    if name.depth > 3 { note(.connects, name.name.parts[0], at: name.bytes) }
    if peek().isOperator(";") { advance() }
    var arguments: [SQLCall.Argument] = []
    while !isAtBoundary, !at(.fault), !at("with") {
      let isNamed = at(.variable) && peek(1).isOperator("=")
      if isNamed { advance(2) }
      let first = position
      if at("default") { advance() } else { _ = expression() }
      guard position > first else { break }
      let argument = argument(from: first)
      // An argument that is named may be any of them.
      arguments.append(
        isNamed ? SQLCall.Argument(text: nil, bytes: argument.bytes) : bare(argument, from: first))
      skip(anyOf: ["output", "out", "readonly"])
      guard accept(.comma) else { break }
    }
    if at("with"), at("recompile", 1) || at("result", 1) { skipRest() }
    let system = SQLName([name.name.last.lowercased()])
    if functions.meanings(of: system.last) != nil {
      statement.note(
        SQLCall(name: system, arguments: arguments, bytes: name.bytes), functions, isOwn: true)
    } else {
      note(.calls, name.name.description.lowercased(), at: name.bytes)
      statement.lose(.unknown)
    }
  }

  /// An argument of a procedure, which may be a word without quotes.
  private func bare(_ argument: SQLCall.Argument, from first: Int) -> SQLCall.Argument {
    guard position == first + 1, tokens[first].kind == .word || tokens[first].kind == .quoted else {
      return argument
    }
    return SQLCall.Argument(text: tokens[first].text, bytes: argument.bytes)
  }

  // MARK: Declarations

  /// Reads `DECLARE @x int = …`, `DECLARE @t TABLE (…)`, `DECLARE c CURSOR FOR …` and MySQL's kin.
  private mutating func declare() {
    statement.kind = .declare
    advance()
    while !isAtBoundary, !at(.fault) {
      if accept("for") {
        if isAtBareQuery {
          _ = query()
        } else {
          // A handler's statement follows: `DECLARE EXIT HANDLER FOR SQLEXCEPTION DELETE …`.
          while !isAtBoundary,
            !at(anyOf: ["set", "select", "insert", "update", "delete", "call", "rollback"])
          {
            advance()
          }
          if !isAtBoundary, !at(.fault) { _ = dispatch() }
        }
      } else if at(.open) {
        tokens[position - 1].is("table") ? columns() : skipGroup()
      } else if peek().isOperator("=") || at("default") {
        advance()
        _ = expression()
      } else {
        advance()
      }
    }
  }

  // MARK: Blocks

  /// Whether a step on the way to other statements begins here.
  var isBlockStep: Bool {
    switch peek().text {
    case "begin", "end": true
    case "if", "else", "while", "return", "break", "continue", "goto": dialect != .sqlite
    case "elseif", "then", "loop", "repeat", "until", "case", "leave", "iterate", "when":
      dialect == .mysql || dialect == .postgresql
    default: (dialect == .mysql || dialect == .postgresql) && peek(1).isOperator(":")
    }
  }

  /// Moves past one step; false as it is no statement, but for what begins and ends transactions.
  mutating func blockStep() -> Bool {
    let word = peek().text
    isStep = true
    advance()
    switch word {
    case "begin":
      if at(anyOf: ["try", "catch", "not"]) {
        skip(anyOf: ["try", "catch", "not", "atomic"])
        return false
      }
      let isTransaction =
        at(anyOf: [
          "tran", "transaction", "distributed", "work", "deferred", "immediate", "exclusive",
          "concurrent",
        ])
        || at(.semicolon) || at(.end)
      guard isTransaction else { return false }
      statement.kind = .transaction
      skipRest()
      return true
    case "end":
      if dialect == .sqlite || dialect == .postgresql, at("transaction") { advance() }
      skip(anyOf: ["try", "catch", "if", "loop", "while", "repeat", "case", "conversation"])
      if dialect != .tsql, at(.word) || at(.quoted), !isAtBoundary { advance() }
      return false
    case "if", "while", "elseif", "until", "return", "when": return condition(word)
    case "case":
      if !at("when") { return condition(word) }
      return false
    case "goto", "leave", "iterate":
      advance()
      return false
    default:
      if peek().isOperator(":") { advance() }
      return false
    }
  }

  /// Reads the condition of a step; what it reads and calls is kept as a statement of its own.
  private mutating func condition(_ word: String) -> Bool {
    statement.kind = .block
    _ = expression()
    skip(anyOf: ["then", "do"])
    if word == "until" { return true }
    return !statement.uses.isEmpty || !isAtStatement
  }

  /// Whether a statement follows at once.
  private var isAtStatement: Bool { at(.word) || at(.open) || isAtBoundary }
}
