/// Cuts a text into tokens as one dialect's server does.
///
/// Where a server's reading depends on its settings, the settings that it comes with are assumed:
/// PostgreSQL's `standard_conforming_strings`, MySQL without `ANSI_QUOTES` and
/// `NO_BACKSLASH_ESCAPES`. Statements that change those are gaps.
struct SQLLexer: ~Copyable {
  let bytes: [UInt8]
  let dialect: SQLDialect
  /// The executable comments of MySQL that are not read.
  let skipped: Set<ExecutableComment>
  var tokens: [SQLToken] = []
  var position = 0
  /// The executable comments that only some servers read.
  var conditional: Set<ExecutableComment> = []
  /// Where the executable comment ends inside which the text goes on.
  var executableEnd: Int?
  /// Whether nothing but white space stands before this place in its line.
  var isAtLineStart = true

  init(_ bytes: [UInt8], _ dialect: SQLDialect, skipping skipped: Set<ExecutableComment> = []) {
    self.bytes = bytes
    self.dialect = dialect
    self.skipped = skipped
    tokens.reserveCapacity(bytes.count / 4 + 1)
  }

  /// Cuts the whole text; the last token is of kind `end`.
  mutating func run() {
    while true {
      skipBlank()
      guard position < bytes.count else { break }
      next()
      isAtLineStart = false
    }
    if executableEnd != nil { fault("an executable comment does not end", from: bytes.count) }
    tokens.append(SQLToken(kind: .end, start: bytes.count, end: bytes.count, text: ""))
  }

  /// The byte at a distance from here; 0 past the end.
  func peek(_ distance: Int = 0) -> UInt8 {
    let index = position + distance
    return index < bytes.count ? bytes[index] : 0
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  mutating func append(_ kind: SQLToken.Kind, from start: Int, _ text: String = "") {
    tokens.append(SQLToken(kind: kind, start: start, end: position, text: text))
  }

  /// Notes what cannot be read on from a place; the text after it is not looked at.
  mutating func fault(_ why: String, from start: Int) {
    position = bytes.count
    append(.fault, from: start, why)
  }

  private mutating func next() {
    let start = position
    let byte = bytes[position]
    switch byte {
    case UInt8(ascii: "'"): string(from: start)
    case UInt8(ascii: "\""): doubleQuoted(from: start)
    case UInt8(ascii: "`") where dialect == .mysql || dialect == .sqlite:
      quotedName(from: start, until: byte, doubled: true)
    case UInt8(ascii: "[") where dialect == .tsql || dialect == .sqlite:
      quotedName(from: start, until: UInt8(ascii: "]"), doubled: dialect == .tsql)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): number(from: start)
    case UInt8(ascii: ".") where Self.isDigit(peek(1)) && !followsName: number(from: start)
    case UInt8(ascii: "."):
      if isCommandLine { return commandLine() }
      single(.dot)
    case UInt8(ascii: "("): single(.open)
    case UInt8(ascii: ")"): single(.close)
    case UInt8(ascii: ","): single(.comma)
    case UInt8(ascii: ";"): single(.semicolon)
    case UInt8(ascii: "\\"): backslash()
    case UInt8(ascii: "@"), UInt8(ascii: "$"), UInt8(ascii: "?"), UInt8(ascii: ":"): variable()
    case UInt8(ascii: "#") where dialect == .sqlite: variable()
    case UInt8(ascii: "#") where dialect == .tsql: word()
    case UInt8(ascii: "!") where dialect == .tsql && isAtLineStart && peek(1) == byte: commandLine()
    default:
      if Self.isNameStart(byte) { word() } else { symbol() }
    }
  }

  private mutating func single(_ kind: SQLToken.Kind) {
    position += 1
    append(kind, from: position - 1)
  }

  /// Whether a dot here joins names instead of beginning a number.
  private var followsName: Bool {
    guard let last = tokens.last, last.end == position else { return false }
    return last.kind == .word || last.kind == .quoted
  }

  // MARK: Operators

  /// Reads an operator; several characters are one only where that changes what they mean.
  private mutating func symbol() {
    let start = position
    guard bytes[position] > UInt8(ascii: " "), bytes[position] < 0x7F else {
      return fault("a byte that no token begins with", from: start)
    }
    let triple = bytes[start..<min(start + 3, bytes.count)]
    if Self.longOperators.contains(where: { triple.elementsEqual($0.utf8) }) {
      position += 3
    } else if Self.operators.contains(where: { triple.prefix(2).elementsEqual($0.utf8) }) {
      position += 2
    } else {
      position += 1
    }
    append(.operator, from: start, text(start..<position))
  }

  private static let longOperators = ["<=>", "->>", "!~*", "!~~"]
  private static let operators = [
    "<=", ">=", "<>", "!=", "||", "&&", "->", "<<", ">>", "==", "!<", "!>", "~*", "~~", "!~",
    "+=", "-=", "*=", "/=",
  ]

  // MARK: Classes of bytes

  static func isDigit(_ byte: UInt8) -> Bool {
    UInt8(ascii: "0") <= byte && byte <= UInt8(ascii: "9")
  }

  static func isNameStart(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte == UInt8(ascii: "_")
      || UInt8(ascii: "a") <= byte | 0x20 && byte | 0x20 <= UInt8(ascii: "z")
  }

  func isNamePart(_ byte: UInt8) -> Bool {
    if Self.isNameStart(byte) || Self.isDigit(byte) || byte == UInt8(ascii: "$") { return true }
    return dialect == .tsql && (byte == UInt8(ascii: "#") || byte == UInt8(ascii: "@"))
  }
}
