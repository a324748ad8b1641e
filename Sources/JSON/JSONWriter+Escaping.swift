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
    let text = text.utf8Span.span
    guard text.isPlain else { return appendEscaped(text, comma: comma, colon: colon) }
    append(addingCapacity: text.count + 4) { output in
      if comma { output.append(UInt8(ascii: ",")) }
      output.appendQuoted(text)
      if colon { output.append(UInt8(ascii: ":")) }
    }
  }

  /// Appends a key and a text behind it; most need no escape, and go in one piece.
  ///
  /// - Parameter comma: whether a comma goes before.
  mutating func appendMember(_ key: String, _ value: String, comma: Bool) {
    let (keySpan, valueSpan) = (key.utf8Span.span, value.utf8Span.span)
    guard keySpan.isPlain, valueSpan.isPlain else {
      appendQuoted(key, comma: comma, colon: true)
      return appendQuoted(value)
    }
    append(addingCapacity: keySpan.count + valueSpan.count + 6) { output in
      if comma { output.append(UInt8(ascii: ",")) }
      output.appendQuoted(keySpan)
      output.append(UInt8(ascii: ":"))
      output.appendQuoted(valueSpan)
    }
  }

  /// Appends a text that needs escapes, with what goes around it.
  private mutating func appendEscaped(_ text: Span<UInt8>, comma: Bool, colon: Bool) {
    var added = 4
    for index in text.indices { added += Int(text[index].lengthOfEscape) }
    append(addingCapacity: text.count + added) { output in
      if comma { output.append(UInt8(ascii: ",")) }
      output.append(UInt8(ascii: "\""))
      for index in text.indices {
        let byte = text[index]
        if byte.lengthOfEscape == 0 { output.append(byte) } else { output.appendEscape(of: byte) }
      }
      output.append(UInt8(ascii: "\""))
      if colon { output.append(UInt8(ascii: ":")) }
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
  /// Appends a text that needs no escape with its quotes.
  fileprivate mutating func appendQuoted(_ plain: Span<UInt8>) {
    append(UInt8(ascii: "\""))
    for index in plain.indices { append(plain[index]) }
    append(UInt8(ascii: "\""))
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

extension Span<UInt8> {
  /// Whether no byte needs an escape.
  fileprivate var isPlain: Bool {
    // Without a way out on the first that does, so that many are looked at in one step.
    var length: UInt8 = 0
    for index in indices { length |= self[index].lengthOfEscape }
    return length == 0
  }
}

extension UInt8 {
  /// How many bytes an escape adds to this one at most; 0 where none is due.
  fileprivate var lengthOfEscape: UInt8 {
    (self < 0x20 ? 5 : 0) | (self == UInt8(ascii: "\"") || self == UInt8(ascii: "\\") ? 1 : 0)
  }
}
