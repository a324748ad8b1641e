import JSON

/// A JSON number that is never rounded: ± digits × 10^exponent.
struct ExactNumber: Sendable {
  let isNegative: Bool
  /// The digits without leading or trailing zeros, each 0–9; empty for zero.
  let digits: [UInt8]
  /// The power of ten of the last digit; 0 for zero.
  let exponent: Int

  /// Where written exponents stop being told apart.
  private static let farthest = 1 << 40
  /// The most digits of a number that others are to be multiples of.
  static let maximumDivisorDigits = 18

  var isZero: Bool { digits.isEmpty }
  var isInteger: Bool { exponent >= 0 }
  /// The power of ten in front of the first digit.
  private var magnitude: Int { exponent + digits.count }

  /// Takes a number apart; nil for other values.
  init?(_ value: JSONValue) {
    guard value.kind == .number else { return nil }
    var digits: [UInt8] = []
    var (fraction, written) = (0, 0)
    var (isNegative, isFraction, isExponentNegative, isInExponent) = (false, false, false, false)
    for byte in value.rawBytes {
      switch byte {
      case UInt8(ascii: "-"):
        if isInExponent { isExponentNegative = true } else { isNegative = true }
      case UInt8(ascii: "."): isFraction = true
      case UInt8(ascii: "e"), UInt8(ascii: "E"): isInExponent = true
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        let digit = byte - UInt8(ascii: "0")
        if isInExponent {
          written = min(written * 10 + Int(digit), Self.farthest)
        } else {
          if isFraction { fraction += 1 }
          if digit > 0 || !digits.isEmpty { digits.append(digit) }
        }
      default: break
      }
    }
    var exponent = (isExponentNegative ? -written : written) - fraction
    while digits.last == 0 {
      digits.removeLast()
      exponent += 1
    }
    self.isNegative = isNegative && !digits.isEmpty
    self.exponent = digits.isEmpty ? 0 : exponent
    self.digits = digits
  }

  static func < (one: ExactNumber, other: ExactNumber) -> Bool {
    if one.isNegative != other.isNegative { return one.isNegative }
    return one.isNegative ? other.isSmaller(than: one) : one.isSmaller(than: other)
  }

  /// Compares without regard to the sign.
  private func isSmaller(than other: ExactNumber) -> Bool {
    if isZero || other.isZero { return !other.isZero }
    if magnitude != other.magnitude { return magnitude < other.magnitude }
    return digits.lexicographicallyPrecedes(other.digits)
  }

  /// Whether the number is a multiple of another, which has few digits and is not zero.
  func isMultiple(of divisor: ExactNumber) -> Bool {
    if isZero { return true }
    // A number of lesser exponent ends in another digit than the zeros that every multiple would have there.
    guard exponent >= divisor.exponent else { return false }
    let modulus = divisor.digits.reduce(UInt128(0)) { $0 * 10 + UInt128($1) }
    var remainder: UInt128 = 0
    for digit in digits { remainder = (remainder * 10 + UInt128(digit)) % modulus }
    var (power, factor) = (exponent - divisor.exponent, UInt128(10) % modulus)
    while power > 0 {
      if power & 1 == 1 { remainder = remainder * factor % modulus }
      factor = factor * factor % modulus
      power >>= 1
    }
    return remainder == 0
  }
}
