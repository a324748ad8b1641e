internal import ByteParsing

/// Reads IPv4 in every spelling that resolvers take: one to four numbers, decimal, octal or hexadecimal
/// (https://url.spec.whatwg.org/#concept-ipv4-parser).
enum IPv4Reader {
  /// Whether a domain's last label is a number, so that it has to be an address or nothing.
  static func endsInNumber(_ domain: [UInt8]) -> Bool {
    let dot = UInt8(ascii: ".")
    let domain = domain.last == dot && domain.count > 1 ? domain.dropLast() : domain[...]
    let last = domain.lastIndex(of: dot).map { domain[($0 + 1)...] } ?? domain
    if last.isEmpty { return false }
    return last.allSatisfy(isDigit) || number(last) != nil
  }

  /// Reads an address; nil for any other text, and for one whose numbers are too large.
  static func read(_ domain: [UInt8]) -> UInt32? {
    let parts = labels(of: domain)
    guard (1...4).contains(parts.count) else { return nil }
    var value: UInt64 = 0
    for (index, part) in parts.enumerated() {
      guard let number = number(part) else { return nil }
      if index < parts.count - 1 {
        guard number <= 255 else { return nil }
        value |= number << UInt64(24 - 8 * index)
      } else {
        // The last number fills all the bytes that are left.
        guard number < 1 << UInt64(32 - 8 * index) else { return nil }
        value |= number
      }
    }
    return UInt32(value)
  }

  /// The labels, without the empty one behind a trailing dot.
  private static func labels(of domain: [UInt8]) -> [ArraySlice<UInt8>] {
    var labels = domain.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    if labels.count > 1, labels.last?.isEmpty == true { labels.removeLast() }
    return labels
  }

  private static func isDigit(_ byte: UInt8) -> Bool { 0x30 <= byte && byte <= 0x39 }

  /// Reads a number; one too large for an address is 2^40, which no check lets through.
  private static func number(_ label: ArraySlice<UInt8>) -> UInt64? {
    guard !label.isEmpty else { return nil }
    var digits = label
    var radix: UInt64 = 10
    if digits.count >= 2, digits.first == UInt8(ascii: "0") {
      radix = 8
      digits = digits.dropFirst()
      if let mark = digits.first, mark | 0x20 == UInt8(ascii: "x") {
        radix = 16
        digits = digits.dropFirst()
      }
    }
    var value: UInt64 = 0
    for byte in digits {
      guard let digit = Hex.value(of: byte), UInt64(digit) < radix else { return nil }
      value = min(value * radix + UInt64(digit), 1 << 40)
    }
    return value
  }
}
