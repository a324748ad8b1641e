/// Writes values into text: `"%s owes %.2f".format([name, amount])`.
///
/// | clause | takes |
/// |---|---|
/// | `%s` | anything |
/// | `%d` | whole numbers, and doubles that are none |
/// | `%f`, `%e`, with `.3` before the letter 3 instead of 6 digits | numbers |
/// | `%b`, `%o`, `%x`, `%X` | whole numbers in base 2, 8 and 16; `%b` bools, `%x` text and bytes too |
/// | `%%` | nothing: a percent sign |
enum TextFormat {
  /// The most digits after the point that a clause may ask for.
  private static let maximumPrecision = 100

  static func write(
    _ format: String, _ arguments: [Value], _ budget: inout Budget
  ) throws(EvaluationFailure) -> String {
    var text = ""
    var scalars = format.unicodeScalars[...]
    var next = 0
    while let scalar = scalars.popFirst() {
      guard scalar == "%" else {
        text.unicodeScalars.append(scalar)
        continue
      }
      if scalars.first == "%" {
        scalars.removeFirst()
        text += "%"
        continue
      }
      let precision = try precision(&scalars)
      guard let letter = scalars.popFirst() else { throw invalid("a clause ends after `%`") }
      guard next < arguments.count else {
        throw .error(.init(.indexOutOfRange, "`\(next)` of \(arguments.count) values"))
      }
      let value = try arguments[next].resolved()
      next += 1
      let written = try write(value, letter, precision, &budget)
      try budget.spend(bytes: written.utf8.count)
      text += written
    }
    return text
  }

  private static func precision(
    _ scalars: inout Substring.UnicodeScalarView
  ) throws(EvaluationFailure) -> Int? {
    guard scalars.first == "." else { return nil }
    scalars.removeFirst()
    var digits = ""
    while let digit = scalars.first, ("0"..."9").contains(digit) {
      digits.unicodeScalars.append(digit)
      scalars.removeFirst()
    }
    guard let precision = Int(digits), precision <= maximumPrecision else {
      throw invalid("a precision of `\(digits)` digits")
    }
    return precision
  }

  private static func write(
    _ value: Value, _ letter: Unicode.Scalar, _ precision: Int?, _ budget: inout Budget
  ) throws(EvaluationFailure) -> String {
    switch letter {
    case "s": return try text(value, &budget)
    case "d":
      switch value {
      case .int(let number): return "\(number)"
      case .uint(let number): return "\(number)"
      case .double(let number) where !number.isFinite: return self.text(number)
      default: break
      }
    case "f", "e":
      let number: Double
      switch value {
      case .int(let integer): number = Double(integer)
      case .uint(let integer): number = Double(integer)
      case .double(let double): number = double
      default: throw invalid("a value of type `\(value.typeName)` for `%\(letter)`")
      }
      guard number.isFinite else { return text(number) }
      let decimal = ExactDecimal(number)
      let digits = precision ?? 6
      return letter == "f" ? decimal.fixed(digits) : decimal.scientific(digits)
    case "b":
      if case .bool(let flag) = value { return flag ? "1" : "0" }
      if let text = radix(value, 2) { return text }
    case "o": if let text = radix(value, 8) { return text }
    case "x", "X":
      let isUpper = letter == "X"
      switch value {
      case .string(let text): return hexadecimal(Array(text.utf8), uppercase: isUpper)
      case .bytes(let bytes): return hexadecimal(bytes, uppercase: isUpper)
      default: if let text = radix(value, 16, uppercase: isUpper) { return text }
      }
    default: throw invalid("the clause `%\(letter)`")
    }
    throw invalid("a value of type `\(value.typeName)` for `%\(letter)`")
  }

  private static func radix(_ value: Value, _ radix: Int, uppercase: Bool = false) -> String? {
    switch value {
    case .int(let number): String(number, radix: radix, uppercase: uppercase)
    case .uint(let number): String(number, radix: radix, uppercase: uppercase)
    default: nil
    }
  }

  private static func hexadecimal(_ bytes: [UInt8], uppercase: Bool) -> String {
    bytes.map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: uppercase)
    }.joined()
  }

  private static func text(_ number: Double) -> String {
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
    return NumberConversion.text(number)
  }

  /// Any value as text: lists and maps with what is in them, a map's entries in the order of their keys' text.
  private static func text(
    _ value: Value, _ budget: inout Budget
  ) throws(EvaluationFailure) -> String {
    try budget.spend()
    if let list = ListView(value) {
      var parts: [String] = []
      for element in list { parts.append(try text(element.resolved(), &budget)) }
      return "[\(parts.joined(separator: ", "))]"
    }
    if let map = MapView(value) {
      var parts: [(key: String, value: String)] = []
      for (key, value) in map.entries {
        parts.append((try text(key, &budget), try text(value.resolved(), &budget)))
      }
      parts.sort { Text.order($0.key, $1.key) == .less }
      return "{\(parts.map { "\($0.key): \($0.value)" }.joined(separator: ", "))}"
    }
    switch value {
    case .null: return "null"
    case .double(let number): return text(number)
    case .type(let name): return name
    case .bytes(let bytes): return String(decoding: bytes, as: UTF8.self)
    case .string(let text): return text
    case .bool(let flag): return "\(flag)"
    case .int(let number): return "\(number)"
    case .uint(let number): return "\(number)"
    case .timestamp(let moment): return moment.description
    case .duration(let span): return DurationText.write(span)
    default: throw invalid("a value of type `\(value.typeName)` for `%s`")
    }
  }

  private static func invalid(_ what: String) -> EvaluationFailure {
    .error(.init(.invalidArgument, what))
  }
}
