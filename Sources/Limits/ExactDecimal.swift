/// A decimal number that is never rounded: 18 digits after the point, and up to 1.7 × 10²⁰ before it.
///
/// Every 64-bit integer fits, and 0.1 added ten times is 1. What does not fit is an error, never an approximation.
package struct ExactDecimal: Sendable, Hashable, Comparable {
  /// Says why text is not such a number.
  package enum Unrepresentable: Error, Hashable {
    case notANumber
    /// It has more than 18 digits after the point.
    case tooFine
    case tooLarge
  }

  /// How many digits follow the point.
  private static let scale = 18
  private static let one128: Int128 = 1_000_000_000_000_000_000

  /// The number times 10¹⁸.
  let units: Int128

  init(units: Int128) { self.units = units }

  package init(_ integer: Int64) { units = Int128(integer) * ExactDecimal.one128 }

  package static let zero = ExactDecimal(units: 0)
  package static let one = ExactDecimal(1)

  /// Reads a JSON number (RFC 8259, section 6).
  package init(_ text: String) throws(Unrepresentable) {
    var reader = DecimalReader(text)
    let (coefficient, exponent) = try reader.read()
    guard coefficient != 0 else {
      self = .zero
      return
    }
    let shift = exponent + ExactDecimal.scale
    guard shift >= 0 else { throw .tooFine }
    var units = coefficient
    for _ in 0..<min(shift, 64) {
      let (product, overflow) = units.multipliedReportingOverflow(by: 10)
      guard !overflow else { throw .tooLarge }
      units = product
    }
    self.units = units
  }

  package static func < (left: ExactDecimal, right: ExactDecimal) -> Bool {
    left.units < right.units
  }

  /// The value, where it is an integer of 64 bits.
  package var integer: Int64? {
    let (quotient, remainder) = units.quotientAndRemainder(dividingBy: ExactDecimal.one128)
    return remainder == 0 ? Int64(exactly: quotient) : nil
  }

  /// The nearest double.
  package var double: Double { Double(description) ?? .infinity }
}

extension ExactDecimal: CustomStringConvertible {
  /// The number in the fewest digits, such as `-12.5`.
  package var description: String {
    let (whole, fraction) = units.magnitude.quotientAndRemainder(
      dividingBy: ExactDecimal.one128.magnitude)
    let sign = units < 0 ? "-" : ""
    guard fraction > 0 else { return "\(sign)\(whole)" }
    let digits = String(fraction)
    var padded = String(repeating: "0", count: ExactDecimal.scale - digits.count) + digits
    while padded.hasSuffix("0") { padded.removeLast() }
    return "\(sign)\(whole).\(padded)"
  }
}
