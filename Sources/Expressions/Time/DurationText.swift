/// Reads and writes durations, which are whole nanoseconds within 64 bits.
enum DurationText {
  /// Reads numbers with units, such as `1h30m`, `-1.5s` or `10ms`; nil for anything else, or out of range.
  static func read(_ text: String) -> Duration? {
    var scanner = TextScanner(text)
    let isNegative = scanner.takes("-")
    if !isNegative { _ = scanner.takes("+") }
    var total: Int128 = 0
    var parts = 0
    while !scanner.isAtEnd {
      guard let part = scanner.durationPart() else { return nil }
      total += part
      parts += 1
      guard total <= Int128(Int64.max) + 1 else { return nil }
    }
    // A bare zero needs no unit.
    guard parts > 0 else { return nil }
    return Int64(exactly: isNegative ? -total : total).map { .nanoseconds($0) }
  }

  /// Writes seconds, with no more digits than there are, such as `1.5s`.
  static func write(_ span: Duration) -> String {
    let (seconds, attoseconds) = span.components
    let isNegative = seconds < 0 || attoseconds < 0
    let nanoseconds = Int(attoseconds.magnitude / 1_000_000_000)
    return "\(isNegative ? "-" : "")\(seconds.magnitude)\(fraction(nanoseconds))s"
  }

  /// Writes billionths as a decimal fraction, without zeros at its end; nothing for none.
  static func fraction(_ nanoseconds: Int) -> String {
    guard nanoseconds != 0 else { return "" }
    var digits = String(nanoseconds)
    digits = String(repeating: "0", count: 9 - digits.utf8.count) + digits
    while digits.hasSuffix("0") { digits.removeLast() }
    return "." + digits
  }

  /// The whole nanoseconds of a duration; nil beyond 64 bits.
  static func nanoseconds(_ span: Duration) -> Int64? {
    let (seconds, attoseconds) = span.components
    return Int64(exactly: Int128(seconds) * 1_000_000_000 + Int128(attoseconds / 1_000_000_000))
  }

  /// The duration itself; nil beyond the range.
  static func inRange(_ span: Duration) -> Duration? {
    nanoseconds(span) == nil ? nil : span
  }
}

extension TextScanner {
  /// A decimal number and its unit, in nanoseconds; what is less than one is cut off.
  fileprivate mutating func durationPart() -> Int128? {
    var whole: Int128 = 0
    var fraction: Int128 = 0
    var scale: Int128 = 1
    var digits = 0
    while let digit = digit() {
      whole = whole * 10 + Int128(digit)
      digits += 1
      guard whole <= Int128(Int64.max) + 1 else { return nil }
    }
    if takes(".") {
      while let digit = digit() {
        digits += 1
        // Further digits are beneath a nanosecond even of an hour.
        guard scale < 1_000_000_000_000_000 else { continue }
        fraction = fraction * 10 + Int128(digit)
        scale *= 10
      }
    }
    guard digits > 0, let unit = durationUnit() else { return nil }
    // Apart, the products fit 128 bits whatever the unit.
    return whole * unit + fraction * unit / scale
  }

  private mutating func durationUnit() -> Int128? {
    let name = text { !$0.isDigit && $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "-") }
    switch String(decoding: name, as: UTF8.self) {
    case "ns": return 1
    case "us", "µs", "μs": return 1_000
    case "ms": return 1_000_000
    case "s": return 1_000_000_000
    case "m": return 60_000_000_000
    case "h": return 3_600_000_000_000
    default: return nil
    }
  }
}
