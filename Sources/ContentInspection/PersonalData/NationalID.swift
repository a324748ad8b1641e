/// The rules of numbers that states give to people; each takes upper-case letters and digits without separators.
enum NationalID: String, Sendable, CaseIterable {
  case usSSN = "us_ssn"
  case ukNINO = "uk_nino"
  case ukNHS = "uk_nhs_number"
  case deTaxID = "de_tax_id"
  case frNIR = "fr_nir"
  case esDNI = "es_dni"
  case itCodiceFiscale = "it_codice_fiscale"
  case nlBSN = "nl_bsn"
  case plPESEL = "pl_pesel"
  case sePersonnummer = "se_personnummer"
  case beNationalNumber = "be_national_number"
  case ptNIF = "pt_nif"
  case chAHV = "ch_ahv"
  case brCPF = "br_cpf"
  case inAadhaar = "in_aadhaar"
  case caSIN = "ca_sin"
  case auTFN = "au_tfn"
  case cnResidentID = "cn_resident_id"
  case zaID = "za_id"

  /// Tells whether a number of the right length keeps the rules.
  func isValid(_ text: [UInt8]) -> Bool {
    switch self {
    case .ukNINO: return Self.isNINO(text)
    case .esDNI: return Self.isDNI(text)
    case .itCodiceFiscale: return Self.isCodiceFiscale(text)
    case .frNIR: return Self.isNIR(text)
    case .cnResidentID: return Self.isResidentID(text)
    default:
      guard text.allSatisfy(ASCII.isDigit) else { return false }
      return isValid(digits: text.map { $0 & 15 })
    }
  }

  private func isValid(digits: [UInt8]) -> Bool {
    // One digit over and over satisfies many a checksum.
    guard digits.contains(where: { $0 != digits[0] }) else { return false }
    switch self {
    case .usSSN: return Self.isSSN(digits)
    case .ukNHS:
      let rest = 11 - CheckDigits.weighted(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11
      return rest % 11 == Int(digits[9]) && rest != 10
    case .deTaxID:
      let repeated = Set(digits[..<10]).count
      return digits[0] != 0 && 8...9 ~= repeated && CheckDigits.mod11And10(digits)
    case .nlBSN:
      return CheckDigits.weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 == 0
    case .plPESEL:
      let month = Int(digits[2] % 2) * 10 + Int(digits[3])
      return 1...12 ~= month && Self.isDay(digits[4], digits[5])
        && CheckDigits.weighted(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 == 0
    case .sePersonnummer:
      let last = Array(digits.suffix(10))
      let month = Int(last[2]) * 10 + Int(last[3])
      let day = Int(last[4]) * 10 + Int(last[5])
      return 1...12 ~= month && (1...31 ~= day || 61...91 ~= day) && CheckDigits.luhn(last)
    case .beNationalNumber:
      let (number, check) = (digits[..<9], CheckDigits.remainder(digits[9...], by: 100))
      return 97 - CheckDigits.remainder(number, by: 97) == check
        || 97 - CheckDigits.remainder([2] + number, by: 97) == check
    case .ptNIF:
      let rest = 11 - CheckDigits.weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2]) % 11
      return (rest > 9 ? 0 : rest) == Int(digits[8])
    case .chAHV:
      return digits.starts(with: [7, 5, 6])
        && CheckDigits.weighted(digits, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 == 0
    case .brCPF: return Self.isCPF(digits)
    case .inAadhaar: return digits[0] > 1 && CheckDigits.verhoeff(digits)
    case .caSIN: return digits[0] != 8 && CheckDigits.luhn(digits)
    case .auTFN: return CheckDigits.weighted(digits, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 == 0
    case .zaID:
      let month = Int(digits[2]) * 10 + Int(digits[3])
      return 1...12 ~= month && Self.isDay(digits[4], digits[5]) && digits[10] < 2
        && CheckDigits.luhn(digits)
    case .ukNINO, .esDNI, .itCodiceFiscale, .frNIR, .cnResidentID: return false
    }
  }

  private static func isDay(_ tens: UInt8, _ ones: UInt8) -> Bool {
    1...31 ~= Int(tens) * 10 + Int(ones)
  }

  /// Areas 000, 666 and 900 up, group 00 and serial 0000 are never given out, nor are two printed in adverts.
  private static func isSSN(_ digits: [UInt8]) -> Bool {
    let number = digits.reduce(0) { $0 * 10 + Int($1) }
    let (area, group, serial) = (number / 1_000_000, number / 10000 % 100, number % 10000)
    return area != 0 && area != 666 && area < 900 && group != 0 && serial != 0
      && number != 78_051_120 && number != 219_099_999
  }

  private static func isNINO(_ text: [UInt8]) -> Bool {
    let never = ByteSet(members: "DFIQUV")
    guard ASCII.isLetter(text[0]), ASCII.isLetter(text[1]), !never.contains(text[0]),
      !never.contains(text[1]), text[1] != UInt8(ascii: "O"),
      text[2..<8].allSatisfy(ASCII.isDigit), 0x41...0x44 ~= text[8]
    else { return false }
    let prefix = String(decoding: text[..<2], as: UTF8.self)
    return !["BG", "GB", "KN", "NK", "NT", "TN", "ZZ"].contains(prefix)
  }

  private static func isDNI(_ text: [UInt8]) -> Bool {
    let letters = Array("TRWAGMYFPDXBNJZSQVHLCKE".utf8)
    var digits = Array(text[..<8])
    // A foreigner's number begins with X, Y or Z for 0, 1 or 2.
    if 0x58...0x5A ~= digits[0] { digits[0] -= 0x28 }
    guard digits.allSatisfy(ASCII.isDigit), digits.contains(where: { $0 != digits[0] }) else {
      return false
    }
    return letters[CheckDigits.remainder(digits.map { $0 & 15 }, by: 23)] == text[8]
  }

  private static func isCodiceFiscale(_ text: [UInt8]) -> Bool {
    let odd: [Int] = [
      1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
    ]
    let months = ByteSet(members: "ABCDEHLMPRST")
    guard text[..<6].allSatisfy(ASCII.isLetter), months.contains(text[8]),
      ASCII.isLetter(text[11]), ASCII.isLetter(text[15])
    else { return false }
    var sum = 0
    for (place, letter) in text[..<15].enumerated() {
      let value = ASCII.isDigit(letter) ? Int(letter & 15) : Int(letter) - 0x41
      sum += place.isMultiple(of: 2) ? odd[value] : value
    }
    return sum % 26 == Int(text[15]) - 0x41
  }

  /// Sex, year, month, department, commune, order, and 97 less the remainder; Corsica is 2A and 2B.
  private static func isNIR(_ text: [UInt8]) -> Bool {
    var digits = text
    var less = 0
    if digits[5] == UInt8(ascii: "2"),
      digits[6] == UInt8(ascii: "A") || digits[6] == UInt8(ascii: "B")
    {
      less = digits[6] == UInt8(ascii: "A") ? 1_000_000 : 2_000_000
      digits[6] = UInt8(ascii: "0")
    }
    guard digits.allSatisfy(ASCII.isDigit), [1, 2, 7, 8].contains(digits[0] & 15) else {
      return false
    }
    let values = digits.map { $0 & 15 }
    let month = values[3] * 10 + values[4]
    guard 1...12 ~= month || 20...42 ~= month || month >= 50 else { return false }
    let number = values[..<13].reduce(0) { $0 * 10 + Int($1) } - less
    return 97 - number % 97 == Int(values[13]) * 10 + Int(values[14])
  }

  private static func isCPF(_ digits: [UInt8]) -> Bool {
    func check(_ count: Int) -> Int {
      let weights = Array(stride(from: count + 1, through: 2, by: -1))
      let rest = 11 - CheckDigits.weighted(digits[..<count], weights) % 11
      return rest > 9 ? 0 : rest
    }
    return check(9) == Int(digits[9]) && check(10) == Int(digits[10])
  }

  private static func isResidentID(_ text: [UInt8]) -> Bool {
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    let checks = Array("10X98765432".utf8)
    guard text[..<17].allSatisfy(ASCII.isDigit), text[0] != UInt8(ascii: "0") else { return false }
    let month = (text[10] & 15) * 10 + (text[11] & 15)
    let sum = CheckDigits.weighted(text[..<17].map { $0 & 15 }, weights)
    return 1...12 ~= month && checks[sum % 11] == text[17]
  }
}
