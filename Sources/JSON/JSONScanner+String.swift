import ByteParsing

extension JSONScanner {
  /// Scans a string from its opening quote past its closing one (RFC 8259, section 7).
  mutating func scanString() throws(JSONError) {
    let start = position
    var isPlain = true
    position += 1
    while true {
      skipOrdinary()
      guard position < bytes.count else {
        throw JSONError(.unexpectedEnd, at: position, "the string at byte \(start) is not closed")
      }
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return try append(
          JSONToken(
            .string, start: start, end: position, next: tokens.count + 1, isPlain: isPlain))
      case UInt8(ascii: "\\"):
        isPlain = false
        try scanEscape()
      case 0..<0x20:
        throw JSONError(
          .controlCharacter, at: position,
          "a control character stands bare in a string, write it as `\\u00\(Hex.encode([byte]))`")
      default:
        let length = bytes.lengthOfUTF8(at: position)
        guard length > 0 else {
          throw JSONError(.invalidUTF8, at: position, "these bytes are not well-formed UTF-8")
        }
        position += length
      }
    }
  }

  /// Moves past ASCII bytes that mean themselves.
  private mutating func skipOrdinary() {
    var index = position
    while index < bytes.count {
      let byte = bytes[index]
      guard byte >= 0x20, byte < 0x80, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") else {
        break
      }
      index += 1
    }
    position = index
  }

  /// Scans one escape, or the two that make a surrogate pair.
  private mutating func scanEscape() throws(JSONError) {
    let start = position
    position += 1
    let letter = try currentByte()
    position += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return
    case UInt8(ascii: "u"):
      let unit = try scanUnit(from: start)
      if unit & 0xF800 == 0xD800 { try scanLowSurrogate(after: unit, from: start) }
    default:
      throw invalidEscape(at: start)
    }
  }

  /// Scans the second half of a surrogate pair.
  private mutating func scanLowSurrogate(
    after unit: UInt16, from start: Int
  ) throws(JSONError) {
    let second = position
    if unit < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
      bytes[position + 1] == UInt8(ascii: "u")
    {
      position += 2
      if try scanUnit(from: second) & 0xFC00 == 0xDC00 { return }
    }
    throw JSONError(
      .loneSurrogate, at: start,
      "the escape is half of a surrogate pair and stands for no character")
  }

  /// Scans four hexadecimal digits.
  private mutating func scanUnit(from start: Int) throws(JSONError) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let digit = Hex.value(of: try currentByte()) else { throw invalidEscape(at: start) }
      unit = unit << 4 | UInt16(digit)
      position += 1
    }
    return unit
  }

  private func invalidEscape(at start: Int) -> JSONError {
    JSONError(
      .invalidEscape, at: start,
      "`\\` may be followed by one of `\"\\/bfnrt`, or by `u` and four hexadecimal digits")
  }
}
