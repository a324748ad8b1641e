internal import ByteParsing

/// Bytes of text in hexadecimal digits, with the same between each two of them: `67:68:70`, `0x67, 0x68`.
struct HexPairs {
  /// Fewer hide nothing that is worth finding.
  private static let fewest = 16
  /// The longest that may stand between two, in bytes.
  private static let longestGap = 4

  /// The digits of the first byte.
  private let start: Int
  /// How far the digits of one byte are from those of the next.
  private let stride: Int
  let bytes: [UInt8]

  /// The place of one of the bytes.
  func place(of index: Int) -> Range<Int> {
    start + index * stride..<start + index * stride + 2
  }

  /// Reads pairs, the first of which begins at an index; `end` becomes where the reading ended. Nil where they are no text.
  init?(_ text: [UInt8], at start: Int, end: inout Int) {
    let first = start + 2
    var next = first
    while next < text.count, next - first < Self.longestGap, Self.separates(text[next]) {
      next += 1
    }
    if next + 1 < text.count, text[next] == UInt8(ascii: "0"),
      text[next + 1] | 0x20 == UInt8(ascii: "x")
    {
      next += 2
    }
    end = next
    guard next > first else { return nil }
    let gap = text[first..<next]
    var bytes: [UInt8] = []
    var index = start
    while index + 1 < text.count, let high = Hex.value(of: text[index]),
      let low = Hex.value(of: text[index + 1])
    {
      let byte = high << 4 | low
      end = index + 2
      guard 0x20...0x7E ~= byte || byte == 0x0A || byte == 0x0D || byte == 0x09 else { break }
      bytes.append(byte)
      index = end + gap.count
      guard index <= text.count, text[end..<index] == gap else { break }
    }
    guard bytes.count >= Self.fewest else { return nil }
    (self.start, stride, self.bytes) = (start, 2 + gap.count, bytes)
  }

  private static func separates(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ":"), UInt8(ascii: " "), UInt8(ascii: ","), UInt8(ascii: "-"),
      UInt8(ascii: ";"), UInt8(ascii: "."), 0x0A:
      true
    default: false
    }
  }
}
