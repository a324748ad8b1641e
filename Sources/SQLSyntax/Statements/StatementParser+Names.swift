extension StatementParser {
  /// A name with its dots, as it stands in the text.
  struct Name {
    let name: SQLName
    let bytes: Range<Int>
    /// Whether `.*` ends it.
    let isStar: Bool
    /// Whether it is that of a variable: `@x`.
    let isVariable: Bool
    /// How many parts it has, those included that are left out: four in `server.base..table`.
    let depth: Int
  }

  /// Whether a name can begin here.
  var isAtName: Bool {
    switch peek().kind {
    case .word, .quoted: true
    case .variable: dialect != .postgresql
    case .string: dialect == .sqlite
    case .dot: dialect == .tsql
    default: false
    }
  }

  /// Reads a name of up to four parts; nil, without moving, where none begins.
  mutating func name() -> Name? {
    guard isAtName else { return nil }
    let start = peek().start
    let isVariable = at(.variable)
    var parts: [String] = []
    var end = start
    var isStar = false
    var depth = 1
    while true {
      if at(.word) || at(.quoted) || at(.string) || at(.variable) {
        parts.append(peek().text)
        end = peek().end
        advance()
      } else if peek().isOperator("*"), !parts.isEmpty {
        isStar = true
        end = peek().end
        advance()
      } else if !at(.dot) {
        break
      }
      guard at(.dot) else { break }
      depth += 1
      end = peek().end
      advance()
    }
    guard !parts.isEmpty else { return nil }
    return Name(
      name: SQLName(parts), bytes: start..<end, isStar: isStar, isVariable: isVariable, depth: depth
    )
  }

  /// Whether an alias stands here, without the `AS` before it.
  var isAtAlias: Bool {
    let token = peek()
    switch token.kind {
    case .quoted: return true
    case .string: return dialect != .postgresql
    case .word:
      guard !Keywords.noAlias.contains(token.text) else { return false }
      return dialect != .tsql || !Keywords.tsqlStarts.contains(token.text)
    default: return false
    }
  }

  /// Reads an alias, with or without `AS`.
  mutating func alias() -> String? {
    if accept("as") {
      guard at(.word) || at(.quoted) || at(.string) else { return nil }
    } else if !isAtAlias {
      return nil
    }
    let text = peek().text
    advance()
    return text.lowercased()
  }

  /// Moves past a group in parentheses, looking for queries and calls in it.
  mutating func group() {
    guard accept(.open) else { return }
    looseExpressions()
    accept(.close)
  }

  /// Reads expressions up to the parenthesis that closes, whatever words stand between them.
  mutating func looseExpressions() {
    while !at(.close), !at(.end), !at(.semicolon), !at(.fault) {
      let start = position
      _ = isAtBareQuery ? query() : expression()
      if position == start { advance() }
    }
  }

  /// Whether a name is that of a table in a variable.
  func isVariable(_ name: Name) -> Bool { dialect == .tsql && name.isVariable }

  /// Whether a `WITH` here gives names to queries.
  var isWithQuery: Bool {
    at("with") && (at("as", 2) || at(.open, 2) || at("recursive", 1))
  }

  /// Moves past words, values and groups until one of these keywords, or where the statement may end.
  mutating func skip(until words: [String]) {
    while !isAtBoundary, !at(.fault), !at(.close), !at(anyOf: words) {
      if at(.open) { group() } else { advance() }
    }
  }

  /// Moves past the rest of the statement; what is in parentheses is looked at.
  mutating func skipRest() { skip(until: []) }
}
