/// Reads a source text token by token.
struct Lexer {
  let source: [UInt8]
  private(set) var position = 0

  init(_ source: [UInt8]) {
    self.source = source
  }

  /// Reads the next token; `.end` for ever after the last one.
  mutating func next() throws(SyntaxError) -> Token {
    skipBlanks()
    let start = position
    let kind = try kind()
    return Token(kind: kind, range: SourceRange(start: start, end: position))
  }

  private func byte(_ ahead: Int = 0) -> UInt8? {
    position + ahead < source.count ? source[position + ahead] : nil
  }

  private mutating func skipBlanks() {
    while let byte = byte() {
      switch byte {
      case 0x09, 0x0A, 0x0C, 0x0D, 0x20: position += 1
      case UInt8(ascii: "/") where self.byte(1) == UInt8(ascii: "/"):
        while let byte = self.byte(), byte != 0x0A, byte != 0x0D { position += 1 }
      default: return
      }
    }
  }

  private mutating func kind() throws(SyntaxError) -> Token.Kind {
    guard let byte = byte() else { return .end }
    if let literal = LiteralText(at: position, in: source) {
      let (kind, end) = try literal.read()
      position = end
      return kind
    }
    switch byte {
    case UInt8(ascii: "_"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"):
      return word()
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    case UInt8(ascii: "."):
      if let digit = self.byte(1), digit.isDigit { return try number() }
      return take(.dot)
    case UInt8(ascii: "`"): return try quotedIdentifier()
    default: return try symbol(byte)
    }
  }

  private mutating func take(_ symbol: Token.Symbol, length: Int = 1) -> Token.Kind {
    position += length
    return .symbol(symbol)
  }

  private mutating func symbol(_ byte: UInt8) throws(SyntaxError) -> Token.Kind {
    let following = self.byte(1)
    let equals = following == UInt8(ascii: "=")
    switch byte {
    case UInt8(ascii: "+"): return take(.plus)
    case UInt8(ascii: "-"): return take(.minus)
    case UInt8(ascii: "*"): return take(.times)
    case UInt8(ascii: "/"): return take(.divide)
    case UInt8(ascii: "%"): return take(.remainder)
    case UInt8(ascii: "?"): return take(.question)
    case UInt8(ascii: ":"): return take(.colon)
    case UInt8(ascii: ","): return take(.comma)
    case UInt8(ascii: "("): return take(.openParenthesis)
    case UInt8(ascii: ")"): return take(.closeParenthesis)
    case UInt8(ascii: "["): return take(.openBracket)
    case UInt8(ascii: "]"): return take(.closeBracket)
    case UInt8(ascii: "{"): return take(.openBrace)
    case UInt8(ascii: "}"): return take(.closeBrace)
    case UInt8(ascii: "!"): return equals ? take(.notEqual, length: 2) : take(.not)
    case UInt8(ascii: "<"): return equals ? take(.lessOrEqual, length: 2) : take(.less)
    case UInt8(ascii: ">"): return equals ? take(.greaterOrEqual, length: 2) : take(.greater)
    case UInt8(ascii: "=") where equals: return take(.equal, length: 2)
    case UInt8(ascii: "&") where following == byte: return take(.and, length: 2)
    case UInt8(ascii: "|") where following == byte: return take(.or, length: 2)
    default: throw unexpected(byte)
    }
  }

  private func unexpected(_ byte: UInt8) -> SyntaxError {
    let hint: String? =
      switch byte {
      case UInt8(ascii: "="): "write `==` to compare"
      case UInt8(ascii: "&"): "write `&&` for and"
      case UInt8(ascii: "|"): "write `||` for or"
      default: nil
      }
    let rest = String(decoding: source[position...].prefix(4), as: UTF8.self)
    let character = rest.unicodeScalars.first.map { "`\($0)`" } ?? "a byte"
    return SyntaxError(position, "unexpected character \(character)", hint: hint)
  }

  private mutating func word() -> Token.Kind {
    let start = position
    while let byte = byte(), byte.isLetter || byte.isDigit { position += 1 }
    switch String(decoding: source[start..<position], as: UTF8.self) {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "null": return .null
    case "in": return .symbol(.membership)
    case let name: return .identifier(name)
    }
  }

  private mutating func quotedIdentifier() throws(SyntaxError) -> Token.Kind {
    let start = position + 1
    position = start
    while let byte = byte(), byte.mayBeQuoted { position += 1 }
    guard byte() == UInt8(ascii: "`"), position > start else {
      throw SyntaxError(
        start - 1, "a name in backticks holds letters, digits, `_`, `.`, `-`, `/` and spaces only",
        hint: "for other keys write `[\"key\"]`")
    }
    position += 1
    return .quotedIdentifier(String(decoding: source[start..<position - 1], as: UTF8.self))
  }

  private mutating func number() throws(SyntaxError) -> Token.Kind {
    let start = position
    var isDouble = false
    var radix = 10
    if byte() == UInt8(ascii: "0"), byte(1).map({ $0 | 0x20 }) == UInt8(ascii: "x") {
      radix = 16
      position += 2
      while let byte = byte(), byte.isHexadecimal { position += 1 }
    } else {
      skipDigits()
      if byte() == UInt8(ascii: "."), let digit = byte(1), digit.isDigit {
        isDouble = true
        position += 1
        skipDigits()
      }
      isDouble = skipExponent() || isDouble
    }
    let text = String(decoding: source[start..<position], as: UTF8.self)
    if isDouble {
      guard let value = Double(text), value.isFinite else {
        throw SyntaxError(start, "number `\(text)` is out of range")
      }
      return .double(value)
    }
    let isUnsigned = byte().map { $0 | 0x20 } == UInt8(ascii: "u")
    if isUnsigned { position += 1 }
    if let byte = byte(), byte.isLetter || byte.isDigit {
      throw SyntaxError(start, "a number ends in `\(UnicodeScalar(byte))`")
    }
    let digits = radix == 16 ? text.dropFirst(2) : text[...]
    guard let value = UInt64(digits, radix: radix), isUnsigned || value <= 1 << 63 else {
      throw SyntaxError(
        start, "number `\(text)` does not fit 64 bits", hint: "write a double, such as `1e20`")
    }
    return isUnsigned ? .uint(value) : .int(value)
  }

  private mutating func skipDigits() {
    while let byte = byte(), byte.isDigit { position += 1 }
  }

  private mutating func skipExponent() -> Bool {
    guard let letter = byte(), letter | 0x20 == UInt8(ascii: "e") else { return false }
    let signed = byte(1) == UInt8(ascii: "+") || byte(1) == UInt8(ascii: "-")
    guard let digit = byte(signed ? 2 : 1), digit.isDigit else { return false }
    position += signed ? 2 : 1
    skipDigits()
    return true
  }
}

extension UInt8 {
  var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

  /// Whether a name may contain it, digits aside.
  var isLetter: Bool {
    self == UInt8(ascii: "_")
      || (self | 0x20 >= UInt8(ascii: "a") && self | 0x20 <= UInt8(ascii: "z"))
  }

  var isHexadecimal: Bool { hexadecimalValue != nil }

  var hexadecimalValue: UInt32? {
    if isDigit { return UInt32(self - UInt8(ascii: "0")) }
    let lower = self | 0x20
    guard lower >= UInt8(ascii: "a"), lower <= UInt8(ascii: "f") else { return nil }
    return UInt32(lower - UInt8(ascii: "a")) + 10
  }

  fileprivate var mayBeQuoted: Bool {
    isLetter || isDigit || self == UInt8(ascii: ".") || self == UInt8(ascii: "-")
      || self == UInt8(ascii: "/") || self == UInt8(ascii: " ")
  }
}
