import ByteParsing

extension StatementParser {
  /// Reads statements that make, change or drop what lasts, and those about rights; false for any other.
  mutating func definition(_ word: String) -> Bool {
    switch word {
    case "create": create()
    case "alter": alter()
    case "drop": drop()
    case "truncate": truncate()
    case "rename": rename()
    case "grant", "revoke", "deny": rights(word)
    case "comment":
      statement.kind = .comment
      advance()
      skipRest()
      statement.lose(.recoverable)
      note(.changesObject, nil, at: tokens[position - 1].bytes)
    default: return false
    }
    return true
  }

  private static let manners: Set<String> = [
    "or", "replace", "temporary", "temp", "virtual", "unique", "fulltext", "spatial", "clustered",
    "nonclustered", "columnstore", "global", "local", "unlogged", "materialized", "aggregate",
    "recursive", "online", "offline", "ignore", "undo", "external", "foreign", "xml", "primary",
    "selective", "partition", "alter",
  ]

  /// Moves past `OR REPLACE`, `DEFINER = …`, `ALGORITHM = …` and the like, to what kind of thing it is.
  private mutating func manner() {
    while true {
      if at("sql"), at("security", 1) {
        if at("definer", 2) { note(.escalates, "definer", at: peek().bytes) }
        advance(3)
      } else if at("definer") || at("algorithm") {
        // `DEFINER = 'root'@'localhost'`: whoever calls it has the rights of that user.
        if at("definer") { note(.escalates, "definer", at: peek().bytes) }
        advance(2)
        while !at(.end), !at(.semicolon), !at(anyOf: Keywords.objects) || at("definer") {
          advance()
        }
      } else if at(anyOf: Self.manners) {
        advance()
      } else {
        return
      }
    }
  }

  /// Reads the name of a thing, with `IF EXISTS` or `CONCURRENTLY` before it.
  private mutating func object() -> Name? {
    if accept("if") {
      accept("not")
      accept("exists")
    }
    skip(anyOf: ["concurrently", "only", "mapping"])
    return name()
  }

  private static let people: Set<String> = ["user", "role", "login", "credential", "authorization"]
  private static let code: Set<String> = [
    "procedure", "proc", "function", "trigger", "event", "package",
  ]
  private static let foreign: Set<String> = ["server", "subscription", "endpoint"]
  private static let libraries: Set<String> = ["assembly", "extension", "language"]

  // MARK: Create and alter

  private mutating func create() {
    statement.kind = .create
    statement.lose(.recoverable)
    advance()
    let isReplacing = at("or")
    manner()
    let kind = peek().text
    let place = peek().bytes
    advance()
    switch kind {
    case "table", "view":
      guard let table = object() else { return }
      note(.writesTable, table)
      if isReplacing, kind == "table" {
        note(.deletesTable, table)
        statement.lose(.lasting)
      }
      contents()
    case "index", "statistics":
      if !at("on") { _ = object() }
      accept(["using", "btree"])
      if accept("on"), let table = name() { note(.writesTable, table) }
      if dialect == .mysql { indexParts() }
      if at(.open) { group() }
      if accept("where") { _ = expression() }
      skipRest()
    default: make(kind, at: place)
    }
  }

  /// Reads what makes or changes anything that is no table.
  private mutating func make(_ kind: String, at place: Range<Int>) {
    if Self.code.contains(kind) { return code(kind) }
    if Self.people.contains(kind) {
      skip(anyOf: ["if", "not", "exists"])
      if kind == "authorization" {
        note(.changesPermissions, nil, at: place)
        return skipRest()
      }
      let who = peek()
      let isNamed = at(.word) || at(.quoted) || at(.string)
      note(.escalates, isNamed ? who.text : nil, at: isNamed ? who.bytes : place)
      return skipRest()
    }
    let name = object()
    let named = name?.name.description.lowercased()
    let bytes = name?.bytes ?? place
    if Self.foreign.contains(kind) {
      note(.connects, named, at: bytes)
      statement.lose(.unknown)
    } else if Self.libraries.contains(kind) {
      note(.loads, named, at: bytes)
      statement.lose(.unknown)
    } else {
      note(.changesObject, named, at: bytes)
    }
    if kind == "synonym", accept("for"), let table = self.name() { note(.readsTable, table) }
    files()
  }

  /// Moves past the rest of a definition; strings in it that name files are noted.
  private mutating func files() {
    while !isAtBoundary, !at(.fault) {
      if at("filename") || at("location") || at("datafile"), let string = firstString(within: 3) {
        let isElsewhere = string.text.contains(bytes: "://")
        note(isElsewhere ? .connects : .writesFile, string.text, at: string.bytes)
        statement.lose(.unknown)
      }
      advance()
    }
  }

  /// The first string among the next tokens.
  func firstString(within count: Int) -> SQLToken? {
    (1...count).lazy.map { self.peek($0) }.first { $0.kind == .string }
  }

  private mutating func alter() {
    statement.kind = .alter
    statement.lose(.recoverable)
    advance()
    manner()
    let kind = peek().text
    let place = peek().bytes
    advance()
    guard kind == "table" || kind == "view" else {
      if kind == "server", at("configuration") || at("role") || at("audit") {
        note(.escalates, at("role") ? peek(1).text : "server", at: place)
        return skipRest()
      }
      if kind == "instance" || kind == "system" || kind == "resource" {
        note(.changesServer, kind, at: place)
        return skipRest()
      }
      return make(kind, at: place)
    }
    guard let table = object() else { return }
    note(.writesTable, table)
    alterations(of: table)
  }

  // MARK: Code that is kept

  /// Reads the head of a procedure, function, trigger or event; the statements of its body follow as if they ran.
  private mutating func code(_ kind: String) {
    let name = object()
    note(.changesObject, name?.name.description.lowercased(), at: name?.bytes ?? peek().bytes)
    statement.lose(.unknown)
    let start = position
    while !at(.semicolon), !at(.separator), !at(.end), !at(.fault) {
      if at("soname"), at(.string, 1) { note(.loads, peek(1).text, at: peek(1).bytes) }
      if at("external"), at("name", 1) { note(.loads, peek(2).text, at: peek(2).bytes) }
      if at("execute"), at("as", 1) { note(.escalates, peek(2).text, at: peek(2).bytes) }
      if at("on"), kind == "trigger", at(.word, 1) || at(.quoted, 1) {
        advance()
        if let table = self.name() { note(.writesTable, table) }
        continue
      }
      if at("as"), dialect == .tsql || dialect == .postgresql {
        let isClause = position > start && tokens[position - 1].is("execute")
        advance()
        if !isClause, !at(.string) { break }
        continue
      }
      if at("begin") || at("do") && kind == "event" || at("return") && dialect == .mysql { break }
      if dialect == .mysql || dialect == .sqlite, position > start, isBodyStart { break }
      if at(.open) { group() } else { advance() }
    }
    accept("do")
    isStep = true
    note(.runsText, nil, at: name?.bytes ?? tokens[start].bytes)
  }

  private var isBodyStart: Bool {
    if at(anyOf: ["select", "replace", "call", "set", "if", "with"]) { return true }
    guard at(anyOf: ["insert", "update", "delete"]) else { return false }
    return !at("on", 1) && !at("of", 1) && !at("or", 1)
  }

  // MARK: Drops

  private static let tables: Set<String> = ["table", "view", "tables"]

  private mutating func drop() {
    statement.kind = .drop
    statement.lose(.lasting)
    advance()
    skip(anyOf: Self.manners)
    let kind = peek().text
    let place = peek().bytes
    advance()
    if kind == "prepare" {
      statement.kind = .prepare
      statement.loss = .none
      return skipRest()
    }
    let use: SQLUse.Kind = Self.tables.contains(kind) ? .deletesTable : .dropsObject
    var isNamed = false
    repeat {
      guard let name = object() else { break }
      isNamed = true
      note(use, name)
      if at(.open) { group() }
    } while accept(.comma)
    if !isNamed { note(use, nil, at: place) }
    if Self.people.contains(kind) { note(.changesPermissions, nil, at: place) }
    if accept("on"), let table = name() { note(.writesTable, table) }
    skipRest()
  }

  private mutating func truncate() {
    statement.kind = .truncate
    statement.lose(.lasting)
    advance()
    skip(anyOf: ["table", "only"])
    repeat {
      guard let table = name() else { return }
      note(.deletesTable, table)
    } while accept(.comma)
    skipRest()
  }

  private mutating func rename() {
    statement.kind = .alter
    statement.lose(.recoverable)
    advance()
    let isUser = at("user")
    skip(anyOf: ["table", "tables", "user"])
    repeat {
      guard let old = name() else { return }
      if isUser {
        note(.escalates, old.name.description, at: old.bytes)
      } else {
        note(.writesTable, old)
      }
      while at(.variable) || at(.string) { advance() }
      guard accept("to"), let new = name() else { return }
      if !isUser { note(.writesTable, new) }
      while at(.variable) || at(.string) { advance() }
    } while accept(.comma)
    skipRest()
  }
}
