/// Reads plain scalars by the core schema (YAML 1.2.2, section 10.3.2): `on`, `no` and `yes` are strings.
enum CoreSchema {
  /// Decides what a plain scalar is; nil for a number that 64 bits cannot hold.
  static func resolve(_ text: String) -> YAMLNode.Content? {
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .bool(true)
    case "false", "False", "FALSE": return .bool(false)
    default:
      guard let first = text.utf8.first, startsNumber(first) else { return .string(text) }
      if isInteger(text) { return integer(text).map { .int($0) } }
      if isFloat(text) { return float(text).map { .double($0) } }
      return .string(text)
    }
  }

  private static func startsNumber(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
      || byte == UInt8(ascii: ".")
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isInteger(_ text: String) -> Bool {
    if text.hasPrefix("0o") {
      return text.utf8.count > 2
        && text.utf8.dropFirst(2).allSatisfy { isDigit($0) && $0 < UInt8(ascii: "8") }
    }
    if text.hasPrefix("0x") {
      return text.utf8.count > 2
        && text.dropFirst(2).allSatisfy { $0.isASCII && $0.isHexDigit }
    }
    let digits = unsigned(text)
    return !digits.isEmpty && digits.allSatisfy(isDigit)
  }

  private static func integer(_ text: String) -> Int64? {
    if text.hasPrefix("0o") { return Int64(text.dropFirst(2), radix: 8) }
    if text.hasPrefix("0x") { return Int64(text.dropFirst(2), radix: 16) }
    return Int64(text)
  }

  private static func isFloat(_ text: String) -> Bool {
    switch text {
    case ".nan", ".NaN", ".NAN": return true
    default: break
    }
    var rest = unsigned(text)
    switch Substring(rest) {
    case ".inf", ".Inf", ".INF": return true
    default: break
    }
    let whole = digits(&rest)
    var fraction = 0
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      fraction = digits(&rest)
    }
    guard whole + fraction > 0 else { return false }
    if let exponent = rest.first, exponent | 0x20 == UInt8(ascii: "e") {
      rest.removeFirst()
      if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
        rest.removeFirst()
      }
      guard digits(&rest) > 0 else { return false }
    }
    return rest.isEmpty
  }

  private static func float(_ text: String) -> Double? {
    switch text.drop(while: { $0 == "-" || $0 == "+" }).lowercased() {
    case ".nan": return .nan
    case ".inf": return text.hasPrefix("-") ? -.infinity : .infinity
    default:
      guard let value = Double(text), value.isFinite else { return nil }
      return value
    }
  }

  private static func unsigned(_ text: String) -> Substring.UTF8View {
    let signed = text.hasPrefix("-") || text.hasPrefix("+")
    return text.dropFirst(signed ? 1 : 0).utf8
  }

  private static func digits(_ rest: inout Substring.UTF8View) -> Int {
    let count = rest.prefix(while: isDigit).count
    rest.removeFirst(count)
    return count
  }
}
