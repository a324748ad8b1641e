/// A scanned number taken apart without rounding: ± digits × 10^exponent.
///
/// INVARIANT: the range was accepted by the scanner as a number.
struct DecimalText {
  let isNegative: Bool
  /// From the first significant digit that is not zero to after the last; empty for zero. A decimal
  /// point may lie within.
  let digits: Range<Int>
  /// How many digits `digits` holds.
  let count: Int
  /// The power of ten of the last digit; at `farthest` at most, either way.
  let exponent: Int

  /// Where written exponents stop being told apart.
  static let farthest = 1 << 40

  var isZero: Bool { count == 0 }
  /// True where the value is an integer, however it is written.
  var isIntegral: Bool { exponent >= 0 }
  /// The power of ten of the first digit.
  var magnitude: Int { exponent + count - 1 }

  init(_ range: Range<Int>, in bytes: Span<UInt8>) {
    isNegative = bytes[range.lowerBound] == UInt8(ascii: "-")
    var digits = range.upperBound..<range.upperBound
    var (point, seen, significant) = (0, 0, 0)
    var hasPoint = false
    var index = range.lowerBound + (isNegative ? 1 : 0)
    scan: while index < range.upperBound {
      switch bytes[index] {
      case UInt8(ascii: "."): hasPoint = true
      case UInt8(ascii: "0"):
        if !digits.isEmpty { seen += 1 }
        if hasPoint { point += 1 }
      case UInt8(ascii: "1")...UInt8(ascii: "9"):
        seen += 1
        significant = seen
        if hasPoint { point += 1 }
        digits = (digits.isEmpty ? index : digits.lowerBound)..<index + 1
      default: break scan
      }
      index += 1
    }
    self.digits = digits
    count = significant
    let written = Self.writtenExponent(index..<range.upperBound, in: bytes)
    exponent = significant == 0 ? 0 : written - point + (seen - significant)
  }

  /// Reads `e`, sign and digits; 0 for an empty range.
  private static func writtenExponent(_ range: Range<Int>, in bytes: Span<UInt8>) -> Int {
    guard let first = range.first else { return 0 }
    var value = 0
    for index in first + 1..<range.upperBound {
      let byte = bytes[index]
      guard byte != UInt8(ascii: "+"), byte != UInt8(ascii: "-") else { continue }
      value = min(value * 10 + Int(byte - UInt8(ascii: "0")), farthest)
    }
    return bytes[first + 1] == UInt8(ascii: "-") ? -value : value
  }
}
