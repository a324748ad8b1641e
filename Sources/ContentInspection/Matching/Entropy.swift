/// Measures how much the bytes of a text vary (Shannon's entropy), in hundredths of a bit a byte.
enum Entropy {
  /// The longest text that is measured; of longer ones the beginning counts.
  private static let longest = 512

  /// `n · log2(n)` in 65,536ths of a bit, for `n` up to `longest`.
  private static let table: [Int] = (0...longest).map { count in
    count < 2 ? 0 : count * logarithm(count)
  }

  /// The entropy of a range of bytes: 0 where all are equal, 800 at most.
  static func hundredths(_ text: [UInt8], _ range: Range<Int>) -> Int {
    let length = min(range.count, longest)
    guard length > 0 else { return 0 }
    var counts = InlineArray<256, UInt16>(repeating: 0)
    for index in range.prefix(length) { counts[Int(text[index])] += 1 }
    var sum = 0
    for index in counts.indices where counts[index] > 1 { sum += table[Int(counts[index])] }
    return (table[length] - sum) * 100 / (length << 16)
  }

  /// `log2(n)` in 65,536ths, one binary digit after another.
  private static func logarithm(_ number: Int) -> Int {
    let whole = Int.bitWidth - 1 - number.leadingZeroBitCount
    // 1 <= mantissa < 2, in units of 2^-30.
    var mantissa = (number << 30) >> whole
    var result = whole << 16
    for bit in stride(from: 15, through: 0, by: -1) {
      mantissa = (mantissa * mantissa) >> 30
      if mantissa >= 2 << 30 {
        mantissa >>= 1
        result |= 1 << bit
      }
    }
    return result
  }
}
