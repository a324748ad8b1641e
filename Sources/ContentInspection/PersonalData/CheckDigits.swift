/// The checksums of numbers that people and accounts carry.
enum CheckDigits {
  /// Luhn's (ISO/IEC 7812-1, annex B); the last digit checks the rest.
  static func luhn(_ digits: [UInt8]) -> Bool {
    var sum = 0
    for (place, digit) in digits.reversed().enumerated() {
      let value = Int(digit) << (place & 1)
      sum += value > 9 ? value - 9 : value
    }
    return sum % 10 == 0
  }

  /// The remainder of a decimal number.
  static func remainder(_ digits: some Sequence<UInt8>, by divisor: Int) -> Int {
    digits.reduce(0) { ($0 * 10 + Int($1)) % divisor }
  }

  /// The sum of digits times weights, place by place.
  static func weighted(_ digits: some Sequence<UInt8>, _ weights: [Int]) -> Int {
    zip(digits, weights).reduce(0) { $0 + Int($1.0) * $1.1 }
  }

  /// ISO 7064, MOD 97-10, over letters (A = 10) and digits, as accounts use it (ISO 13616).
  static func mod97(_ letters: some Sequence<UInt8>) -> Int {
    letters.reduce(0) { rest, letter in
      ASCII.isDigit(letter)
        ? (rest * 10 + Int(letter & 15)) % 97
        : (rest * 100 + Int(letter | 0x20) - 0x61 + 10) % 97
    }
  }

  /// ISO 7064, MOD 11,10, as the German tax number uses it.
  static func mod11And10(_ digits: [UInt8]) -> Bool {
    var product = 10
    for digit in digits.dropLast() {
      let sum = (Int(digit) + product) % 10
      product = (sum == 0 ? 10 : sum) * 2 % 11
    }
    return digits.last.map { (11 - product) % 10 == Int($0) } ?? false
  }

  /// Verhoeff's (1969): products in the dihedral group of order ten.
  static func verhoeff(_ digits: [UInt8]) -> Bool {
    var check = 0
    for (place, digit) in digits.reversed().enumerated() {
      var value = Int(digit)
      for _ in 0..<(place % 8) { value = Int(verhoeffPermutation[value]) }
      check = dihedral(check, value)
    }
    return check == 0
  }

  private static let verhoeffPermutation: [UInt8] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]

  private static func dihedral(_ one: Int, _ other: Int) -> Int {
    switch (one < 5, other < 5) {
    case (true, true): (one + other) % 5
    case (true, false): 5 + (one + other - 5) % 5
    case (false, true): 5 + (one - 5 + 5 - other) % 5
    case (false, false): (one - other + 5) % 5
    }
  }
}
