/// Reads the digits of a JSON number as a coefficient and a power of ten.
struct DecimalReader {
  private var bytes: Substring.UTF8View
  private var coefficient: Int128 = 0
  private var exponent = 0
  /// Zeros that count only if another digit follows.
  private var pendingZeros = 0

  init(_ text: String) { bytes = text[...].utf8 }

  /// Reads the whole text; trailing zeros go into the exponent, so that `1.000…` of any length is 1.
  mutating func read() throws(ExactDecimal.Unrepresentable) -> (coefficient: Int128, exponent: Int)
  {
    let isNegative = skip("-")
    let leadsWithZero = bytes.first == UInt8(ascii: "0")
    let wholeDigits = try readDigits(afterPoint: false)
    guard wholeDigits == 1 || wholeDigits > 1 && !leadsWithZero else { throw .notANumber }
    if skip(".") {
      guard try readDigits(afterPoint: true) > 0 else { throw .notANumber }
    }
    if skip("e") || skip("E") { exponent += try readExponent() }
    guard bytes.isEmpty else { throw .notANumber }
    return (isNegative ? -coefficient : coefficient, exponent + pendingZeros)
  }

  /// Reads digits, and says how many there were.
  private mutating func readDigits(
    afterPoint: Bool
  ) throws(ExactDecimal.Unrepresentable) -> Int {
    var count = 0
    while let digit = nextDigit() {
      count += 1
      if afterPoint { exponent -= 1 }
      pendingZeros += 1
      guard digit != 0 else { continue }
      for _ in 0..<pendingZeros where coefficient != 0 { try append(0) }
      try add(digit)
      pendingZeros = 0
    }
    return count
  }

  private mutating func append(_ digit: UInt8) throws(ExactDecimal.Unrepresentable) {
    let (product, overflow) = coefficient.multipliedReportingOverflow(by: 10)
    guard !overflow else { throw .tooLarge }
    coefficient = product
    try add(digit)
  }

  private mutating func add(_ digit: UInt8) throws(ExactDecimal.Unrepresentable) {
    let (sum, overflow) = coefficient.addingReportingOverflow(Int128(digit))
    guard !overflow else { throw .tooLarge }
    coefficient = sum
  }

  /// Reads an exponent; beyond six digits it is held at a million, which no number that fits comes near.
  private mutating func readExponent() throws(ExactDecimal.Unrepresentable) -> Int {
    let isNegative = skip("-")
    if !isNegative { _ = skip("+") }
    guard let first = nextDigit() else { throw .notANumber }
    var value = Int(first)
    while let digit = nextDigit() { value = min(value * 10 + Int(digit), 1_000_000) }
    return isNegative ? -value : value
  }

  private mutating func nextDigit() -> UInt8? {
    guard let byte = bytes.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else {
      return nil
    }
    bytes.removeFirst()
    return byte - UInt8(ascii: "0")
  }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard bytes.first == UInt8(ascii: character) else { return false }
    bytes.removeFirst()
    return true
  }
}
