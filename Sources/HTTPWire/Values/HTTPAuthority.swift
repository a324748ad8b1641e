/// A host and port as `Host`, an absolute target or an origin name them (RFC 3986, section 3.2).
///
/// Stricter than the RFC: a host is letters, digits, `-`, `.` and `_`, or an address in brackets; user information,
/// percent-encoding, an empty host and an empty port are refused.
package struct HTTPAuthority: Sendable, Hashable, CustomStringConvertible {
  /// The host in lower case, an IPv6 address with its brackets.
  package let host: String
  /// The port, 0...65535; nil if none is written.
  package let port: UInt16?

  /// Reads `host` or `host:port`; nil for any other text.
  package init?(_ text: String) {
    self.init(text.utf8)
  }

  init?(_ text: some Collection<UInt8>) {
    let bytes = Array(text)
    guard let split = HTTPAuthority.split(bytes.span, 0..<bytes.count) else { return nil }
    host = String(decoding: bytes[split.host].lazy.map(\.asciiLowercase), as: UTF8.self)
    port = split.port
  }

  package var description: String {
    if let port { "\(host):\(port)" } else { host }
  }

  /// Finds host and port in a range of bytes; nil if they are malformed.
  static func split(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) -> (host: Range<Int>, port: UInt16?)? {
    var index = range.lowerBound
    if index < range.upperBound, bytes[index] == UInt8(ascii: "[") {
      index += 1
      while index < range.upperBound, ByteSet.addressLiteral.contains(bytes[index]) { index += 1 }
      guard index < range.upperBound, bytes[index] == UInt8(ascii: "]") else { return nil }
      guard index > range.lowerBound + 2 else { return nil }
      index += 1
    } else {
      while index < range.upperBound, ByteSet.hostName.contains(bytes[index]) { index += 1 }
    }
    guard index > range.lowerBound else { return nil }
    let host = range.lowerBound..<index
    guard index < range.upperBound else { return (host, nil) }
    guard bytes[index] == UInt8(ascii: ":") else { return nil }
    let digits = index + 1..<range.upperBound
    guard (1...5).contains(digits.count) else { return nil }
    var port = 0
    for index in digits {
      guard let digit = bytes[index].decimalValue else { return nil }
      port = port * 10 + digit
    }
    guard let port = UInt16(exactly: port) else { return nil }
    return (host, port)
  }
}
