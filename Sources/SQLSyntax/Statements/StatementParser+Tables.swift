extension StatementParser {
  /// A table in a list of tables.
  struct Source {
    /// Nil for a query, a function's rows, and a query by its name.
    var name: Name?
    var alias: String?
    /// The tables that it gives all rows of, in lower case; nil where something chooses among them.
    var allOf: [String]?

    init(name: Name?, alias: String?) {
      self.name = name
      self.alias = alias
      allOf = name.map { [$0.name.last.lowercased()] }
    }

    init(rows: SQLCondition, alias: String?) {
      self.alias = alias
      if case .query(let tables) = rows { allOf = tables }
    }

    /// Whether a name in the rest of the statement means it.
    func isNamed(_ name: SQLName) -> Bool {
      if name.parts.count == 1, let alias { return alias == name.last.lowercased() }
      guard let own = self.name?.name else { return false }
      return zip(own.parts.reversed(), name.parts.reversed()).allSatisfy {
        $0.lowercased() == $1.lowercased()
      }
    }

    /// What qualifies its columns, in lower case.
    var qualifier: String? { alias ?? name?.name.last.lowercased() }
  }

  /// Notes that a table is read, and the server that a four-part name leads to.
  mutating func read(_ name: Name) {
    // MySQL's table without rows to speak of.
    if dialect == .mysql, name.name.parts.count == 1, name.name.last == "dual" { return }
    note(.readsTable, name)
  }

  /// Notes what is done to a table.
  mutating func note(_ kind: SQLUse.Kind, _ name: Name) {
    let folded = dialect == .postgresql ? name.name.description : name.name.description.lowercased()
    note(kind, folded, at: name.bytes)
    guard dialect == .tsql, name.depth > 3 else { return }
    note(.connects, name.name.parts[0], at: name.bytes)
    statement.lose(.unknown)
  }

  /// Reads tables with commas and joins between, and notes that each is read unless `reads` is false.
  @discardableResult
  mutating func tables(reads: Bool = true) -> [Source] {
    var sources: [Source] = []
    repeat {
      source(reads: reads, into: &sources)
      while at(anyOf: Keywords.join), isAtJoin {
        skip(anyOf: Keywords.join)
        source(reads: reads, into: &sources)
        while at("on") || at("using") {
          if accept("using") {
            group()
            _ = alias()
          } else {
            advance()
            joinConditions.append(expression())
          }
        }
      }
    } while accept(.comma)
    return sources
  }

  private var isAtJoin: Bool {
    // `MERGE` and others begin statements too, where no `JOIN` follows.
    for distance in 0..<4 {
      if at("join", distance) || at("apply", distance) || at("straight_join", distance) {
        return true
      }
      if !at(anyOf: Keywords.join, distance) { return false }
    }
    return false
  }

  private mutating func source(reads: Bool, into sources: inout [Source]) {
    skip(anyOf: ["lateral", "only"])
    if peek().isOperator("{") {
      advance()
      if at(.word), !peek(1).isOperator("}") { advance() }
      sources += tables(reads: reads)
      if peek().isOperator("}") { advance() }
      return
    }
    if at(.open) {
      parenthesisedSource(reads: reads, into: &sources)
      return
    }
    if at("table"), at(.open, 1) || at(.word, 1) || at(.quoted, 1) { advance() }
    guard let name = name() else { return }
    if at(.open), !isHint {
      rows(of: name)
      sources.append(Source(name: nil, alias: tableTail()))
      return
    }
    // Only T-SQL changes tables through the name of a query.
    let isQuery =
      (reads || dialect == .tsql || !sources.isEmpty) && name.name.parts.count == 1
      && queryNames.contains(name.name.last.lowercased())
    if !isQuery, reads, !isVariable(name) { read(name) }
    let alias = tableTail() ?? (isQuery ? name.name.last.lowercased() : nil)
    sources.append(Source(name: isQuery ? nil : name, alias: alias))
  }

  /// Whether hints in parentheses without `WITH` follow a table: `t (NOLOCK)`.
  private var isHint: Bool {
    let hints = [
      "nolock", "readuncommitted", "updlock", "holdlock", "rowlock", "tablock", "tablockx",
      "paglock",
      "readpast", "xlock", "nowait", "readcommitted", "repeatableread", "serializable", "snapshot",
    ]
    return dialect == .tsql && at(anyOf: hints, 1)
  }

  /// Reads a query, or tables that are joined, in parentheses.
  private mutating func parenthesisedSource(reads: Bool, into sources: inout [Source]) {
    if isAtQuery || at("values", 1) {
      advance()
      let rows = query()
      looseExpressions()
      accept(.close)
      sources.append(Source(rows: rows, alias: tableTail()))
    } else if at(anyOf: ["insert", "update", "delete", "merge"], 1) {
      // T-SQL takes rows from what a change puts out.
      advance()
      let outer = statement
      let wasInCTE = isInCTE
      isInCTE = true
      change()
      isInCTE = wasInCTE
      statement.kind = outer.kind
      looseExpressions()
      accept(.close)
      sources.append(Source(name: nil, alias: tableTail()))
    } else {
      advance()
      sources += tables(reads: reads)
      looseExpressions()
      accept(.close)
      if let alias = tableTail() { sources.append(Source(name: nil, alias: alias)) }
    }
  }

  /// Reads the call of a function that gives rows.
  private mutating func rows(of name: Name) {
    if dialect == .tsql, name.name.last.lowercased() == "openrowset", at("bulk", 1) {
      advance(2)
      note(.readsFile, at(.string) ? peek().text : nil, at: peek().bytes)
      statement.lose(.unknown)
      looseExpressions()
      accept(.close)
    } else {
      noteCall(name, arguments())
    }
    // `OPENDATASOURCE(…).db.schema.table`
    if at(.dot) {
      advance()
      if let further = self.name() { read(further) }
    }
  }

  /// Reads what follows a table: hints, partitions, and its alias, which it gives.
  private mutating func tableTail() -> String? {
    var found: String?
    while true {
      if at("with"), at(.open, 1) {
        advance()
        skipGroup()
      } else if isHint, at(.open) {
        skipGroup()
      } else if at("partition"), at(.open, 1) {
        advance()
        group()
      } else if at("for"), at("system_time", 1) {
        advance(2)
        period()
      } else if at("tablesample"), !at(.end, 1) {
        advance()
        skip(anyOf: ["system", "bernoulli"])
        group()
        if accept("repeatable") { group() }
      } else if at("indexed"), at("by", 1) {
        advance(2)
        _ = name()
      } else if at("not"), at("indexed", 1) {
        advance(2)
      } else if at(anyOf: ["use", "force", "ignore"]), at("index", 1) || at("key", 1) {
        advance(2)
        skip(anyOf: ["for", "join", "order", "group", "by"])
        group()
        accept(.comma)
      } else if at("pivot") || at("unpivot"), at(.open, 1) {
        advance()
        group()
      } else if at("with"), at("ordinality", 1) {
        advance(2)
      } else if found == nil, let alias = alias() {
        found = alias
        if at(.open), !isHint { group() }
      } else {
        return found
      }
    }
  }

  /// Reads which rows `FOR SYSTEM_TIME` asks for.
  private mutating func period() {
    skip(anyOf: ["as", "of", "all", "from", "between", "contained", "in"])
    guard !isAtAlias || at(.string) else { return }
    _ = sum()
    if accept("to") || accept("and") { _ = sum() }
  }
}
