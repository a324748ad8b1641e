extension Scan {
  /// What may stand between the groups of a number.
  private static let separators = ByteSet(members: " -.()")
  private static let longestNumber = 24

  /// Looks for the national number that follows its word.
  mutating func nationalID(_ number: Int, at keyword: Range<Int>) {
    let detector = tables.nationalIDs[number]
    guard let range = detector.find(text, behind: keyword.upperBound, work: &report.work) else {
      return
    }
    add(detector.detector, range)
  }

  /// Looks for cards, telephones and numbers in unmistakable form where a group of digits begins.
  mutating func number(at start: Int) {
    guard start >= digitsEnd, Self.hasDigits(text, from: start) else { return }
    var digits: [UInt8] = []
    var shape: [UInt8] = []
    var index = start
    var end = start
    let limit = min(text.count, start + Self.longestNumber)
    while index < limit {
      let byte = text[index]
      if ASCII.isDigit(byte) {
        digits.append(byte & 15)
        shape.append(UInt8(ascii: "9"))
        end = index + 1
      } else if Self.separators.contains(byte), index > start,
        ASCII.isDigit(text[index - 1]) || index + 1 < limit && ASCII.isDigit(text[index + 1])
      {
        shape.append(byte)
      } else {
        break
      }
      index += 1
    }
    report.work += index - start
    shape.removeLast(max(0, shape.count - (end - start)))
    guard digits.count >= 9, end == text.count || !ByteSet.word.contains(text[end]) else {
      // Of a longer run of digits no part is a number of its own.
      if end == limit { digitsEnd = end }
      return
    }
    let hasSign = start > 0 && text[start - 1] == UInt8(ascii: "+")
    if let detector = kind(of: digits, shape, start, hasSign: hasSign) {
      digitsEnd = end
      add(detector, start - (hasSign ? 1 : 0)..<end)
    }
  }

  /// Tells quickly whether enough digits follow each other for any number.
  private static func hasDigits(_ text: [UInt8], from start: Int) -> Bool {
    var count = 0
    for byte in text[start...].prefix(longestNumber) {
      if ASCII.isDigit(byte) { count += 1 } else if !separators.contains(byte) { break }
    }
    return count >= 9
  }

  private func kind(
    of digits: [UInt8], _ shape: [UInt8], _ start: Int, hasSign: Bool
  ) -> Detector? {
    if hasSign {
      guard start < 2 || !ByteSet.word.contains(text[start - 2]), digits[0] != 0,
        10...15 ~= digits.count
      else { return nil }
      return .phone
    }
    guard start == 0 || !isPartOfNumber(text[start - 1]) else { return nil }
    let form = String(decoding: shape, as: UTF8.self)
    switch form {
    case "999-99-9999":
      return NationalID.usSSN.isValid(text[start..<(start + 11)].filter(ASCII.isDigit))
        ? detector(.usSSN) : nil
    case "999.999.999-99":
      return NationalID.brCPF.isValid(text[start..<(start + 14)].filter(ASCII.isDigit))
        ? detector(.brCPF) : nil
    case "999.9999.9999.99":
      return NationalID.chAHV.isValid(text[start..<(start + 16)].filter(ASCII.isDigit))
        ? detector(.chAHV) : nil
    case "999-999-9999", "999.999.9999", "999) 999-9999", "999)999-9999":
      return digits[0] > 1 && digits[3] > 1 && (shape[3] == UInt8(ascii: ")") || isPhoneNear(start))
        ? .phone : nil
    default: break
    }
    if PaymentCard.isValid(digits), isGrouped(shape) { return .card }
    if digits.count == 15, NationalID.frNIR.isValid(digits.map { $0 | 0x30 }) {
      return detector(.frNIR)
    }
    if digits.count <= 13, isPhoneNear(start), Set(digits).count > 3 { return .phone }
    return nil
  }

  /// Tells whether the groups of a number are those that cards are printed in, or one.
  private func isGrouped(_ shape: [UInt8]) -> Bool {
    let groups = shape.split { $0 != UInt8(ascii: "9") }.map(\.count)
    return groups.count == 1 || groups.dropLast().allSatisfy { $0 == 4 }
      || groups == [4, 6, 5] || groups == [4, 6, 4]
  }

  private func isPartOfNumber(_ before: UInt8) -> Bool {
    ByteSet.word.contains(before) || before == UInt8(ascii: ".") || before == UInt8(ascii: "-")
      || before == UInt8(ascii: "/")
  }

  private func detector(_ number: NationalID) -> Detector {
    tables.nationalIDs.first { $0.detector.id == number.rawValue }?.detector ?? .phone
  }

  private static let phoneWords = [
    "phone", "tel:", "tel.", "tel ", "mobile", "cell", "fax", "whatsapp", "call ", "sms", "handy",
  ].map { Array($0.utf8) }

  private func isPhoneNear(_ start: Int) -> Bool {
    let before = max(0, start - 24)..<start
    return Self.phoneWords.contains { text.containsFolded($0, in: before) }
  }

  /// Reports an Italian tax code, whose form is unmistakable.
  mutating func codiceFiscale(_ word: Range<Int>) {
    report.work += word.count
    guard NationalID.itCodiceFiscale.isValid(Array(text[word])) else { return }
    add(detector(.itCodiceFiscale), word)
  }

  /// Reports an account number that begins with two capitals and two digits.
  mutating func iban(at start: Int) {
    report.work += 4
    guard let end = IBAN.end(text, from: start) else { return }
    report.work += end - start
    add(.iban, start..<end)
  }
}
