extension StatementParser {
  /// Reads `INSERT`, `REPLACE`, `UPDATE`, `DELETE` or `MERGE`, which may also stand in a `WITH`.
  mutating func change() {
    if isInCTE {
      statement.modifiesInCTE = true
      statement.lose(.lasting)
    }
    joinConditions.removeAll()
    switch peek().text {
    case "update": update()
    case "delete": delete()
    case "merge": merge()
    default: insert()
    }
  }

  private static let modifiers: Set<String> = [
    "low_priority", "delayed", "high_priority", "quick", "ignore",
  ]

  private mutating func modifiers() {
    skip(anyOf: Self.modifiers)
    if at("or"), at(.word, 1) { advance(2) }
    if accept("top") {
      if at(.open) { group() } else { advance() }
      skip(anyOf: ["percent"])
    }
  }

  // MARK: Insert

  private mutating func insert() {
    statement.kind = .insert
    advance()
    statement.lose(.recoverable)
    modifiers()
    skip(anyOf: ["into", "overwrite", "table"])
    guard let target = name() else { return }
    if at(.open), functions.meanings(of: target.name.last.lowercased()) != nil {
      position -= 1
      _ = operand()
    } else if !isVariable(target) {
      note(.writesTable, target)
    }
    if !at("overriding") { _ = alias() }
    if accept("partition") { group() }
    if at("with"), at(.open, 1) {
      advance()
      group()
    }
    if at(.open), !isAtQuery { group() }
    output(of: target)
    skip(anyOf: ["overriding", "system", "user"])
    source()
  }

  /// Reads where the rows come from, and what becomes of those that are there.
  private mutating func source() {
    if at("default"), at("values", 1) {
      advance(2)
    } else if at("exec") || at("execute") {
      execute()
      statement.kind = .insert
    } else if accept("set") {
      assignments()
    } else if at("value") {
      advance()
      while at(.open) {
        group()
        accept(.comma)
      }
    } else {
      _ = query()
    }
    if at("as"), at(.word, 1) || at(.quoted, 1) {
      advance(2)
      if at(.open) { group() }
    }
    while at("on"), at("duplicate", 1) || at("conflict", 1) { conflict() }
    returning(of: nil)
  }

  /// Reads `ON DUPLICATE KEY UPDATE …` or `ON CONFLICT … DO …`.
  private mutating func conflict() {
    advance(2)
    if accept("key") {
      accept("update")
      assignments()
      return
    }
    if at(.open) { group() }
    if accept("where") { _ = expression() }
    if accept("on") {
      accept("constraint")
      _ = name()
    }
    accept("do")
    if accept("nothing") { return }
    accept("update")
    accept("set")
    assignments()
    if accept("where") { _ = expression() }
  }

  /// Reads `a = b, c = d`, and gives the tables that the columns name.
  @discardableResult
  private mutating func assignments() -> [SQLName?] {
    var tables: [SQLName?] = []
    repeat {
      if at(.open) {
        group()
        tables.append(nil)
      } else {
        let start = position
        let column = name()
        let parts = column?.name.parts.dropLast() ?? []
        tables.append(parts.isEmpty ? nil : SQLName(Array(parts)))
        // A method that changes: `SET doc.modify('…')`.
        if at(.open) {
          position = start
          _ = expression()
        }
      }
      if at(.operator) { advance() }
      if at("default") { advance() } else { _ = expression() }
    } while accept(.comma)
    return tables
  }

  // MARK: Update and delete

  private mutating func update() {
    statement.kind = .update
    advance()
    if accept("statistics") {
      if let table = name() { note(.writesTable, table) }
      statement.lose(.recoverable)
      return skipRest()
    }
    modifiers()
    var sources = tables(reads: false)
    let first = sources.count
    if at("set") { advance() }
    let changed = assignments()
    output(of: sources.first?.name)
    if accept("from") { sources += tables() }
    let qualified = changed.compactMap { $0 }
    let isAnyOpen = qualified.count < changed.count
    let targets = targets(among: sources, first: first) { source in
      first == 1 || isAnyOpen || qualified.contains(where: source.isNamed)
    }
    for source in sources.prefix(first) {
      guard let name = source.name, !targets.contains(where: { $0.bytes == name.bytes }) else {
        continue
      }
      if !isAliasOfAnother(source, in: sources, first: first) { read(name) }
    }
    changing(.writesTable, targets, isAnyUntold: targets.isEmpty)
    bound(targets: targets, sources: sources)
    returning(of: targets.first)
  }

  /// The tables that are changed: an alias of a later table means that table.
  private func targets(
    among sources: [Source], first: Int, where isChanged: (Source) -> Bool
  ) -> [Name] {
    var targets: [Name] = []
    for source in sources.prefix(first) where isChanged(source) {
      guard let name = source.name else { continue }
      let meant = sources.dropFirst(first).first { $0.alias != nil && $0.isNamed(name.name) }
      targets.append(meant?.name ?? name)
    }
    return targets
  }

  /// Notes which tables are changed; rows that are changed through a query could be of any table.
  private mutating func changing(_ kind: SQLUse.Kind, _ targets: [Name], isAnyUntold: Bool) {
    for target in targets where !isVariable(target) { note(kind, target) }
    guard isAnyUntold else { return }
    note(kind, nil, at: peek().bytes)
    gap("rows are changed through a query or function")
  }

  private func isAliasOfAnother(_ source: Source, in sources: [Source], first: Int) -> Bool {
    guard let name = source.name?.name else { return false }
    return sources.dropFirst(first).contains { $0.isNamed(name) }
  }

  private mutating func delete() {
    statement.kind = .delete
    advance()
    modifiers()
    let hasFrom = accept("from")
    var names: [Source] = []
    if isMultipleTables(hasFrom) {
      // `DELETE a, b FROM …`, `DELETE FROM a, b USING …`: the names are of tables that follow.
      repeat { names.append(Source(name: name(), alias: nil)) } while accept(.comma)
    } else {
      names = tables(reads: false)
    }
    output(of: names.first?.name)
    var sources = names
    let first = names.count
    if accept("from") || accept("using") { sources += tables() }
    let targets = names.compactMap { named -> Name? in
      guard let name = named.name else { return nil }
      return sources.dropFirst(first).first { $0.isNamed(name.name) }?.name ?? name
    }
    changing(.deletesTable, targets, isAnyUntold: targets.count < names.count)
    bound(targets: targets, sources: sources)
    returning(of: targets.first)
  }

  private func isMultipleTables(_ hasFrom: Bool) -> Bool {
    guard dialect == .mysql else { return false }
    var distance = 0
    // Far more names than MySQL joins tables.
    while distance < 512,
      at(.word, distance) || at(.quoted, distance) || at(.dot, distance)
        || peek(distance).isOperator("*") || at(.comma, distance)
    {
      if at("from", distance) { return !hasFrom }
      if at("using", distance) { return hasFrom }
      if at("where", distance) { return false }
      distance += 1
    }
    return false
  }

  /// Reads the `WHERE`, and judges whether it bounds the rows of the tables that are changed.
  private mutating func bound(targets: [Name], sources: [Source]) {
    var isBounded = false
    if accept("where") {
      let joinConditions = joinConditions
      let condition = expression()
      let target = targets.first?.name.last.lowercased()
      var others = Set(sources.compactMap(\.qualifier))
      for source in sources {
        guard let name = source.name else { continue }
        if targets.contains(where: { $0.bytes == name.bytes }), let own = source.qualifier {
          others.remove(own)
        }
      }
      if sources.count < 2 { others = [] }
      // What a join says about the rows counts too, but makes no condition of what is none.
      isBounded =
        SQLBound(target: target, others: []).bounds(condition)
        && SQLBound(target: target, others: others).bounds(.and([condition] + joinConditions))
    }
    if !isBounded { statement.isUnbounded = true }
    statement.lose(isBounded ? .recoverable : .lasting)
    while at(anyOf: ["order", "limit", "option"]) {
      let isOption = at("option")
      advance()
      accept("by")
      if isOption { group() } else { expressions() }
      if accept("offset") { _ = expression() }
    }
  }

  /// Reads T-SQL's `OUTPUT … [INTO t]`.
  private mutating func output(of target: Name?) {
    while accept("output") {
      repeat {
        _ = expression()
        _ = alias()
      } while accept(.comma)
      if let target { read(target) }
      if accept("into"), let table = name() {
        if !isVariable(table) { note(.writesTable, table) }
        if at(.open) { group() }
      }
    }
  }

  private mutating func returning(of target: Name?) {
    guard accept("returning") else { return }
    if let target { read(target) }
    repeat {
      _ = expression()
      _ = alias()
    } while accept(.comma)
  }

  // MARK: Merge

  private mutating func merge() {
    statement.kind = .merge
    advance()
    modifiers()
    accept("into")
    guard let target = name() else { return }
    if !isVariable(target) { note(.writesTable, target) }
    if at("with"), at(.open, 1) {
      advance()
      group()
    }
    _ = alias()
    accept("using")
    var isBounded = true
    _ = tables()
    if accept("on") { isBounded = SQLBound(target: nil, others: []).bounds(expression()) }
    var changes = false
    var bySource = false
    while accept("when") {
      skip(anyOf: ["not", "matched"])
      if accept(["by", "source"]) { bySource = true }
      accept(["by", "target"])
      if accept("and") { _ = expression() }
      accept("then")
      if accept("delete") {
        note(.deletesTable, target)
        changes = true
      } else if accept("update") {
        accept("set")
        assignments()
        changes = true
      } else if accept("insert") {
        if at(.open) { group() }
        skip(anyOf: ["default", "values"])
        if at(.open) { group() }
      } else {
        skip(anyOf: ["do", "nothing"])
      }
    }
    output(of: target)
    if accept("option") { group() }
    returning(of: target)
    let isUnbounded = changes && (!isBounded || bySource)
    if isUnbounded { statement.isUnbounded = true }
    statement.lose(isUnbounded ? .lasting : .recoverable)
  }
}
