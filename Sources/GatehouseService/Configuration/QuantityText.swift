import Calendar

/// Reads lengths of time and sizes as people write them in configurations.
enum QuantityText {
  /// Reads `250ms`, `15s`, `1h30m` or `30d`.
  static func duration(_ text: String) -> Duration? {
    SpanText.nanoseconds(text).map { .nanoseconds($0) }
  }

  /// Reads `512`, `64KiB`, `100MiB` or `2GiB`: a whole number of bytes greater than zero.
  static func byteCount(_ text: String) -> Int? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let count = Int(digits), count > 0, count < 1 << 32 else { return nil }
    return switch text.dropFirst(digits.count) {
    case "": count
    case "KiB": count << 10
    case "MiB": count << 20
    case "GiB": count << 30
    default: nil
    }
  }
}
