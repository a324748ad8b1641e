import ByteParsing

/// Turns a text into flat tokens in one pass, checking all of the grammar (RFC 8259).
///
/// The layout it writes is described at ``JSONToken``. It neither recurses nor copies text, and what
/// it accepts is bounded by its limits. Strings and numbers are in files of their own.
struct JSONScanner: ~Escapable {
  let bytes: Span<UInt8>
  private let limits: JSONLimits
  /// The offset of the next byte to read.
  var position = 0
  private(set) var tokens: [JSONToken] = []
  /// The index of the innermost open container; `none` outside all.
  private var parent = Self.none
  private var depth = 0

  private static let none = JSONToken.largestCount

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>, limits: JSONLimits) {
    self.bytes = bytes
    self.limits = limits
    // A guess that suits tool calls; texts of many tiny values grow the array as they go.
    tokens.reserveCapacity(min(bytes.count / 8 + 8, limits.tokens, 4096))
  }

  /// Scans the whole text into `tokens`.
  mutating func scan() throws(JSONError) {
    guard bytes.count <= limits.bytes else {
      throw JSONError(
        .tooManyBytes, at: limits.bytes, "the text is longer than \(limits.bytes) bytes")
    }
    if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
      throw JSONError(.byteOrderMark, at: 0, "the text starts with a byte order mark, remove it")
    }
    skipSpace()
    guard position < bytes.count else {
      throw JSONError(.empty, at: position, "the text is empty")
    }
    try scanValue()
    while parent != Self.none { try scanNextInContainer() }
    skipSpace()
    guard position == bytes.count else {
      throw JSONError(.trailingBytes, at: position, "more bytes follow the end of the value")
    }
  }

  /// Scans one element or member of the innermost container, or its end.
  private mutating func scanNextInContainer() throws(JSONError) {
    let container = tokens[parent]
    let isObject = container.kind == .object
    let close = isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
    var byte = try nextByte()
    if byte == close {
      position += 1
      return try closeContainer(container)
    }
    if container.count > 0 {
      guard byte == UInt8(ascii: ",") else {
        throw unexpected(byte, wanted: isObject ? "`,` or `}`" : "`,` or `]`")
      }
      position += 1
      byte = try nextByte()
    }
    tokens[parent].countOneMore()
    if isObject {
      guard byte == UInt8(ascii: "\"") else {
        throw unexpected(byte, wanted: container.count > 0 ? "a key in quotes" : "a key or `}`")
      }
      try scanString()
      byte = try nextByte()
      guard byte == UInt8(ascii: ":") else { throw unexpected(byte, wanted: "`:` after the key") }
      position += 1
      skipSpace()
    }
    try scanValue()
  }

  /// Scans a scalar, or the opening of a container; white space before it has been skipped.
  private mutating func scanValue() throws(JSONError) {
    let byte = try currentByte()
    switch byte {
    case UInt8(ascii: "\""): try scanString()
    case UInt8(ascii: "{"): try openContainer(.object)
    case UInt8(ascii: "["): try openContainer(.array)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try scanNumber()
    case UInt8(ascii: "t"): try scanLiteral("true", .true)
    case UInt8(ascii: "f"): try scanLiteral("false", .false)
    case UInt8(ascii: "n"): try scanLiteral("null", .null)
    default: throw unexpected(byte, wanted: "a value")
    }
  }

  private mutating func openContainer(_ kind: JSONToken.Kind) throws(JSONError) {
    guard depth < limits.depth else {
      throw JSONError(
        .tooDeep, at: position, "arrays and objects nest deeper than \(limits.depth) levels")
    }
    depth += 1
    let index = tokens.count
    try append(JSONToken(kind, start: position, end: position, next: parent))
    parent = index
    position += 1
  }

  /// Ends the innermost container: completes its token and goes back to its parent.
  private mutating func closeContainer(_ container: JSONToken) throws(JSONError) {
    let index = parent
    parent = container.next
    depth -= 1
    tokens[index].end = position
    tokens[index].next = tokens.count
    if container.kind == .object, container.count > 1 {
      let keys = JSONKeys(bytes: bytes, tokens: tokens.span)
      if let key = keys.firstRepeated(in: index) { throw keys.refusal(of: key) }
    }
  }

  private mutating func scanLiteral(_ word: String, _ kind: JSONToken.Kind) throws(JSONError) {
    let start = position
    for letter in word.utf8 {
      guard position < bytes.count else { throw endOfText() }
      guard bytes[position] == letter else {
        throw JSONError(.invalidLiteral, at: start, "this is not the word `\(word)`")
      }
      position += 1
    }
    try append(JSONToken(kind, start: start, end: position, next: tokens.count + 1))
  }
}

// MARK: - Steps that strings and numbers share

extension JSONScanner {
  mutating func append(_ token: JSONToken) throws(JSONError) {
    guard tokens.count < limits.tokens else {
      throw JSONError(
        .tooManyTokens, at: token.start, "the text holds more than \(limits.tokens) values and keys"
      )
    }
    tokens.append(token)
  }

  /// Moves past the four bytes that are white space (RFC 8259, section 2).
  mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return
      }
    }
  }

  /// Skips white space and gives the byte after it, without moving past that.
  mutating func nextByte() throws(JSONError) -> UInt8 {
    skipSpace()
    return try currentByte()
  }

  func currentByte() throws(JSONError) -> UInt8 {
    guard position < bytes.count else { throw endOfText() }
    return bytes[position]
  }

  func endOfText() -> JSONError {
    JSONError(.unexpectedEnd, at: bytes.count, "the text ends too early")
  }

  func unexpected(_ byte: UInt8, wanted: String) -> JSONError {
    let found =
      switch byte {
      case 0x21..<0x7F: "`\(Character(UnicodeScalar(byte)))`"
      default: "byte 0x\(Hex.encode([byte]))"
      }
    return JSONError(.unexpectedByte, at: position, "expected \(wanted), found \(found)")
  }
}
