/// Numbers of payment cards (ISO/IEC 7812-1).
enum PaymentCard {
  /// Tells whether digits are a card's: an issuer's range, its length, and Luhn's checksum.
  static func isValid(_ digits: [UInt8]) -> Bool {
    guard 13...19 ~= digits.count, lengths(digits).contains(digits.count),
      Set(digits).count > 1
    else { return false }
    return CheckDigits.luhn(digits)
  }

  /// The lengths that the issuer of a number hands out; none for unknown issuers.
  private static func lengths(_ digits: [UInt8]) -> [Int] {
    let four = digits[..<4].reduce(0) { $0 * 10 + Int($1) }
    switch four {
    // Visa.
    case 4000...4999: return [13, 16, 19]
    // Mastercard.
    case 5100...5599, 2221...2720: return [16]
    // American Express.
    case 3400...3499, 3700...3799: return [15]
    // Diners Club.
    case 3000...3059, 3095, 3600...3699, 3800...3999: return [14, 16]
    // JCB.
    case 3528...3589: return [16, 17, 18, 19]
    // Discover.
    case 6011, 6440...6599: return [16, 19]
    // UnionPay.
    case 6200...6299, 8100...8171: return [16, 17, 18, 19]
    // Maestro.
    case 5018, 5020, 5038, 5893, 6304, 6759, 6761, 6762, 6763: return Array(13...19)
    // Mir, RuPay, Troy.
    case 2200...2204, 6070...6079, 6521...6522, 9792: return [16]
    default: return []
    }
  }
}
