import ByteParsing

extension [UInt8] {
  /// Appends a text with its quotes, and escapes where JSON demands them.
  ///
  /// `"`, `\` and control characters are escaped, in their short form where there is one, else as
  /// `\u` and lower-case digits; everything else stands for itself (RFC 8785, section 3.2.2.2).
  mutating func appendQuoted(_ text: String) {
    append(UInt8(ascii: "\""))
    let utf8 = text.utf8
    let span = text.utf8Span.span
    var clean = 0
    var index = 0
    while index < span.count {
      let byte = span[index]
      if byte.needsEscape {
        append(contentsOf: utf8[utf8.range(clean..<index)])
        appendEscape(of: byte)
        clean = index + 1
      }
      index += 1
    }
    if clean == 0 {
      append(contentsOf: utf8)
    } else {
      append(contentsOf: utf8[utf8.range(clean..<index)])
    }
    append(UInt8(ascii: "\""))
  }

  /// Appends one byte of a text whose other bytes are appended likewise.
  mutating func appendEscaped(_ byte: UInt8) {
    if byte.needsEscape { appendEscape(of: byte) } else { append(byte) }
  }

  private mutating func appendEscape(of byte: UInt8) {
    append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): append(byte)
    case 0x08: append(UInt8(ascii: "b"))
    case 0x09: append(UInt8(ascii: "t"))
    case 0x0A: append(UInt8(ascii: "n"))
    case 0x0C: append(UInt8(ascii: "f"))
    case 0x0D: append(UInt8(ascii: "r"))
    default:
      append(contentsOf: "u00".utf8)
      append(Hex.digit(byte >> 4))
      append(Hex.digit(byte & 0x0F))
    }
  }
}

extension UInt8 {
  fileprivate var needsEscape: Bool {
    self < 0x20 || self == UInt8(ascii: "\"") || self == UInt8(ascii: "\\")
  }
}

extension String.UTF8View {
  fileprivate func range(_ offsets: Range<Int>) -> Range<Index> {
    let first = index(startIndex, offsetBy: offsets.lowerBound)
    return first..<index(first, offsetBy: offsets.count)
  }
}
