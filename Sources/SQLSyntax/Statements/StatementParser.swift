/// Parses a text into statements, as far as what they do asks for, and follows every part of them.
///
/// Blocks are read flat: `BEGIN`, `IF …` and `ELSE` are steps on the way to the statements inside
/// them, each of which counts as run. Only expressions and queries recurse, no deeper than
/// ``SQLNesting`` let pass.
struct StatementParser {
  let tokens: [SQLToken]
  let dialect: SQLDialect
  let functions: SQLFunctions
  var position = 0
  var reading = SQLReading()
  /// The statement that is being read.
  var statement = SQLStatement(.other, at: 0..<0)
  /// The names that `WITH` gives to queries, innermost last.
  var queryNames: [String] = []
  /// Whether the condition of the query read last looks at a table of the query around it.
  var queryLooksOutside = false
  /// Whether the parser is inside a `WITH`.
  var isInCTE = false
  /// Whether another statement follows what was read last without anything between: it was a step of a block.
  var isStep = false
  /// The conditions of the joins of the statement that is being read.
  var joinConditions: [SQLCondition] = []
  /// The names of statements that this text prepares.
  var prepared: Set<String> = []

  init(_ tokens: [SQLToken], _ dialect: SQLDialect) {
    self.tokens = tokens
    self.dialect = dialect
    functions = SQLFunctions.of(dialect)
  }

  // MARK: Tokens

  /// The token here, or at a distance; the end for ever past the end.
  func peek(_ distance: Int = 0) -> SQLToken {
    tokens[min(position + distance, tokens.count - 1)]
  }

  /// Whether this keyword stands here, or at a distance.
  func at(_ word: String, _ distance: Int = 0) -> Bool { peek(distance).is(word) }

  /// Whether one of these keywords stands here, or at a distance.
  func at(anyOf words: Set<String>, _ distance: Int = 0) -> Bool {
    let token = peek(distance)
    return token.kind == .word && words.contains(token.text)
  }

  /// Whether one of these few keywords stands here, or at a distance; a list of constants costs nothing to make.
  func at(anyOf words: [String], _ distance: Int = 0) -> Bool {
    let token = peek(distance)
    return token.kind == .word && words.contains(token.text)
  }

  func at(_ kind: SQLToken.Kind, _ distance: Int = 0) -> Bool { peek(distance).kind == kind }

  mutating func advance(_ count: Int = 1) {
    position = min(position + count, tokens.count - 1)
    reading.steps += count
  }

  /// Moves past this keyword, if it stands here.
  @discardableResult
  mutating func accept(_ word: String) -> Bool {
    guard at(word) else { return false }
    advance()
    return true
  }

  @discardableResult
  mutating func accept(_ kind: SQLToken.Kind) -> Bool {
    guard at(kind) else { return false }
    advance()
    return true
  }

  /// Moves past these keywords in a row, if all stand here.
  @discardableResult
  mutating func accept(_ words: [String]) -> Bool {
    for (distance, word) in words.enumerated() where !at(word, distance) { return false }
    advance(words.count)
    return true
  }

  /// Moves past any of these keywords, as many as stand here.
  mutating func skip(anyOf words: Set<String>) {
    while at(anyOf: words) { advance() }
  }

  /// Moves past any of these few keywords, as many as stand here.
  mutating func skip(anyOf words: [String]) {
    while at(anyOf: words) { advance() }
  }

  // MARK: Statements

  /// Reads the whole text.
  mutating func run() {
    while !at(.end) {
      let start = position
      if accept(.semicolon) || accept(.separator) { continue }
      isStep = false
      next()
      if !isStep, !isAtBoundary { abandon() }
      if position == start { advance() }
    }
  }

  /// Reads one statement and keeps it.
  private mutating func next() {
    let start = position
    statement = SQLStatement(.other, at: peek().bytes)
    queryNames.removeAll()
    isInCTE = false
    let isKept = dispatch()
    let end = position > start ? tokens[position - 1].end : peek().end
    guard isKept else { return }
    keep(statement, from: tokens[start].start, to: end)
  }

  /// Keeps a statement that has been read to a place.
  mutating func keep(_ read: SQLStatement, from start: Int, to end: Int) {
    var read = read
    read.bytes = start..<max(start, end)
    reading.statements.append(read)
  }

  /// Notes that this statement is not understood from here on, and moves to where another may begin.
  mutating func abandon() {
    let start = peek()
    gap(start.kind == .fault ? start.text : "the statement cannot be followed from here on")
    repeat { advance() } while !isAtBoundary
  }

  mutating func gap(_ why: String) {
    reading.gaps.append(SQLReading.Gap(why, at: peek().bytes))
  }

  mutating func gap(_ why: String, at bytes: Range<Int>) {
    reading.gaps.append(SQLReading.Gap(why, at: bytes))
  }

  /// Whether a statement may end here.
  var isAtBoundary: Bool {
    switch peek().kind {
    case .semicolon, .separator, .end, .command: true
    case .word: isStatementStart
    default: false
    }
  }

  /// Whether a statement without a semicolon before it begins here: T-SQL wants none, and blocks have keywords instead.
  var isStatementStart: Bool {
    guard at(.word) else { return false }
    let word = peek().text
    return dialect == .tsql ? isTSQLStart(word) : Keywords.blockWords.contains(word)
  }

  private func isTSQLStart(_ word: String) -> Bool {
    guard Keywords.tsqlStarts.contains(word) else { return false }
    let last = position > 0 ? tokens[position - 1] : nil
    switch word {
    case "create", "alter", "drop": return at(anyOf: Keywords.objects, 1)
    case "with": return at(.open, 2) || at("as", 2) || at("xmlnamespaces", 1)
    case "enable", "disable": return at("trigger", 1)
    case "send": return at("on", 1)
    case "exec", "execute":
      return !(at("as", 1) && (last?.is("with") == true || last?.kind == .comma))
    case "insert", "update", "delete":
      // `ON DELETE CASCADE`, `AFTER INSERT, UPDATE`
      guard let last, last.kind == .word || last.kind == .comma else { return true }
      return last.kind == .word && !["on", "for", "after", "of"].contains(last.text)
    default: return true
    }
  }

  /// Notes what the statement does.
  mutating func note(_ kind: SQLUse.Kind, _ name: String?, at bytes: Range<Int>) {
    statement.note(kind, name, at: bytes)
  }
}
