/// A scalar of UTF-8 text, and where it stands.
struct DecodedScalar {
  let value: Int32
  let bytes: Range<Int>
}

extension Span<UInt8> {
  /// How many bytes are looked at together, as processors can.
  private static var block: Int { 64 }

  /// Whether all bytes are ASCII.
  private var isPlain: Bool {
    var all: UInt8 = 0
    for index in indices { all |= self[index] }
    return all < 0x80
  }

  /// Whether all bytes from an offset on are ASCII.
  func isASCII(from start: Int) -> Bool { endOfASCII(from: start) == count }

  /// The offset of the first byte that is not ASCII, or the end.
  func endOfASCII(from start: Int) -> Int {
    var index = start
    while count - index >= Self.block, extracting(index..<index + Self.block).isPlain {
      index += Self.block
    }
    while index < count, self[index] < 0x80 { index += 1 }
    return index
  }

  /// Whether the bytes of a range are the ones given.
  func holds(_ bytes: [UInt8], in range: Range<Int>) -> Bool {
    guard bytes.count == range.count else { return false }
    for index in bytes.indices where self[range.lowerBound + index] != bytes[index] { return false }
    return true
  }

  /// Decodes the scalar at an offset within the text; a byte that begins none is U+FFFD (Unicode, table 3-7).
  func scalar(at start: Int) -> DecodedScalar {
    func replacement() -> DecodedScalar {
      DecodedScalar(value: 0xFFFD, bytes: start..<(start + 1))
    }
    let first = self[start]
    let length: Int
    var value: Int32
    // The range of the second byte shuts out overlong forms, surrogates and what is beyond Unicode.
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch first {
    case 0..<0x80: return DecodedScalar(value: Int32(first), bytes: start..<(start + 1))
    case 0xC2...0xDF: (length, value) = (2, Int32(first & 0x1F))
    case 0xE0...0xEF:
      (length, value) = (3, Int32(first & 0x0F))
      if first == 0xE0 { second = 0xA0...0xBF }
      if first == 0xED { second = 0x80...0x9F }
    case 0xF0...0xF4:
      (length, value) = (4, Int32(first & 0x07))
      if first == 0xF0 { second = 0x90...0xBF }
      if first == 0xF4 { second = 0x80...0x8F }
    default: return replacement()
    }
    guard start + length <= count, second.contains(self[start + 1]) else { return replacement() }
    for index in (start + 1)..<(start + length) {
      guard self[index] & 0xC0 == 0x80 else { return replacement() }
      value = value << 6 | Int32(self[index] & 0x3F)
    }
    return DecodedScalar(value: value, bytes: start..<(start + length))
  }
}
