import ByteParsing

extension [UInt8] {
  /// Appends a text with its quotes, and escapes where JSON demands them.
  ///
  /// `"`, `\` and control characters are escaped, in their short form where there is one, else as
  /// `\u` and lower-case digits; everything else stands for itself (RFC 8785, section 3.2.2.2).
  ///
  /// - Parameters:
  ///   - comma: whether a comma goes before.
  ///   - colon: whether a colon goes after, as behind a key.
  mutating func appendQuoted(_ text: String, comma: Bool = false, colon: Bool = false) {
    let span = text.utf8Span.span
    var copied = 0
    // Most texts need no escape: they are looked at and copied in one pass, with all that goes around them.
    append(addingCapacity: span.count + 4) { output in
      if comma { output.append(UInt8(ascii: ",")) }
      output.append(UInt8(ascii: "\""))
      while copied < span.count, span[copied].lengthOfEscape == 0 {
        output.append(span[copied])
        copied += 1
      }
      if copied == span.count { output.appendEnd(colon: colon) }
    }
    if copied < span.count { appendEscaped(span.extracting(copied...), colon: colon) }
  }

  /// Appends the rest of a text, escaped, and what goes after it.
  private mutating func appendEscaped(_ text: Span<UInt8>, colon: Bool) {
    var added = 2
    for index in text.indices { added += text[index].lengthOfEscape }
    append(addingCapacity: text.count + added) { output in
      for index in text.indices {
        let byte = text[index]
        if byte.lengthOfEscape == 0 { output.append(byte) } else { output.appendEscape(of: byte) }
      }
      output.appendEnd(colon: colon)
    }
  }

  /// Appends one byte of a text, escaped if it must be.
  mutating func appendEscaped(_ byte: UInt8) {
    guard byte.lengthOfEscape > 0 else { return append(byte) }
    append(addingCapacity: 6) { output in output.appendEscape(of: byte) }
  }

  /// Appends a number in digits.
  mutating func appendDigits(of value: UInt64) {
    var length = 1
    var rest = value / 10
    while rest > 0 {
      length += 1
      rest /= 10
    }
    append(addingCapacity: length) { $0.append(repeating: UInt8(ascii: "0"), count: length) }
    rest = value
    var place = count - 1
    while rest > 0 {
      self[place] += UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
      place -= 1
    }
  }
}

extension OutputSpan<UInt8> {
  fileprivate mutating func appendEnd(colon: Bool) {
    append(UInt8(ascii: "\""))
    if colon { append(UInt8(ascii: ":")) }
  }

  fileprivate mutating func appendEscape(of byte: UInt8) {
    append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): append(byte)
    case 0x08: append(UInt8(ascii: "b"))
    case 0x09: append(UInt8(ascii: "t"))
    case 0x0A: append(UInt8(ascii: "n"))
    case 0x0C: append(UInt8(ascii: "f"))
    case 0x0D: append(UInt8(ascii: "r"))
    default:
      append(UInt8(ascii: "u"))
      append(UInt8(ascii: "0"))
      append(UInt8(ascii: "0"))
      append(Hex.digit(byte >> 4))
      append(Hex.digit(byte & 0x0F))
    }
  }
}

extension UInt8 {
  /// How many bytes an escape adds to this one at most; 0 where none is due.
  fileprivate var lengthOfEscape: Int {
    (self < 0x20 ? 5 : 0) | (self == UInt8(ascii: "\"") || self == UInt8(ascii: "\\") ? 1 : 0)
  }
}
