import Matching

/// Brings patterns of ECMA-262, the syntax of schemas, into RE2's.
///
/// Both agree on nearly everything; escapes of code points, white space and `.` are written anew. What RE2 has not, such as
/// look-around, is refused by RE2 itself.
enum SchemaPattern {
  private static let space =
    #"\t-\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}"#
  private static let noSpace =
    #"\x{0}-\x{8}\x{e}-\x{1f}!-\x{9f}\x{a1}-\x{167f}\x{1681}-\x{1fff}\x{200b}-\x{2027}\x{202a}-\x{202e}"#
    + #"\x{2030}-\x{205e}\x{2060}-\x{2fff}\x{3001}-\x{fefe}\x{ff00}-\x{10ffff}"#
  private static let properties = [
    "Letter": "L", "Lowercase_Letter": "Ll", "Uppercase_Letter": "Lu", "Number": "N",
    "Decimal_Number": "Nd", "Nd": "Nd", "digit": "Nd", "Punctuation": "P", "Symbol": "S",
    "Separator": "Z", "Mark": "M",
  ]

  static func compile(_ text: String) throws(RegularExpressionError) -> RegularExpression {
    var translated = ""
    let scalars = Array(text.unicodeScalars)
    var (index, isInClass) = (0, false)
    while index < scalars.count {
      let scalar = scalars[index]
      switch scalar {
      case "\\":
        let escape = translate(scalars[(index + 1)...], isInClass: isInClass)
        translated += escape.text
        index += escape.length
      case "[" where isInClass: translated += "\\["
      case "[":
        isInClass = true
        translated.unicodeScalars.append(scalar)
        // `[]` matches nothing and `[^]` everything, where RE2 takes the bracket for a member.
        if let empty = emptyClass(scalars[(index + 1)...]) {
          translated.unicodeScalars.removeLast()
          translated += empty.text
          index += empty.length
          isInClass = false
        }
      case "]":
        isInClass = false
        translated.unicodeScalars.append(scalar)
      case "." where !isInClass: translated += #"[^\n\r\x{2028}\x{2029}]"#
      default: translated.unicodeScalars.append(scalar)
      }
      index += 1
    }
    return try RegularExpression(translated)
  }

  private static func emptyClass(
    _ rest: ArraySlice<Unicode.Scalar>
  ) -> (text: String, length: Int)? {
    if rest.starts(with: ["]"]) { return (#"[^\x{0}-\x{10ffff}]"#, 1) }
    if rest.starts(with: ["^", "]"]) { return (#"[\x{0}-\x{10ffff}]"#, 2) }
    return nil
  }

  /// Translates what follows a backslash; gives how many scalars it took.
  private static func translate(
    _ rest: ArraySlice<Unicode.Scalar>, isInClass: Bool
  ) -> (text: String, length: Int) {
    guard let first = rest.first else { return ("\\", 0) }
    switch first {
    case "s": return (isInClass ? space : "[\(space)]", 1)
    case "S": return (isInClass ? noSpace : "[\(noSpace)]", 1)
    case "v": return (#"\x{b}"#, 1)
    case "0": return (#"\x{0}"#, 1)
    case "b" where isInClass: return (#"\x{8}"#, 1)
    case "/", "-": return (first == "/" ? "/" : #"\-"#, 1)
    case "c":
      guard let letter = rest.dropFirst().first, letter.isASCII, letter.properties.isAlphabetic
      else { return ("\\c", 1) }
      return ("\\x{\(String(letter.value & 0x1F, radix: 16))}", 2)
    case "u": return codePoint(rest) ?? ("\\u", 1)
    case "p", "P": return property(rest) ?? ("\\\(first)", 1)
    // RE2 has a meaning of its own for these, so that they become what it refuses.
    case "A", "z", "C", "Q", "E", "a": return ("\\u", 1)
    default: return ("\\\(first)", 1)
    }
  }

  /// Reads `u0041`, `u{1F600}` or a pair of surrogates.
  private static func codePoint(
    _ rest: ArraySlice<Unicode.Scalar>
  ) -> (text: String, length: Int)? {
    if rest.dropFirst().first == "{" {
      let digits = rest.dropFirst(2).prefix { $0 != "}" }
      guard let value = hex(digits), rest.dropFirst(2 + digits.count).first == "}" else {
        return nil
      }
      return ("\\x{\(String(value, radix: 16))}", digits.count + 3)
    }
    guard let high = hex(rest.dropFirst().prefix(4)), rest.count >= 5 else { return nil }
    guard 0xD800..<0xDC00 ~= high else { return ("\\x{\(String(high, radix: 16))}", 5) }
    let second = rest.dropFirst(5)
    guard second.starts(with: ["\\", "u"]), let low = hex(second.dropFirst(2).prefix(4)),
      0xDC00..<0xE000 ~= low
    else { return nil }
    let value = 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
    return ("\\x{\(String(value, radix: 16))}", 11)
  }

  /// Reads `p{Letter}`, whose long names RE2 does not know.
  private static func property(
    _ rest: ArraySlice<Unicode.Scalar>
  ) -> (text: String, length: Int)? {
    guard rest.dropFirst().first == "{" else { return nil }
    let scalars = rest.dropFirst(2).prefix { $0 != "}" }
    var name = ""
    name.unicodeScalars.append(contentsOf: scalars)
    for prefix in ["Script=", "sc=", "General_Category=", "gc="] where name.hasPrefix(prefix) {
      name = String(name.dropFirst(prefix.count))
    }
    let letter = rest.first == "P" ? "P" : "p"
    return ("\\\(letter){\(properties[name] ?? name)}", scalars.count + 3)
  }

  private static func hex(_ scalars: ArraySlice<Unicode.Scalar>) -> UInt32? {
    guard !scalars.isEmpty, scalars.allSatisfy({ $0.properties.isASCIIHexDigit }) else {
      return nil
    }
    var text = ""
    text.unicodeScalars.append(contentsOf: scalars)
    return UInt32(text, radix: 16)
  }
}
