extension StatementParser {
  /// What a query tells about the rows that it gives.
  private struct Rows {
    var tables: [String] = []
    /// Whether something besides the tables decides which rows there are.
    var isChosen = false
    /// Whether the query's condition holds for none.
    var isEmpty = false
    /// What the columns of its tables may be qualified by, in lower case.
    var qualifiers: Set<String> = []
    /// Whether its condition looks at a table of the query around it.
    var looksOutside = false
    /// The value that a query without tables gives.
    var value: SQLCondition?
  }

  /// Reads a query with its `WITH`, its set operations and what follows them.
  mutating func query() -> SQLCondition {
    let outer = queryNames.count
    if isWithQuery { with() }
    var rows = Rows()
    if !core(&rows) {
      queryNames.removeSubrange(outer...)
      return .other("", [])
    }
    if at(anyOf: Keywords.setOperations) {
      rows.isChosen = true
      rows.isEmpty = false
      rows.looksOutside = true
      furtherQueries()
    }
    queryTail(&rows)
    queryLooksOutside = rows.looksOutside
    queryNames.removeSubrange(outer...)
    if rows.isEmpty { return .noRows }
    if rows.isChosen { return .query(allOf: nil) }
    if rows.tables.isEmpty, let value = rows.value { return value }
    return .query(allOf: rows.tables)
  }

  /// Reads the queries that `UNION`, `EXCEPT` and `INTERSECT` add.
  mutating func furtherQueries() {
    while at(anyOf: Keywords.setOperations) {
      advance()
      skip(anyOf: ["all", "distinct", "corresponding"])
      var rows = Rows()
      if !core(&rows) { return }
    }
  }

  /// Reads a `WITH`; each name is known after its query, and within it where the query may recur.
  mutating func with() {
    accept("with")
    let isRecursive = accept("recursive") || dialect == .tsql || dialect == .sqlite
    let wasInCTE = isInCTE
    repeat {
      guard let name = name() else { break }
      if at(.open) { group() }
      guard accept("as") else { break }
      skip(anyOf: ["not", "materialized"])
      guard accept(.open) else { break }
      isInCTE = true
      if isRecursive { queryNames.append(name.name.last.lowercased()) }
      if at(anyOf: ["insert", "update", "delete", "merge"]) {
        change()
      } else {
        _ = query()
      }
      isInCTE = wasInCTE
      looseExpressions()
      accept(.close)
      if !isRecursive { queryNames.append(name.name.last.lowercased()) }
      // `SEARCH` and `CYCLE` follow in PostgreSQL.
      if at("search") || at("cycle") {
        skip(until: ["select", "insert", "update", "delete", "merge"])
      }
    } while accept(.comma)
  }

  /// Reads one query without what follows set operations; false where none begins.
  private mutating func core(_ rows: inout Rows) -> Bool {
    if at(.open) {
      rows.isChosen = true
      advance()
      _ = query()
      accept(.close)
      return true
    }
    if at("values") {
      advance()
      skip(anyOf: ["row"])
      while at(.open) {
        group()
        if accept(.comma) { skip(anyOf: ["row"]) }
      }
      return true
    }
    if at("table"), let name = tableAfterKeyword() {
      read(name)
      rows.tables.append(name.name.last.lowercased())
      return true
    }
    guard accept("select") else { return false }
    selection(&rows)
    clauses(&rows)
    return true
  }

  private mutating func tableAfterKeyword() -> Name? {
    guard at(.word, 1) || at(.quoted, 1) else { return nil }
    advance()
    return name()
  }

  /// Reads what is selected.
  private mutating func selection(_ rows: inout Rows) {
    skip(anyOf: [
      "all", "distinct", "distinctrow", "high_priority", "sql_small_result", "sql_big_result",
      "sql_buffer_result", "sql_no_cache", "sql_cache", "sql_calc_found_rows", "straight_join",
    ])
    if at("on"), at(.open, 1) {
      advance()
      group()
    }
    if accept("top") {
      rows.isChosen = true
      if at(.open) { group() } else { advance() }
      skip(anyOf: ["percent"])
      if at("with"), at("ties", 1) { advance(2) }
    }
    var count = 0
    repeat {
      let value = expression()
      rows.value = count == 0 ? value : nil
      count += 1
      _ = alias()
    } while accept(.comma)
  }

  /// Reads the clauses of a query in whatever order they stand.
  private mutating func clauses(_ rows: inout Rows) {
    while at(.word) {
      switch peek().text {
      case "into": into()
      case "from":
        advance()
        let tables = tables()
        rows.tables += tables.flatMap { $0.allOf ?? [] }
        for table in tables {
          if let alias = table.alias { rows.qualifiers.insert(alias) }
          if let name = table.name { rows.qualifiers.insert(name.name.last.lowercased()) }
        }
        if tables.count != 1 || tables[0].allOf == nil { rows.isChosen = true }
      case "where":
        advance()
        let condition = expression()
        let bound = SQLBound(target: nil, others: [])
        if bound.bounds(condition) { rows.isChosen = true }
        rows.isEmpty = bound.excludesAll(condition)
        rows.looksOutside = !rows.isEmpty && condition.looksOutside(of: rows.qualifiers)
      case "group", "partition":
        rows.isChosen = true
        advance()
        skip(anyOf: ["by", "all"])
        expressions()
        if at("with"), at("rollup", 1) || at("cube", 1) { advance(2) }
      case "having", "qualify":
        rows.isChosen = true
        advance()
        _ = expression()
      case "window":
        advance()
        repeat {
          _ = name()
          accept("as")
          group()
        } while accept(.comma)
      default: return
      }
    }
  }

  /// Reads what stands after all queries of a set operation.
  private mutating func queryTail(_ rows: inout Rows) {
    while at(.word) {
      switch peek().text {
      case "order":
        advance()
        accept("by")
        expressions()
      case "limit", "offset":
        rows.isChosen = true
        advance()
        expressions()
        skip(anyOf: ["row", "rows"])
        if accept("offset") { _ = expression() }
      case "fetch":
        guard at("next", 1) || at("first", 1) else { return }
        rows.isChosen = true
        advance(2)
        if !at("row"), !at("rows") { _ = expression() }
        skip(anyOf: ["row", "rows", "only", "percent", "with", "ties"])
      case "for": forClause()
      case "option":
        advance()
        group()
      case "lock" where at("in", 1): advance(4)
      case "procedure":
        advance()
        _ = expression()
      case "into": into()
      default: return
      }
    }
  }

  /// Reads `FOR UPDATE OF t`, `FOR SHARE NOWAIT`, `FOR XML PATH('')`, `FOR JSON AUTO`, `FOR SYSTEM_TIME …`.
  private mutating func forClause() {
    advance()
    skip(anyOf: [
      "no", "key", "update", "share", "read", "only", "browse", "nowait", "skip", "locked",
    ])
    if accept("of") {
      repeat { _ = name() } while accept(.comma)
    }
    if at("xml") || at("json") {
      advance()
      repeat {
        skip(anyOf: [
          "path", "auto", "raw", "explicit", "root", "elements", "type", "xsinil", "absent",
          "include_null_values", "without_array_wrapper", "binary", "base64", "xmldata",
          "xmlschema",
        ])
        if at(.open) { group() }
      } while accept(.comma) || at("root") || at("type")
    }
    skip(anyOf: ["nowait", "skip", "locked", "wait"])
  }

  /// Reads expressions with commas between, each with its order.
  mutating func expressions() {
    repeat {
      _ = expression()
      skip(anyOf: ["asc", "desc", "nulls", "first", "last"])
    } while accept(.comma)
  }

  // MARK: Where the rows go

  /// Reads `INTO`: a table, a file of the server, or variables.
  private mutating func into() {
    advance()
    if at("outfile") || at("dumpfile") {
      advance()
      note(.writesFile, at(.string) ? peek().text : nil, at: peek().bytes)
      statement.lose(.unknown)
      advance()
      skip(until: ["from", "where", "group", "having", "order", "limit", "for", "union", "lock"])
      return
    }
    skip(anyOf: ["temp", "temporary", "unlogged", "table", "local", "global"])
    repeat {
      let isVariable = at(.variable)
      guard let name = name() else { return }
      // In a program kept by MySQL it is a variable, elsewhere an error: a table is the worse of the two.
      if !isVariable {
        note(.writesTable, name.name.description.lowercased(), at: name.bytes)
        statement.lose(.recoverable)
      }
    } while accept(.comma)
  }
}
