/// A finite double by its exact decimal digits, so that it can be rounded to any number of them (half to even).
struct ExactDecimal {
  private let isNegative: Bool
  /// The digits from the most significant one on, without leading zeros; empty for zero.
  private let digits: [UInt8]
  /// How many of the digits stand behind the point; more than there are for numbers below a tenth.
  private let fraction: Int

  init(_ number: Double) {
    isNegative = number.sign == .minus
    guard number != 0 else {
      digits = []
      fraction = 0
      return
    }
    // The number is `significand * 2^exponent`; what is negative of the exponent is turned into tens by fives.
    let exponent = Int(number.exponent) - Double.significandBitCount
    let significand = UInt64(number.magnitude.significand * 0x1p52)
    var large = LargeNumber(significand)
    if exponent >= 0 {
      for _ in 0..<exponent { large.multiply(by: 2) }
      fraction = 0
    } else {
      for _ in 0..<(-exponent) { large.multiply(by: 5) }
      fraction = -exponent
    }
    digits = large.digits
  }

  /// `123.457` for 3 places.
  func fixed(_ places: Int) -> String {
    var kept = rounded(dropping: fraction - places)
    while kept.count <= places { kept.insert(0, at: 0) }
    let whole = kept.dropLast(places)
    return sign + Self.text(whole) + (places > 0 ? "." + Self.text(kept.suffix(places)) : "")
  }

  /// `1.235e+02` for 3 places.
  func scientific(_ places: Int) -> String {
    guard !digits.isEmpty else {
      return sign + "0" + (places > 0 ? "." + String(repeating: "0", count: places) : "") + "e+00"
    }
    var exponent = digits.count - 1 - fraction
    var kept = rounded(dropping: digits.count - 1 - places)
    if kept.count > places + 1 {
      kept.removeLast()
      exponent += 1
    }
    let power = exponent.magnitude < 10 ? "0\(exponent.magnitude)" : "\(exponent.magnitude)"
    return sign + Self.text(kept.prefix(1)) + (places > 0 ? "." + Self.text(kept.dropFirst()) : "")
      + "e" + (exponent < 0 ? "-" : "+") + power
  }

  private var sign: String { isNegative ? "-" : "" }

  /// The digits without the last so many, rounded; with zeros appended where that is negative.
  private func rounded(dropping count: Int) -> [UInt8] {
    guard count > 0 else { return digits + [UInt8](repeating: 0, count: -count) }
    guard count <= digits.count else { return [] }
    var kept = Array(digits.dropLast(count))
    let dropped = digits.suffix(count)
    let isHalf = dropped.first == 5 && dropped.dropFirst().allSatisfy { $0 == 0 }
    let first = dropped.first ?? 0
    let isUp = isHalf ? (kept.last ?? 0) % 2 == 1 : first >= 5
    guard isUp else { return kept }
    var index = kept.count - 1
    while index >= 0, kept[index] == 9 {
      kept[index] = 0
      index -= 1
    }
    if index >= 0 { kept[index] += 1 } else { kept.insert(1, at: 0) }
    return kept
  }

  private static func text(_ digits: some Collection<UInt8>) -> String {
    String(decoding: digits.map { $0 + 0x30 }, as: UTF8.self)
  }
}

/// A whole number of any size, in parts of nine decimal digits, the least significant first.
private struct LargeNumber {
  private static let base: UInt64 = 1_000_000_000
  private var parts: [UInt64]

  init(_ number: UInt64) {
    parts = [number % Self.base, number / Self.base % Self.base, number / Self.base / Self.base]
    trim()
  }

  mutating func multiply(by factor: UInt64) {
    var carry: UInt64 = 0
    for index in parts.indices {
      let product = parts[index] * factor + carry
      parts[index] = product % Self.base
      carry = product / Self.base
    }
    if carry > 0 { parts.append(carry) }
  }

  private mutating func trim() {
    while parts.last == 0 { parts.removeLast() }
  }

  /// The decimal digits, most significant first, without leading zeros.
  var digits: [UInt8] {
    var digits: [UInt8] = []
    for (index, part) in parts.reversed().enumerated() {
      let text = String(part)
      if index > 0 { digits += [UInt8](repeating: 0, count: 9 - text.utf8.count) }
      digits += text.utf8.map { $0 - 0x30 }
    }
    return digits
  }
}
