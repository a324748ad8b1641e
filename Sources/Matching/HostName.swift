/// A DNS name in its normal form: ASCII letters in lower case, no trailing dot, never an address.
///
/// Labels follow RFC 1123, section 2.1, with the underscore that service names use. A name whose last label is a
/// number, such as `10.1` or `0x7f000001`, is refused, because some resolvers would take it for an address
/// (URL Standard, "ends in a number"). Names beyond ASCII are refused: write their `xn--` form.
package struct HostName: Sendable, Hashable, CustomStringConvertible {
  /// The longest name, in bytes (RFC 1035, section 2.3.4, written without the trailing dot).
  package static let maximumLength = 253
  /// The longest label, in bytes.
  package static let maximumLabelLength = 63

  /// The normal form.
  package let text: String

  /// Reads a name; one trailing dot is taken off.
  package init(_ text: String) throws(HostNameError) {
    var bytes = Array(text.utf8)
    if bytes.last == dot { bytes.removeLast() }
    guard !bytes.isEmpty else { throw .empty }
    guard bytes.count <= Self.maximumLength else { throw .tooLong }
    var start = 0
    for index in bytes.indices {
      bytes[index] = Self.lowercase(bytes[index])
      guard bytes[index] == dot else { continue }
      try Self.check(bytes[start..<index])
      start = index + 1
    }
    try Self.check(bytes[start...])
    if Self.isNumber(bytes[start...]) { throw .looksLikeAddress }
    self.text = String(decoding: bytes, as: UTF8.self)
  }

  package var description: String { text }

  /// Whether a byte, lower-cased, may stand in a label.
  static func isLabelByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  /// Whether a label reads as a decimal or hexadecimal number.
  static func isNumber(_ label: some Collection<UInt8>) -> Bool {
    let digits = label.starts(with: "0x".utf8) ? label.dropFirst(2) : label.dropFirst(0)
    let isHexadecimal = digits.count < label.count
    return digits.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): true
      case UInt8(ascii: "a")...UInt8(ascii: "f"): isHexadecimal
      default: false
      }
    }
  }

  static func lowercase(_ byte: UInt8) -> UInt8 {
    UInt8(ascii: "A") <= byte && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
  }

  private static func check(_ label: ArraySlice<UInt8>) throws(HostNameError) {
    guard !label.isEmpty else { throw .emptyLabel }
    guard label.count <= maximumLabelLength else { throw .labelTooLong }
    for byte in label where !isLabelByte(byte) {
      throw byte < 0x80 ? .character(Unicode.Scalar(byte)) : .notASCII
    }
    if label.first == UInt8(ascii: "-") || label.last == UInt8(ascii: "-") { throw .hyphenAtEnd }
  }
}

/// Says why a text is not a host name.
package enum HostNameError: Error, Equatable, CustomStringConvertible {
  case empty, tooLong, emptyLabel, labelTooLong, hyphenAtEnd, notASCII, looksLikeAddress
  /// A character that no label holds.
  case character(Unicode.Scalar)

  package var description: String {
    switch self {
    case .empty: "an empty host name names nothing"
    case .tooLong: "a host name has at most \(HostName.maximumLength) characters"
    case .emptyLabel: "the host name has an empty label; take out the extra dot"
    case .labelTooLong: "a label has at most \(HostName.maximumLabelLength) characters"
    case .hyphenAtEnd: "a label neither begins nor ends with a hyphen"
    case .notASCII: "the host name is not ASCII; write its `xn--` form"
    case .looksLikeAddress:
      "this is an address or could be taken for one; use an address or a CIDR block"
    case .character(let scalar): "`\(scalar.escaped(asASCII: true))` does not belong in a host name"
    }
  }
}
