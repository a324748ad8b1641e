/// Reads lengths of time and sizes as people write them in configurations.
enum QuantityText {
  /// Reads `250ms`, `15s`, `10m`, `24h` or `30d`: a whole number and a unit, greater than zero.
  static func duration(_ text: String) -> Duration? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let count = Int64(digits), count > 0, count < 1_000_000_000 else { return nil }
    return switch text.dropFirst(digits.count) {
    case "ms": .milliseconds(count)
    case "s": .seconds(count)
    case "m": .seconds(count * 60)
    case "h": .seconds(count * 3600)
    case "d": .seconds(count * 86_400)
    default: nil
    }
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
