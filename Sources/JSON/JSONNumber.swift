/// What a JSON number is worth to arithmetic.
package enum JSONNumber: Equatable, Sendable {
  /// An integer by value within 64 bits, however written: `1`, `1.0`, `1e2` and `-0` are integers.
  case int(Int64)
  /// The double nearest to a value that is no integer; one too small to hold is zero.
  case double(Double)
  /// An integer beyond 64 bits, or a number beyond the doubles, such as `1e400`.
  case tooLarge
}

extension JSONValue {
  /// The value of a number; nil for other kinds.
  package var number: JSONNumber? {
    let token = token
    return token.kind == .number ? document.storage.number(of: token) : nil
  }

  /// A number exactly as written; nil for other kinds.
  package var numberText: String? {
    token.kind == .number ? String(decoding: rawBytes, as: UTF8.self) : nil
  }
}

extension JSONStorage {
  func number(of token: JSONToken) -> JSONNumber {
    let range = token.start..<token.end
    // Eighteen digits and a sign fit 64 bits unseen.
    if token.isPlain, range.count <= 18 { return .int(integer(range)) }
    let decimal = DecimalText(range, in: bytes.span)
    if decimal.isIntegral {
      guard decimal.magnitude < 19, let value = decimal.integer(in: bytes.span) else {
        return .tooLarge
      }
      return .int(value)
    }
    let value = double(of: decimal, writtenAt: range)
    return value.isFinite ? .double(value) : .tooLarge
  }

  private func integer(_ range: Range<Int>) -> Int64 {
    let isNegative = bytes[range.lowerBound] == UInt8(ascii: "-")
    var value: Int64 = 0
    for index in range.lowerBound + (isNegative ? 1 : 0)..<range.upperBound {
      value = value &* 10 &+ Int64(bytes[index] &- UInt8(ascii: "0"))
    }
    return isNegative ? -value : value
  }

  /// Gives the double nearest to a number; infinite where it lies beyond them all.
  func double(of decimal: DecimalText, writtenAt range: Range<Int>) -> Double {
    if decimal.isZero { return 0 }
    if decimal.count <= 15, -22...22 ~= decimal.exponent {
      // Both are exact as doubles, so that one operation rounds once, and correctly.
      let digits = Double(decimal.significand(in: bytes.span))
      var power = 1.0
      for _ in 0..<abs(decimal.exponent) { power *= 10 }
      let value = decimal.exponent < 0 ? digits / power : digits * power
      return decimal.isNegative ? -value : value
    }
    // The library knows zero and infinity only as results; far exponents are settled here.
    if decimal.magnitude > 400 { return .infinity }
    if decimal.magnitude < -400 { return 0 }
    return Double(String(decoding: bytes[range], as: UTF8.self)) ?? .infinity
  }
}

extension DecimalText {
  /// The digits as one integer; they must be 19 at most.
  func significand(in bytes: Span<UInt8>) -> UInt64 {
    var value: UInt64 = 0
    for index in digits where bytes[index] != UInt8(ascii: ".") {
      value = value &* 10 &+ UInt64(bytes[index] &- UInt8(ascii: "0"))
    }
    return value
  }

  /// The value of an integral number of 19 digits at most; nil where 64 bits cannot hold it.
  func integer(in bytes: Span<UInt8>) -> Int64? {
    var value = significand(in: bytes)
    for _ in 0..<exponent { value *= 10 }
    let limit = UInt64(Int64.max) + (isNegative ? 1 : 0)
    guard value <= limit else { return nil }
    return isNegative ? Int64(truncatingIfNeeded: 0 &- value) : Int64(value)
  }
}
