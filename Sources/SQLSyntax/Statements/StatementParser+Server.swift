extension StatementParser {
  /// Reads statements about files, other servers and the server itself; false for any other.
  mutating func maintenance(_ word: String) -> Bool {
    let place = peek().bytes
    switch word {
    case "load": load()
    case "import":
      statement.kind = .load
      advance()
      skip(until: ["from"])
      accept("from")
      file(.readsFile)
      note(.writesTable, nil, at: place)
      statement.lose(.recoverable)
      skipRest()
    case "attach": attach()
    case "detach":
      statement.kind = .attach
      skipRest()
    case "vacuum": vacuum()
    case "install", "uninstall":
      statement.kind = .load
      advance()
      skip(anyOf: ["plugin", "component", "soname"])
      note(.loads, at(.string) ? peek().text : name()?.name.description, at: place)
      if accept("soname"), at(.string) { note(.loads, peek().text, at: peek().bytes) }
      statement.lose(.unknown)
      skipRest()
    case "bulk": bulkInsert()
    case "backup": backup()
    case "restore":
      statement.kind = .load
      advance()
      if !at(anyOf: ["filelistonly", "headeronly", "labelonly", "verifyonly"]) {
        note(.deletesTable, databaseAfter(["database", "log"]), at: place)
        statement.lose(.lasting)
      }
      filesFrom(.readsFile)
    case "change", "start", "stop", "reset", "flush", "kill", "purge", "shutdown", "restart",
      "reconfigure", "dbcc", "clone", "xa", "checkpoint", "revert", "setuser", "enable", "disable",
      "updatetext", "writetext", "readtext", "send", "receive", "cache", "repair", "optimize",
      "check",
      "checksum", "reindex", "cluster", "discard", "notify":
      return server(word, at: place)
    default: return false
    }
    return true
  }

  /// Notes the file that the string here names.
  private mutating func file(_ kind: SQLUse.Kind) {
    note(kind, at(.string) ? peek().text : nil, at: peek().bytes)
    if kind == .writesFile { statement.lose(.unknown) }
    if !isAtBoundary { advance() }
  }

  // MARK: Files

  /// Reads `LOAD DATA [LOCAL] INFILE 'f' INTO TABLE t …`, `LOAD XML …`.
  private mutating func load() {
    statement.kind = .load
    advance()
    if at("index") { return skipRest() }
    if at(.string) {
      note(.loads, peek().text, at: peek().bytes)
      statement.lose(.unknown)
      return skipRest()
    }
    skip(until: ["infile"])
    accept("infile")
    file(.readsFile)
    statement.lose(.recoverable)
    skip(until: ["into"])
    accept("into")
    accept("table")
    if let table = name() { note(.writesTable, table) }
    skip(until: ["set"])
    if accept("set") { expressions() }
    skipRest()
  }

  private mutating func attach() {
    statement.kind = .attach
    advance()
    accept("database")
    let first = position
    _ = expression()
    let argument = argument(from: first)
    let isMemory = argument.text == ":memory:" || argument.text == ""
    if !isMemory {
      note(.readsFile, argument.text, at: argument.bytes)
      note(.writesFile, argument.text, at: argument.bytes)
      statement.lose(.unknown)
    }
    skipRest()
  }

  private mutating func vacuum() {
    statement.kind = .vacuum
    statement.lose(.recoverable)
    advance()
    skip(until: ["into"])
    guard accept("into") else { return }
    let first = position
    _ = expression()
    let argument = argument(from: first)
    note(.writesFile, argument.text, at: argument.bytes)
    statement.lose(.unknown)
  }

  private mutating func bulkInsert() {
    statement.kind = .load
    advance()
    accept("insert")
    if let table = name() { note(.writesTable, table) }
    accept("from")
    file(.readsFile)
    statement.lose(.recoverable)
    if accept("with") { group() }
  }

  private mutating func backup() {
    statement.kind = .other
    let place = peek().bytes
    advance()
    note(
      .readsTable, databaseAfter(["database", "log", "certificate", "service", "master", "key"]),
      at: place)
    filesFrom(.writesFile)
    statement.lose(.unknown)
  }

  private mutating func databaseAfter(_ words: [String]) -> String? {
    skip(anyOf: words)
    return name()?.name.description.lowercased()
  }

  /// Notes every string in the rest of the statement as a file.
  private mutating func filesFrom(_ kind: SQLUse.Kind) {
    var isAny = false
    while !isAtBoundary || at("with"), !at(.fault), !at(.end) {
      if at(.string) {
        note(
          peek().text.lowercased().hasPrefix("http") ? .connects : kind, peek().text,
          at: peek().bytes)
        isAny = true
      }
      advance()
    }
    if !isAny { note(kind, nil, at: tokens[max(0, position - 1)].bytes) }
  }

  // MARK: The server

  private mutating func server(_ word: String, at place: Range<Int>) -> Bool {
    statement.kind = word == "shutdown" || word == "restart" ? .shutdown : .other
    let next = peek(1).text
    advance()
    switch word {
    case "start", "xa":
      if next == "transaction" || word == "xa" {
        statement.kind = .transaction
        skipRest()
        return true
      }
      note(.changesServer, word, at: place)
    case "change", "clone":
      note(.connects, nil, at: place)
      statement.lose(.unknown)
    case "purge":
      note(.dropsObject, "binary logs", at: place)
      statement.lose(.lasting)
    case "revert":
      note(.escalates, "the login's own rights", at: place)
      statement.lose(.recoverable)
    case "checkpoint", "readtext", "check", "checksum":
      if next == "option" { return true }
    case "enable", "disable":
      note(.changesServer, "trigger", at: place)
      statement.lose(.recoverable)
    case "setuser", "reconfigure": note(.escalates, word, at: place)
    case "updatetext", "writetext":
      note(.writesTable, nil, at: place)
      statement.lose(.recoverable)
    case "repair", "optimize", "reindex", "cluster":
      statement.kind = .vacuum
      skip(anyOf: ["no_write_to_binlog", "local", "table", "index"])
      if let table = name() { note(.writesTable, table) }
      statement.lose(.recoverable)
      skipRest()
      return true
    case "send", "receive", "notify":
      note(.sends, nil, at: place)
      statement.lose(.unknown)
    default:
      note(.changesServer, word, at: place)
      statement.lose(.unknown)
    }
    if word == "start" || word == "reconfigure" || word == "setuser" { statement.lose(.unknown) }
    if word == "dbcc" {
      _ = name()
      if at(.open) { group() }
    }
    skipRest()
    return true
  }
}
