/// Reads a script by the grammar of POSIX (XCU 2.10) and the bash manual, from its bytes, going forward only.
///
/// There are no tokens: what the next bytes mean depends on where they stand, and each method knows
/// where it is. Nothing is read twice but for the search for a bracket's mate, and what failed in a
/// place where the shell itself would fail only later is kept as `malformed`.
struct Parser {
  typealias Script = ShellScript
  typealias Failure = ShellSyntaxError

  let limits: ShellLimits
  let isBash: Bool

  var text: [UInt8]
  var position = 0
  /// The end of what is being read: the source, or the brackets of an inner text.
  var limit: Int
  var derivations: Derivations

  var depth = 0
  var nodes = 0
  /// How many bytes were looked at besides the one reading of `text`.
  var extraWork = 0

  /// Whether `shopt -s extglob` stands on a line before: `@(…)` and its like are patterns.
  var hasExtendedPatterns = false
  /// Whether it stands before.
  var willHaveExtendedPatterns = false
  /// Whether `)` ends what is being read, so that it also ends a here-document left open.
  var isInSubstitution = false
  /// Here-documents whose bodies begin after a line end to come.
  var pendingHereDocuments: [PendingHereDocument] = []
  /// The first of them whose body begins after the next line end; those before wait for one outside
  /// the substitution that is being read.
  var pendingStart = 0

  var lists = Arena<Script.AndOrList>()
  var pipelines = Arena<Script.Pipeline>()
  var commands = Arena<Script.Command>()
  var branches = Arena<Script.Branch>()
  var arithmeticLoops = Arena<Script.ArithmeticLoop>()
  var caseItems = Arena<Script.CaseItem>()
  var assignments = Arena<Script.Assignment>()
  var elements = Arena<Script.ArrayElement>()
  var redirections = Arena<Script.Redirection>()
  var hereDocuments = Arena<Script.HereDocument>()
  var words = Arena<Script.Word>()
  var parts = Arena<Script.WordPart>()
  var parameters = Arena<Script.ParameterExpansion>()
  var arithmetic = Arena<Script.ArithmeticNode>()
  var tests = Arena<Script.TestNode>()

  init(_ source: [UInt8], dialect: ShellDialect, limits: ShellLimits) {
    text = source
    limit = source.count
    derivations = Derivations(sourceCount: source.count)
    isBash = dialect == .bash
    self.limits = limits
    let expected = source.count / 6 + 4
    words.reserve(expected)
    parts.reserve(expected * 2)
    // A line is a list, and most lists are one command.
    lists.reserve(expected / 6 + 1)
    pipelines.reserve(expected / 6 + 1)
    commands.reserve(expected / 5 + 1)
  }

  // MARK: Looking

  /// The byte at an index; 0, which no script holds, at the end.
  func byte(at index: Int) -> UInt8 { index < limit ? text[index] : 0 }

  /// The byte to read next; 0 at the end.
  var current: UInt8 { byte(at: position) }

  /// The index of the next byte that is not part of a backslash and line end, which join lines (XCU 2.2.1).
  func skippingJoins(_ index: Int) -> Int {
    var index = index
    while byte(at: index) == .backslash, byte(at: index + 1) == .newline { index += 2 }
    return index
  }

  /// The byte after the next one.
  var second: UInt8 {
    let next = byte(at: position + 1)
    return next == .backslash ? byte(at: skippingJoins(position + 1)) : next
  }

  /// Moves past the next two bytes, lines joined between them.
  mutating func advanceTwo() { position = skippingJoins(position + 1) + 1 }

  /// Moves past blanks, joined lines and a comment.
  mutating func skipBlanks() {
    while true {
      switch current {
      case .space, .tab: position += 1
      case .backslash:
        guard byte(at: position + 1) == .newline else { return }
        position += 2
      case .hash:
        while position < limit, text[position] != .newline { position += 1 }
        return
      default: return
      }
    }
  }

  /// Moves past blanks, comments and line ends, with the here-documents that begin after these.
  mutating func skipLines() throws(Failure) {
    skipBlanks()
    while current == .newline {
      try readLineEnd()
      skipBlanks()
    }
  }

  /// Moves past a line end, and reads the here-documents that begin after it.
  mutating func readLineEnd() throws(Failure) {
    position += 1
    if pendingHereDocuments.count > pendingStart { try readHereDocuments() }
    if depth == 0 { hasExtendedPatterns = willHaveExtendedPatterns }
  }

  // MARK: Bounds

  mutating func enter() throws(Failure) {
    depth += 1
    guard depth <= limits.depth else {
      throw Failure(
        kind: .limit, position: position, message: "nested deeper than \(limits.depth) levels")
    }
  }

  mutating func leave() { depth -= 1 }

  mutating func countNode() throws(Failure) {
    nodes += 1
    guard nodes <= limits.nodes else {
      throw Failure(
        kind: .limit, position: position, message: "more than \(limits.nodes) words and parts")
    }
  }

  // MARK: Failing

  /// Reads something in a place where the shell looks for errors only when it comes to run it; nil for an error.
  mutating func attempt<Value>(
    _ read: (inout Parser) throws(Failure) -> Value
  ) throws(Failure) -> Value? {
    let before = Marks(self)
    do throws(Failure) {
      return try read(&self)
    } catch {
      guard error.kind == .syntax else { throw error }
      before.restore(&self)
      return nil
    }
  }

  /// What the shell says of a byte that cannot stand where it does.
  func unexpected(expecting expected: String? = nil) -> Failure {
    let hope = expected.map { ", `\($0)` is missing" } ?? ""
    guard position < limit else {
      return Failure(kind: .syntax, position: position, message: "unexpected end\(hope)")
    }
    var end = position + 1
    if text[position].endsWord {
      let next = byte(at: end)
      if next == text[position], next != .openParenthesis, next != .closeParenthesis { end += 1 }
    } else {
      while end < limit, end < position + 40, !text[end].endsWord { end += 1 }
    }
    let token = String(decoding: text[position..<end], as: UTF8.self)
    return Failure(
      kind: .syntax, position: position,
      message: token == "\n" ? "unexpected line end\(hope)" : "unexpected `\(token)`\(hope)")
  }

  /// A quote or bracket without its mate.
  func unterminated(_ opening: String, from start: Int) -> Failure {
    Failure(kind: .syntax, position: start, message: "`\(opening)` is not closed")
  }
}
