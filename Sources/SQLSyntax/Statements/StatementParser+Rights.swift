extension StatementParser {
  /// Reads `GRANT`, `REVOKE` and `DENY`: what it is about, and who gets it.
  mutating func rights(_ word: String) {
    let place = peek().bytes
    statement.kind = word == "grant" ? .grant : .revoke
    statement.lose(.recoverable)
    advance()
    while !at("on"), !at("to"), !at("from"), !at(.semicolon), !at(.separator), !at(.end),
      !at(.fault)
    {
      advance()
    }
    var isNamed = false
    if accept("on") {
      skip(anyOf: ["table", "function", "procedure", "object", "schema", "database"])
      while at(.operator), peek().text == ":" || peek().text == "::" { advance() }
      if peek().isOperator("*") {
        let start = peek().start
        while at(.operator) || at(.dot) { advance() }
        note(.changesPermissions, "*", at: start..<tokens[position - 1].end)
        isNamed = true
      } else if let object = name() {
        note(.changesPermissions, object)
        isNamed = true
      }
    }
    if !isNamed { note(.changesPermissions, nil, at: place) }
    while !at("to"), !at("from"), !isHardBoundary { advance() }
    let isGrant = word == "grant" && accept("to")
    let who = isGrant && (at(.word) || at(.quoted) || at(.string)) ? peek() : nil
    if isGrant { note(.escalates, who?.text, at: who?.bytes ?? place) }
    while !isHardBoundary {
      if accept(["with", "grant", "option"]) { continue }
      if dialect == .tsql, isStatementStart, !at("with") { return }
      advance()
    }
  }

  private var isHardBoundary: Bool {
    switch peek().kind {
    case .semicolon, .separator, .end, .command, .fault: true
    default: false
    }
  }
}
