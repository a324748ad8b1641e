/// A set of ASCII bytes.
struct ByteSet: Sendable, Equatable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  /// The bytes of words: letters, digits and the underscore.
  static let word = ByteSet("\\w")
  /// Decimal digits.
  static let digits = ByteSet("\\d")
  static let hexDigits = ByteSet("\\H")
  /// White space within and between lines.
  static let blank = ByteSet(members: " \t\r\n")

  init() {}

  /// Holds the bytes of a text as they stand.
  init(members: String) {
    for byte in members.utf8 { insert(byte) }
  }

  /// Reads what stands between the brackets of a class: bytes, ranges and named classes.
  init(_ text: String) {
    let bytes = Array(text.utf8)
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count {
        insert(named: bytes[index + 1])
        index += 2
      } else if index + 2 < bytes.count, bytes[index + 1] == UInt8(ascii: "-"),
        bytes[index] <= bytes[index + 2]
      {
        for byte in bytes[index]...bytes[index + 2] { insert(byte) }
        index += 3
      } else {
        insert(bytes[index])
        index += 1
      }
    }
  }

  /// Adds a class by its letter; any other byte stands for itself.
  mutating func insert(named name: UInt8) {
    let members: StaticString
    switch name {
    case UInt8(ascii: "d"): members = "09"
    case UInt8(ascii: "h"): members = "09af"
    case UInt8(ascii: "H"): members = "09afAF"
    case UInt8(ascii: "a"): members = "09azAZ"
    case UInt8(ascii: "w"): members = "09azAZ__"
    case UInt8(ascii: "u"): members = "09azAZ__--"
    case UInt8(ascii: "b"): members = "09azAZ++//"
    case UInt8(ascii: "s"): members = "  "
    default: return insert(name)
    }
    let bounds = Array(members.description.utf8)
    for pair in stride(from: 0, to: bounds.count, by: 2) {
      for byte in bounds[pair]...bounds[pair + 1] { insert(byte) }
    }
  }

  mutating func insert(_ byte: UInt8) {
    if byte < 64 {
      low |= 1 << UInt64(byte)
    } else if byte < 128 {
      high |= 1 << UInt64(byte - 64)
    }
  }

  mutating func formUnion(_ other: ByteSet) {
    low |= other.low
    high |= other.high
  }

  /// Adds the other case of every letter.
  mutating func foldCase() {
    for byte in UInt8(ascii: "a")...UInt8(ascii: "z") {
      if contains(byte) || contains(byte & 0xDF) {
        insert(byte)
        insert(byte & 0xDF)
      }
    }
  }

  @inline(__always)
  func contains(_ byte: UInt8) -> Bool {
    byte < 128 && (byte < 64 ? low : high) &>> UInt64(byte & 63) & 1 != 0
  }

  /// The only member; nil where there are none or several.
  var single: UInt8? {
    guard low.nonzeroBitCount + high.nonzeroBitCount == 1 else { return nil }
    return UInt8(low != 0 ? low.trailingZeroBitCount : 64 + high.trailingZeroBitCount)
  }
}
