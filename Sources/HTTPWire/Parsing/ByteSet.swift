/// A set of ASCII bytes, as one bit a byte.
struct ByteSet: Sendable {
  private let low: UInt64
  private let high: UInt64

  @inline(always)
  func contains(_ byte: UInt8) -> Bool {
    let word = byte & 64 == 0 ? low : high
    return byte < 128 && word >> UInt64(byte & 63) & 1 == 1
  }

  /// `!#$%&'*+-.^_|~` and backtick, digits, letters (RFC 9110, section 5.6.2).
  static let token = ByteSet(low: 0x03FF_6CFA_0000_0000, high: 0x57FF_FFFF_C7FF_FFFE)
  /// What a path may hold besides `%`: unreserved, sub-delims, `:`, `@`, `/` (RFC 3986, section 3.3).
  static let path = ByteSet(low: 0x2FFF_FFD2_0000_0000, high: 0x47FF_FFFE_87FF_FFFF)
  /// What a query may hold besides `%`: what a path may hold, and `?` (RFC 3986, section 3.4).
  static let query = ByteSet(low: 0xAFFF_FFD2_0000_0000, high: 0x47FF_FFFE_87FF_FFFF)
  /// Letters, digits, `-`, `.`, `_`: what names of hosts consist of.
  static let hostName = ByteSet(low: 0x03FF_6000_0000_0000, high: 0x07FF_FFFE_87FF_FFFE)
  /// Digits of base sixteen, `:` and `.`: what stands in the brackets of an IPv6 literal.
  static let addressLiteral = ByteSet(low: 0x07FF_4000_0000_0000, high: 0x0000_007E_0000_007E)
  /// Space and tab.
  static let whitespace = ByteSet(low: 0x0000_0001_0000_0200, high: 0)
}

extension UInt8 {
  /// The byte with an upper-case letter turned to lower case.
  @inline(always)
  var asciiLowercase: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }

  static let carriageReturn: UInt8 = 0x0D
  static let lineFeed: UInt8 = 0x0A
  static let tab: UInt8 = 0x09
  static let space: UInt8 = 0x20
}

extension Span<UInt8> {
  /// Says whether a range equals text given in lower case, letters of either case being equal.
  @inline(always)
  func equals(_ range: Range<Int>, lowercase text: Span<UInt8>) -> Bool {
    guard range.count == text.count else { return false }
    var index = 0
    while index < text.count {
      guard self[range.lowerBound + index].asciiLowercase == text[index] else { return false }
      index += 1
    }
    return true
  }
}

extension UInt8 {
  /// The value of a decimal digit; nil for any other byte.
  @inline(always)
  var decimalValue: Int? {
    let value = self &- UInt8(ascii: "0")
    return value < 10 ? Int(value) : nil
  }
}
