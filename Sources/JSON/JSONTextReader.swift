import ByteParsing

/// Reads the content of a scanned string as UTF-8 bytes, escapes resolved, without allocating.
///
/// INVARIANT: the range was accepted by the scanner, so every escape is complete and surrogates pair.
struct JSONTextReader {
  private var position: Int
  private let end: Int
  /// Bytes of a resolved escape still to be given, the next one lowest.
  private var pending: UInt32 = 0

  init(_ content: Range<Int>) {
    position = content.lowerBound
    end = content.upperBound
  }

  /// Gives the next byte of the text that the string stands for.
  mutating func next(in bytes: Span<UInt8>) -> UInt8? {
    if pending != 0 {
      defer { pending >>= 8 }
      return UInt8(truncatingIfNeeded: pending)
    }
    guard position < end else { return nil }
    let byte = bytes[position]
    position += 1
    guard byte == UInt8(ascii: "\\") else { return byte }
    let letter = bytes[position]
    position += 1
    guard letter == UInt8(ascii: "u") else { return Self.control(letter) }
    return resolve(unit(in: bytes), in: bytes)
  }

  /// Moves past the bytes up to the next escape, which stand for themselves, and says where they lie.
  ///
  /// Empty while bytes of an escape are still to be given.
  mutating func run(in bytes: Span<UInt8>) -> Range<Int> {
    let start = position
    guard pending == 0 else { return start..<start }
    while position < end, bytes[position] != UInt8(ascii: "\\") { position += 1 }
    return start..<position
  }

  /// Encodes an escaped code point, gives its first byte and keeps the others for later.
  private mutating func resolve(_ unit: UInt32, in bytes: Span<UInt8>) -> UInt8 {
    switch unit {
    case 0..<0x80:
      return UInt8(unit)
    case 0x80..<0x800:
      pending = 0x80 | unit & 0x3F
      return UInt8(0xC0 | unit >> 6)
    case 0xD800..<0xDC00:
      position += 2
      let low = self.unit(in: bytes)
      let point = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
      pending =
        0x80 | point >> 12 & 0x3F | (0x80 | point >> 6 & 0x3F) << 8 | (0x80 | point & 0x3F) << 16
      return UInt8(0xF0 | point >> 18)
    default:
      pending = 0x80 | unit >> 6 & 0x3F | (0x80 | unit & 0x3F) << 8
      return UInt8(0xE0 | unit >> 12)
    }
  }

  /// Reads four hexadecimal digits.
  private mutating func unit(in bytes: Span<UInt8>) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      unit = unit << 4 | UInt32(Hex.value(of: bytes[position]) ?? 0)
      position += 1
    }
    return unit
  }

  private static func control(_ letter: UInt8) -> UInt8 {
    switch letter {
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "t"): 0x09
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "r"): 0x0D
    default: letter
    }
  }
}
