/// A string or bytes literal in a source text, and how to read it (CEL language definition, "String and Bytes Values").
struct LiteralText {
  private let source: [UInt8]
  private let start: Int
  private let isBytes: Bool
  private let isRaw: Bool
  private let quote: UInt8
  private let isTriple: Bool
  private let contentStart: Int

  /// Recognises the prefix and the opening quotes; nil where no such literal begins.
  init?(at start: Int, in source: [UInt8]) {
    var position = start
    func byte(_ ahead: Int = 0) -> UInt8? {
      position + ahead < source.count ? source[position + ahead] : nil
    }
    func takes(_ letter: UInt8) -> Bool {
      guard let byte = byte(), byte | 0x20 == letter else { return false }
      position += 1
      return true
    }
    isBytes = takes(UInt8(ascii: "b"))
    isRaw = takes(UInt8(ascii: "r"))
    guard let quote = byte(), quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
      return nil
    }
    isTriple = byte(1) == quote && byte(2) == quote
    contentStart = position + (isTriple ? 3 : 1)
    self.quote = quote
    self.source = source
    self.start = start
  }

  /// Reads up to the closing quotes, and says where the literal ends.
  func read() throws(SyntaxError) -> (kind: Token.Kind, end: Int) {
    var content: [UInt8] = []
    var position = contentStart
    while position < source.count {
      let byte = source[position]
      switch byte {
      case quote where !isTriple:
        return (kind(content), position + 1)
      case quote where closes(position):
        return (kind(content), position + 3)
      case 0x0A where !isTriple, 0x0D where !isTriple:
        throw SyntaxError(
          position, "the string does not end on its line",
          hint: "write three quotes around a text of several lines, or `\\n`")
      case UInt8(ascii: "\\") where !isRaw:
        position = try readEscape(at: position, into: &content)
      default:
        content.append(byte)
        position += 1
      }
    }
    throw SyntaxError(start, "the string has no closing quote")
  }

  private func closes(_ position: Int) -> Bool {
    position + 2 < source.count && source[position + 1] == quote && source[position + 2] == quote
  }

  private func kind(_ content: [UInt8]) -> Token.Kind {
    isBytes ? .bytes(content) : .string(String(decoding: content, as: UTF8.self))
  }

  /// Reads an escape sequence, and returns where the text after it begins.
  private func readEscape(
    at position: Int, into content: inout [UInt8]
  ) throws(SyntaxError) -> Int {
    let letter = position + 1 < source.count ? source[position + 1] : 0
    switch letter {
    case UInt8(ascii: "a"): content.append(0x07)
    case UInt8(ascii: "b"): content.append(0x08)
    case UInt8(ascii: "f"): content.append(0x0C)
    case UInt8(ascii: "n"): content.append(0x0A)
    case UInt8(ascii: "r"): content.append(0x0D)
    case UInt8(ascii: "t"): content.append(0x09)
    case UInt8(ascii: "v"): content.append(0x0B)
    case UInt8(ascii: "\\"), UInt8(ascii: "?"), UInt8(ascii: "\""), UInt8(ascii: "'"),
      UInt8(ascii: "`"):
      content.append(letter)
    case UInt8(ascii: "x"), UInt8(ascii: "X"):
      return try appendNumber(position, digits: 2, into: &content)
    case UInt8(ascii: "u") where !isBytes:
      return try appendNumber(position, digits: 4, into: &content)
    case UInt8(ascii: "U") where !isBytes:
      return try appendNumber(position, digits: 8, into: &content)
    case UInt8(ascii: "0")...UInt8(ascii: "3"):
      return try appendOctal(position, into: &content)
    default:
      throw SyntaxError(
        position, "no such escape sequence", hint: "write `\\\\` for a backslash, or a raw string")
    }
    return position + 2
  }

  private func appendOctal(
    _ position: Int, into content: inout [UInt8]
  ) throws(SyntaxError) -> Int {
    var value: UInt32 = 0
    for index in position + 1..<position + 4 {
      guard index < source.count, source[index] >= UInt8(ascii: "0"),
        source[index] <= UInt8(ascii: "7")
      else { throw SyntaxError(position, "an octal escape sequence has three digits") }
      value = value << 3 | UInt32(source[index] - UInt8(ascii: "0"))
    }
    try append(value, escapedAt: position, into: &content)
    return position + 4
  }

  private func appendNumber(
    _ position: Int, digits: Int, into content: inout [UInt8]
  ) throws(SyntaxError) -> Int {
    guard let value = hexadecimal(position + 2, digits: digits) else {
      throw SyntaxError(position, "the escape sequence needs \(digits) hexadecimal digits")
    }
    var end = position + 2 + digits
    var scalar = value
    // A pair of surrogates stands for one character beyond the basic plane.
    if digits == 4, (0xD800...0xDBFF).contains(value), end + 1 < source.count,
      source[end] == UInt8(ascii: "\\"), source[end + 1] == UInt8(ascii: "u"),
      let low = hexadecimal(end + 2, digits: 4), (0xDC00...0xDFFF).contains(low)
    {
      scalar = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
      end += 6
    }
    try append(scalar, escapedAt: position, into: &content)
    return end
  }

  private func hexadecimal(_ start: Int, digits: Int) -> UInt32? {
    var value: UInt32 = 0
    for index in start..<start + digits {
      guard index < source.count, let digit = source[index].hexadecimalValue else { return nil }
      value = value << 4 | digit
    }
    return value
  }

  /// Appends an octet to bytes, a character to a string.
  private func append(
    _ value: UInt32, escapedAt position: Int, into content: inout [UInt8]
  ) throws(SyntaxError) {
    if isBytes {
      content.append(UInt8(truncatingIfNeeded: value))
    } else if let scalar = UnicodeScalar(value) {
      content.append(contentsOf: String(Character(scalar)).utf8)
    } else {
      throw SyntaxError(position, "the escape sequence stands for no character")
    }
  }
}
