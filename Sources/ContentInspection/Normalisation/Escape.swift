internal import ByteParsing

/// One thing written otherwise than it is meant: an escape, an entity, or the seam of two strings that code joins.
struct Escape {
  /// What it means; empty for a seam.
  let meaning: [UInt8]
  /// How many bytes it takes up.
  let length: Int
  /// Whether it hides what it means, rather than being what code is full of.
  var isEncoding = true

  private static let entities: [String: UInt8] = [
    "lt": 0x3C, "gt": 0x3E, "amp": 0x26, "quot": 0x22, "apos": 0x27, "nbsp": 0x20, "colon": 0x3A,
    "sol": 0x2F, "period": 0x2E, "commat": 0x40, "num": 0x23, "equals": 0x3D, "lowbar": 0x5F,
    "lpar": 0x28, "rpar": 0x29, "excl": 0x21, "newline": 0x0A, "tab": 0x09, "hyphen": 0x2D,
    "dash": 0x2D, "plus": 0x2B, "ast": 0x2A, "verbar": 0x7C, "bsol": 0x5C, "percnt": 0x25,
  ]

  private static let longestSeam = 16

  /// The bytes that an escape begins with, each with those that may follow; escapes that hide nothing are left out.
  static let openings: [(byte: UInt8, follower: ByteSet)] = [
    (UInt8(ascii: "%"), ByteSet("\\Hu")), (UInt8(ascii: "&"), ByteSet("\\a#")),
    (UInt8(ascii: "\\"), ByteSet("0-3xuU/\n")), (UInt8(ascii: "="), ByteSet("\\H\r\n")),
    (UInt8(ascii: "\""), joints), (UInt8(ascii: "'"), joints), (UInt8(ascii: "`"), joints),
  ]

  /// What may stand between two literals that code joins.
  private static let joints = ByteSet(members: "+.&~ \t\r\n\\")

  /// Reads what stands at an index; nil where it is nothing but itself.
  static func read(_ text: [UInt8], at index: Int) -> Escape? {
    switch text[index] {
    case UInt8(ascii: "%"): percent(text, index)
    case UInt8(ascii: "&"): entity(text, index)
    case UInt8(ascii: "\\"): backslash(text, index)
    case UInt8(ascii: "="): quotedPrintable(text, index)
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"): seam(text, index)
    default: nil
    }
  }

  /// RFC 3986 section 2.1, and `%uXXXX`.
  private static func percent(_ text: [UInt8], _ index: Int) -> Escape? {
    if let byte = number(text, index + 1, digits: 2) {
      return Escape(meaning: [UInt8(byte)], length: 3)
    }
    if index + 1 < text.count, text[index + 1] | 0x20 == UInt8(ascii: "u"),
      let value = number(text, index + 2, digits: 4)
    {
      return Escape(meaning: utf8(value), length: 6)
    }
    return nil
  }

  /// The shortest line that an encoder of quoted-printable would break.
  private static let shortestBrokenLine = 60

  /// RFC 2045 section 6.7: `=67=68`, and the end of a line that goes on in the next.
  private static func quotedPrintable(_ text: [UInt8], _ index: Int) -> Escape? {
    guard index + 1 < text.count else { return nil }
    if text[index + 1] == 0x0A || text[index + 1] == 0x0D {
      let length = text[index + 1] == 0x0D ? 3 : 2
      guard index >= shortestBrokenLine, index + length < text.count,
        text[index + length - 1] == 0x0A, ByteSet.word.contains(text[index + length]),
        !text[(index - shortestBrokenLine)..<index].contains(0x0A)
      else { return nil }
      return Escape(meaning: [], length: length)
    }
    guard let byte = number(text, index + 1, digits: 2) else { return nil }
    // Alone it may be any value: `count=20`.
    let isAmongOthers =
      index + 3 < text.count && text[index + 3] == UInt8(ascii: "=")
      && number(text, index + 4, digits: 2) != nil
      || index >= 3 && text[index - 3] == UInt8(ascii: "=")
        && number(text, index - 2, digits: 2) != nil
    return isAmongOthers ? Escape(meaning: [UInt8(byte)], length: 3) : nil
  }

  /// HTML, section 13.5, for those names that hide ASCII.
  private static func entity(_ text: [UInt8], _ index: Int) -> Escape? {
    guard let end = text[index...].prefix(12).firstIndex(of: UInt8(ascii: ";")), end > index + 1
    else { return nil }
    var name = text[(index + 1)..<end]
    let length = end + 1 - index
    guard name.first == UInt8(ascii: "#") else {
      let letters = String(decoding: name.map(ASCII.lowercased), as: UTF8.self)
      guard let byte = entities[letters] else { return nil }
      return Escape(meaning: [byte], length: length)
    }
    name = name.dropFirst()
    let isHex = name.first.map { $0 | 0x20 } == UInt8(ascii: "x")
    if isHex { name = name.dropFirst() }
    guard let value = UInt32(String(decoding: name, as: UTF8.self), radix: isHex ? 16 : 10) else {
      return nil
    }
    return Escape(meaning: utf8(value), length: length)
  }

  /// The escapes of JSON (RFC 8259 section 7), C and shells.
  private static func backslash(_ text: [UInt8], _ index: Int) -> Escape? {
    guard index + 1 < text.count else { return nil }
    let next = text[index + 1]
    switch next {
    case UInt8(ascii: "n"), UInt8(ascii: "r"):
      return Escape(meaning: [0x0A], length: 2, isEncoding: false)
    case UInt8(ascii: "t"): return Escape(meaning: [0x09], length: 2, isEncoding: false)
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "/"), UInt8(ascii: "\\"):
      return Escape(meaning: [next], length: 2, isEncoding: false)
    case 0x0A: return Escape(meaning: [], length: 2, isEncoding: false)
    case UInt8(ascii: "x"):
      guard let value = number(text, index + 2, digits: 2) else { return nil }
      return Escape(meaning: [UInt8(value)], length: 4)
    case UInt8(ascii: "u"):
      return unicode(text, index)
    case UInt8(ascii: "U"):
      guard let value = number(text, index + 2, digits: 8) else { return nil }
      return Escape(meaning: utf8(value), length: 10)
    case 0x30...0x33:
      guard index + 3 < text.count, 0x30...0x37 ~= text[index + 2], 0x30...0x37 ~= text[index + 3]
      else { return nil }
      let value = Int(next & 7) << 6 | Int(text[index + 2] & 7) << 3 | Int(text[index + 3] & 7)
      return Escape(meaning: [UInt8(truncatingIfNeeded: value)], length: 4)
    default: return nil
    }
  }

  /// `\uXXXX`, in pairs for what lies beyond, and `\u{…}`.
  private static func unicode(_ text: [UInt8], _ index: Int) -> Escape? {
    if let value = number(text, index + 2, digits: 4) {
      if 0xD800...0xDBFF ~= value, index + 7 < text.count, text[index + 6] == 0x5C,
        text[index + 7] == UInt8(ascii: "u"),
        let low = number(text, index + 8, digits: 4), 0xDC00...0xDFFF ~= low
      {
        return Escape(meaning: utf8(0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)), length: 12)
      }
      return Escape(meaning: utf8(value), length: 6)
    }
    guard index + 2 < text.count, text[index + 2] == UInt8(ascii: "{"),
      let end = text[index...].prefix(12).firstIndex(of: UInt8(ascii: "}")),
      let value = UInt32(String(decoding: text[(index + 3)..<end], as: UTF8.self), radix: 16)
    else { return nil }
    return Escape(meaning: utf8(value), length: end + 1 - index)
  }

  /// The end of one literal, an operator that joins, and the beginning of the next.
  private static func seam(_ text: [UInt8], _ index: Int) -> Escape? {
    let limit = min(text.count, index + longestSeam)
    var (next, operators) = (index + 1, 0)
    while next < limit, !ASCII.isQuote(text[next]) {
      switch text[next] {
      case UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "&"), UInt8(ascii: "~"):
        operators += 1
      case 0x20, 0x09, 0x0D, 0x0A, UInt8(ascii: "\\"): break
      default: return nil
      }
      next += 1
    }
    guard next < limit, next > index + 1, operators <= 2 else { return nil }
    return Escape(meaning: [], length: next + 1 - index, isEncoding: false)
  }

  private static func number(_ text: [UInt8], _ start: Int, digits: Int) -> UInt32? {
    guard start + digits <= text.count else { return nil }
    var value: UInt32 = 0
    for byte in text[start..<(start + digits)] {
      guard let digit = Hex.value(of: byte) else { return nil }
      value = value << 4 | UInt32(digit)
    }
    return value
  }

  private static func utf8(_ value: UInt32) -> [UInt8] {
    Unicode.Scalar(value).map { Array(String($0).utf8) } ?? [UInt8(ascii: "?")]
  }
}
