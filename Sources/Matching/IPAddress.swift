/// An IPv4 or IPv6 address, read strictly so that nobody can read the same text as another address.
///
/// IPv4 is four decimal numbers without leading zeros; IPv6 is the text of RFC 4291, section 2.2. Octal, hexadecimal
/// and shortened IPv4, zones (`fe80::1%eth0`) and brackets are refused. `::ffff:10.0.0.1` keeps its own spelling but
/// is `10.0.0.1` to `CIDRBlock` and to `classification`, as it is to the operating system.
package struct IPAddress: Sendable, Hashable, CustomStringConvertible {
  /// The upper and lower 64 bits; an IPv4 address stands in its IPv6-mapped place.
  let high: UInt64
  let low: UInt64
  private let isWrittenAsIPv4: Bool

  /// Reads an address; nil for any other text.
  package init?(_ text: String) {
    let bytes = text.utf8Span.span
    guard bytes.count <= 45 else { return nil }
    var reader = IPAddressReader(Array(text.utf8))
    if let value = reader.readIPv4() {
      self.init(v4: value)
    } else if let (high, low) = reader.readIPv6() {
      self.init(high: high, low: low, isWrittenAsIPv4: false)
    } else {
      return nil
    }
  }

  /// Makes an IPv4 address of its 32 bits.
  package init(v4 value: UInt32) {
    self.init(high: 0, low: 0xFFFF_0000_0000 | UInt64(value), isWrittenAsIPv4: true)
  }

  /// Makes an IPv6 address of its 128 bits.
  package init(high: UInt64, low: UInt64) {
    self.init(high: high, low: low, isWrittenAsIPv4: false)
  }

  private init(high: UInt64, low: UInt64, isWrittenAsIPv4: Bool) {
    self.high = high
    self.low = low
    self.isWrittenAsIPv4 = isWrittenAsIPv4
  }

  /// The 32 bits of an IPv4 address, also of one mapped into IPv6; nil for any other.
  package var v4: UInt32? {
    high == 0 && low >> 32 == 0xFFFF ? UInt32(truncatingIfNeeded: low) : nil
  }

  /// The IPv4 address that a mapped address is; any other address itself.
  package var unmapped: IPAddress { v4.map(IPAddress.init(v4:)) ?? self }

  /// Whether the address was given as IPv6, be it a mapped IPv4 one.
  package var isIPv6: Bool { !isWrittenAsIPv4 }

  /// The text of an IPv6 address without dotted numbers, as in URLs: `::ffff:a00:1`.
  package var hexadecimalText: String { Self.text(groups) }

  /// The canonical text (RFC 5952).
  package var description: String {
    guard let v4 else { return Self.text(groups) }
    let dotted = stride(from: 24, through: 0, by: -8).map { String(v4 >> UInt32($0) & 0xFF) }
      .joined(separator: ".")
    return isWrittenAsIPv4 ? dotted : "::ffff:" + dotted
  }

  private var groups: [UInt64] {
    [high, low].flatMap { half in
      stride(from: 48, through: 0, by: -16).map { half >> UInt64($0) & 0xFFFF }
    }
  }

  /// Writes groups with the first of the longest runs of two or more zeros as `::`.
  private static func text(_ groups: [UInt64]) -> String {
    var longest = 0..<0
    var start = 0
    for index in 0...groups.count where index == groups.count || groups[index] != 0 {
      if index - start > max(longest.count, 1) { longest = start..<index }
      start = index + 1
    }
    func hexadecimal(_ range: Range<Int>) -> String {
      groups[range].map { String($0, radix: 16) }.joined(separator: ":")
    }
    guard !longest.isEmpty else { return hexadecimal(0..<groups.count) }
    return hexadecimal(0..<longest.lowerBound) + "::"
      + hexadecimal(longest.upperBound..<groups.count)
  }
}
