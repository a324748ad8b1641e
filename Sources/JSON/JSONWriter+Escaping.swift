import ByteParsing

extension [UInt8] {
  /// Appends a text with its quotes, and escapes where JSON demands them.
  ///
  /// `"`, `\` and control characters are escaped, in their short form where there is one, else as
  /// `\u` and lower-case digits; everything else stands for itself (RFC 8785, section 3.2.2.2).
  mutating func appendQuoted(_ text: String) {
    let span = text.utf8Span.span
    // Without a branch a byte, so that several bytes are looked at in one step.
    var added = 0
    for index in 0..<span.count { added &+= span[index].lengthOfEscape }
    append(UInt8(ascii: "\""))
    if added == 0 {
      append(contentsOf: text.utf8)
    } else {
      append(addingCapacity: span.count + added) { output in
        for index in 0..<span.count {
          let byte = span[index]
          if byte.lengthOfEscape == 0 { output.append(byte) } else { output.appendEscape(of: byte) }
        }
      }
    }
    append(UInt8(ascii: "\""))
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
