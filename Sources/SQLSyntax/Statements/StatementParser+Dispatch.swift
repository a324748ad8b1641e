extension StatementParser {
  /// Reads the statement that begins here; false where it is a mere step of a block, which is not kept.
  mutating func dispatch() -> Bool {
    let token = peek()
    if token.kind == .command {
      command(token.text)
      return true
    }
    if token.kind == .open || at(anyOf: Keywords.query) && !at("with") {
      statement.kind = .select
      _ = query()
      return true
    }
    guard token.kind == .word, dialect != .tsql || Keywords.beginsTSQL(token.text) else {
      return procedureWithoutCall()
    }
    if isBlockStep { return blockStep() }
    if changeOrQuery(token.text) || definition(token.text) || program(token.text)
      || maintenance(token.text) || session(token.text)
    {
      return true
    }
    return procedureWithoutCall()
  }

  /// Reads statements that read or change rows; false for any other.
  private mutating func changeOrQuery(_ word: String) -> Bool {
    switch word {
    case "with":
      with()
      if at(anyOf: ["insert", "replace", "update", "delete", "merge"]) {
        change()
      } else {
        statement.kind = .select
        _ = query()
      }
    case "insert", "update", "delete", "merge": change()
    case "replace":
      guard dialect != .tsql else { return false }
      change()
    case "explain", "describe", "desc", "analyze": explain()
    case "do" where dialect == .mysql:
      statement.kind = .do
      advance()
      expressions()
    case "handler":
      statement.kind = .select
      advance()
      if let table = name() { read(table) }
      skipRest()
    default: return false
    }
    return true
  }

  /// Reads `EXPLAIN`: it runs what it explains only where it analyses it; but planning may call functions already.
  private mutating func explain() {
    let isAnalyze = at("analyze")
    let next = isAnalyze ? 1 : 0
    if isAnalyze,
      at("table", next) || at("local", next) || at("no_write_to_binlog", next)
        || dialect != .mysql
    {
      statement.kind = .vacuum
      return skipRest()
    }
    statement.kind = .explain
    advance()
    var runs = isAnalyze
    while at(anyOf: ["analyze", "verbose", "extended", "partitions", "format", "query", "plan"])
      || at(.open) && !isAtQuery
    {
      if at("format") {
        advance(2)
      } else if at(.open) {
        runs = true
        group()
        continue
      } else if at("analyze") {
        runs = true
      }
      advance()
    }
    if at("for"), at("connection", 1) { return skipRest() }
    let explained = statement
    let inner = position
    let count = reading.gaps.count
    if at("explain") || at("describe") || at("desc") || at("analyze") {
      return gap("an explanation of an explanation")
    }
    let isStatement = at(anyOf: [
      "select", "with", "values", "table", "insert", "replace", "update", "delete", "merge",
    ])
    if isStatement || at(.open) {
      _ = dispatch()
      if runs {
        statement.kind = .explain
      } else {
        let calls = statement.uses.filter { $0.kind == .calls }
        statement = explained
        statement.uses = calls
        if !calls.isEmpty { statement.lose(.unknown) }
        reading.gaps.removeSubrange(count...)
      }
    } else if let table = name() {
      read(table)
      skipRest()
    }
    if position == inner, !isAtBoundary { advance() }
  }

  // MARK: Procedures and commands

  /// Reads T-SQL's call of a procedure without `EXEC`, which may begin a batch; anything else is not known.
  private mutating func procedureWithoutCall() -> Bool {
    guard dialect == .tsql, at(.word) || at(.quoted), !at(.open, 1) else {
      gap(at(.fault) ? peek().text : "the statement is not known")
      statement.lose(.unknown)
      repeat { advance() } while !isAtBoundary
      return true
    }
    // `label:` of a `GOTO`.
    if peek(1).isOperator(":") {
      advance(2)
      return false
    }
    callProcedure()
    return true
  }

  private static let harmlessCommands: Set<String> = [
    ".tables", ".schema", ".headers", ".header", ".mode", ".width", ".nullvalue", ".separator",
    ".show", ".timer", ".echo", ".databases", ".indexes", ".help", ".quit", ".exit", ".print",
    ".bail",
    ".changes", ".explain", ".stats", ".eqp", ".fullschema", ".dbinfo", ".version", ".prompt",
  ]

  /// Reads a line for the client program.
  private mutating func command(_ line: String) {
    let bytes = peek().bytes
    advance()
    let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
    guard let first = words.first?.lowercased() else { return }
    let rest = words.dropFirst().joined(separator: " ")
    if dialect == .sqlite, Self.harmlessCommands.contains(first) {
      statement.kind = .show
      return
    }
    statement.lose(.unknown)
    let runners = [".shell", ".system", "!!"]
    let hasProgram = first == "\\copy" && words.contains { $0.lowercased() == "program" }
    if hasProgram || runners.contains(where: first.hasPrefix) || first.hasPrefix("\\!")
      || rest.contains("|")
    {
      note(.runsProgram, rest, at: bytes)
    }
    gap("a command for the client program", at: bytes)
  }
}
