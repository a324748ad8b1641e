import ByteParsing

extension StatementParser {
  /// Reads statements that concern the session alone, for the most part; false for any other.
  mutating func session(_ word: String) -> Bool {
    switch word {
    case "set": set()
    case "pragma": pragma()
    case "show", "help":
      statement.kind = .show
      advance()
      showTail()
    case "use":
      statement.kind = .use
      advance()
      // Names without a schema mean other tables from here on, and in calls to come.
      if let name = name() { note(.changesServer, "database", at: name.bytes) }
      statement.lose(.recoverable)
    case "commit", "rollback", "savepoint", "release", "save", "abort":
      statement.kind = .transaction
      advance()
      skipRest()
    case "lock", "unlock":
      statement.kind = .lock
      advance()
      skipRest()
    case "print":
      statement.kind = .block
      advance()
      _ = expression()
    case "raiserror", "throw", "waitfor", "signal", "resignal", "get":
      statement.kind = .block
      advance()
      skipRest()
    case "listen", "unlisten":
      statement.kind = .listen
      skipRest()
    case "delimiter" where dialect == .mysql, "source" where dialect == .mysql,
      "system" where dialect == .mysql, "tee" where dialect == .mysql,
      "pager" where dialect == .mysql:
      client(word)
    default: return false
    }
    return true
  }

  /// Reads a command of MySQL's client program, which is a word like any other.
  private mutating func client(_ word: String) {
    let start = peek()
    advance()
    let first = peek().start
    while !isAtBoundary, !at(.fault) { advance() }
    if word == "system" || word == "pager" {
      note(.runsProgram, nil, at: start.start..<max(start.end, first))
    }
    statement.lose(.unknown)
    gap("a command for the client program", at: start.bytes)
  }

  /// Reads what `SHOW` shows; only a condition in it is looked into.
  private mutating func showTail() {
    skip(until: ["where", "from", "in"])
    while !isAtBoundary, !at(.fault), !at(.close) {
      if accept("where") { _ = expression() } else { advance() }
    }
  }

  // MARK: Settings

  private static let rereading: Set<String> = [
    "sql_mode", "character_set_client", "character_set_connection", "names", "charset", "character",
    "collation_connection", "standard_conforming_strings", "backslash_quote", "client_encoding",
    "quoted_identifier",
  ]

  private static let reaching: Set<String> = [
    "global", "persist", "persist_only", "general_log", "general_log_file", "slow_query_log_file",
    "secure_file_priv", "local_infile", "sql_log_bin", "foreign_key_checks", "sql_safe_updates",
    "super_read_only", "read_only", "init_connect", "init_file", "event_scheduler", "plugin_dir",
    "search_path", "session_replication_role", "row_security", "identity_insert",
    "skip_grant_tables", "log_bin_trust_function_creators",
  ]

  private mutating func set() {
    let place = peek().bytes
    statement.kind = .set
    statement.lose(.recoverable)
    advance()
    if at("password") || at("role") || at("default") && at("role", 1) || at("session_authorization")
      || at("session") && at("authorization", 1)
    {
      note(.escalates, at("password") ? "password" : "role", at: place)
      return skipRest()
    }
    repeat { setting() } while accept(.comma)
    if dialect == .tsql { return }
    skipRest()
  }

  private mutating func setting() {
    var isGlobal = false
    while at(anyOf: ["global", "persist", "persist_only", "session", "local"]) {
      isGlobal = isGlobal || at(anyOf: Self.reaching)
      advance()
    }
    guard let name = name() else { return }
    let parts = name.name.parts.map { $0.lowercased().replacing(bytes: "@@", with: "") }
    isGlobal = isGlobal || parts.dropLast().contains(where: Self.reaching.contains)
    let setting = parts.last ?? ""
    let isUserVariable =
      name.isVariable && parts.count == 1 && !name.name.parts[0].hasPrefix("@@")
    if !isUserVariable {
      if isGlobal || Self.reaching.contains(setting) {
        note(.changesServer, setting, at: name.bytes)
      }
      if setting == "identity_insert", let table = self.name() { note(.writesTable, table) }
      judge(setting, at: name.bytes)
    }
    if at(.open) { group() }
    if at(.operator) { advance() } else { accept("to") }
    if at("on") || at("off") || at("default") || at("cursor") {
      advance()
    } else if at("for") {
      skipRest()
    } else {
      let start = position
      _ = expression()
      if position == start { return }
      skip(anyOf: ["on", "off"])
      while at(.word), !isAtBoundary, !at(.comma) { advance() }
    }
    if isGlobal { statement.lose(.unknown) }
  }

  /// Judges a setting that changes how later texts are read.
  private mutating func judge(_ setting: String, at bytes: Range<Int>) {
    guard Self.rereading.contains(setting) else { return }
    // UTF-8 is what the text is read in here.
    let encodings = ["utf8", "utf8mb4", "utf8mb3"]
    if setting == "names" || setting == "charset" || setting == "character" {
      let value = at("set") ? peek(1) : peek()
      if encodings.contains(value.text.lowercased()) || value.is("default") { return }
    }
    if setting == "quoted_identifier", at("on") { return }
    gap("after this the server reads texts in another way than they are read here", at: bytes)
  }

  // MARK: SQLite

  private static let asking: Set<String> = [
    "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo",
    "foreign_key_list", "foreign_key_check", "database_list", "collation_list", "function_list",
    "module_list", "pragma_list", "compile_options", "integrity_check", "quick_check",
    "data_version",
    "freelist_count", "page_count", "optimize", "wal_checkpoint", "incremental_vacuum",
    "shrink_memory",
  ]

  /// Reads `PRAGMA name`, `PRAGMA name = value`, `PRAGMA name(value)`.
  private mutating func pragma() {
    statement.kind = .set
    advance()
    guard let name = name() else { return }
    let setting = name.name.last.lowercased()
    let hasValue = peek().isOperator("=") || at(.open)
    skipRest()
    guard hasValue, !Self.asking.contains(setting) else { return }
    note(.changesServer, setting, at: name.bytes)
    statement.lose(.recoverable)
    if setting == "writable_schema" || setting == "trusted_schema" {
      note(.escalates, setting, at: name.bytes)
    }
  }
}
