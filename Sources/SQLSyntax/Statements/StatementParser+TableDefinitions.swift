extension StatementParser {
  /// Reads what follows the name of a new table or view: columns, a module, a query.
  mutating func contents() {
    if accept("using"), let module = name() {
      let known = [
        "fts3", "fts4", "fts5", "rtree", "geopoly", "fts5vocab", "rtree_i32",
      ]
      if !known.contains(module.name.last.lowercased()) {
        note(.loads, module.name.description.lowercased(), at: module.bytes)
        statement.lose(.unknown)
        gap("what the module does with its arguments is not known", at: module.bytes)
      }
      return skipRest()
    }
    if accept("like"), let other = name() { read(other) }
    if at(.open), !isAtQuery { columns() }
    while !at(.fault), !isAtBoundary || at("select") || isWithQuery {
      if accept("as") { continue }
      if isAtBareQuery || at("values") || isAtQuery {
        _ = query()
        return
      }
      if at("connection") || at("data") || at("index"), let string = firstString(within: 3) {
        // A table elsewhere, or in a directory of its own.
        note(at("connection") ? .connects : .writesFile, string.text, at: string.bytes)
        statement.lose(.unknown)
        advance()
      } else if at(.open) {
        group()
      } else {
        advance()
      }
    }
  }

  private static let keys: Set<String> = [
    "key", "unique", "primary", "index", "fulltext", "spatial", "foreign", "clustered",
    "nonclustered", "include", "period", "identity",
  ]

  /// Reads the columns of a new table: defaults and checks call functions, the names of types and keys do not.
  mutating func columns() {
    guard accept(.open) else { return }
    var isKey = false
    while !at(.close), !at(.end), !at(.semicolon), !at(.fault) {
      if accept(.comma) {
        isKey = false
      } else if accept("references") {
        _ = name()
        skipGroup()
      } else if at("default"), !at(.close, 1) {
        advance()
        _ = operand()
      } else if at(.open) {
        isKey ? skipGroup() : group()
      } else {
        isKey = isKey || at(anyOf: Self.keys)
        if at("check") || at("as") { isKey = false }
        advance()
      }
    }
    accept(.close)
  }

  /// Reads the parts of MySQL's index: `a(10)` is a prefix, and expressions have parentheses of their own.
  mutating func indexParts() {
    guard accept(.open) else { return }
    while !at(.close), !at(.end), !at(.semicolon), !at(.fault) {
      if at(.open) {
        group()
      } else {
        advance()
        skipGroup()
      }
      accept(.comma)
    }
    accept(.close)
  }

  /// Moves past a group in parentheses in which nothing can be called.
  mutating func skipGroup() {
    guard at(.open) else { return }
    var depth = 0
    repeat {
      if at(.open) { depth += 1 }
      if at(.close) { depth -= 1 }
      advance()
    } while depth > 0 && !at(.end) && !at(.semicolon) && !at(.fault)
  }

  /// Reads what changes of a table: parts of it that go take their rows' values along.
  mutating func alterations(of table: Name) {
    var isDropping = false
    while !at(.semicolon), !at(.separator), !at(.end), !at(.fault) {
      if dialect == .tsql, isStatementStart,
        !at(anyOf: ["drop", "alter", "with", "set", "enable", "disable"]) || isObjectStatement
      {
        return
      }
      if at("as") || at("select") || at("with") && isWithQuery {
        accept("as")
        _ = query()
        continue
      }
      let isFurther = isDropping && at("column") && tokens[position - 1].kind == .comma
      if at("add") { isDropping = false }
      if at("drop") || at("discard") || at("truncate") || isFurther {
        isDropping = true
        let isConstraint = at(
          anyOf: ["constraint", "index", "key", "foreign", "primary", "check", "default"], 1)
        if !isConstraint {
          note(.deletesTable, table)
          statement.lose(.lasting)
        }
      } else if at("switch") || at("exchange") || at("import") {
        note(.deletesTable, table)
        statement.lose(.lasting)
      } else if at("owner") || at("authorization") {
        note(.changesPermissions, table)
      } else if dialect == .mysql, at("modify") || at("change") || at("engine") {
        // Values that the new type does not hold are cut, where the server's mode lets them be; some engines keep none.
        statement.lose(.unknown)
      }
      if at("to"), at(.word, 1) || at(.quoted, 1) {
        advance()
        if let other = name() { note(.writesTable, other) }
      } else if at(.open) {
        group()
      } else {
        advance()
      }
    }
  }

  /// Whether a `DROP`, `ALTER` or `CREATE` here is of a thing that no table has.
  private var isObjectStatement: Bool {
    let parts = [
      "index", "column", "constraint", "partition", "default", "primary", "key",
    ]
    return at(anyOf: Keywords.objects, 1) && !at(anyOf: parts, 1) || at("set") && at(.variable, 1)
      || at("with") && isWithQuery
  }
}
