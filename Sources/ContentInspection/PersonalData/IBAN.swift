/// International bank account numbers (ISO 13616-1).
enum IBAN {
  /// The length of each country's numbers, from the registry.
  private static let lengths: [String: Int] = {
    let registry = """
      AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18
      DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23
      IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31
      MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24
      SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30
      """
    return Dictionary(
      registry.split(whereSeparator: \.isWhitespace).map { ($0.prefix(2), $0.dropFirst(2)) }.map {
        (String($0), Int($1) ?? 0)
      }, uniquingKeysWith: { one, _ in one })
  }()

  /// Where the number that begins at an index ends, groups of four and single spaces between them allowed.
  static func end(_ text: [UInt8], from start: Int) -> Int? {
    guard start + 15 <= text.count, ASCII.isDigit(text[start + 2]), ASCII.isDigit(text[start + 3]),
      let length = lengths[
        String(decoding: text[start..<(start + 2)], as: UTF8.self).uppercased()]
    else { return nil }
    var letters: [UInt8] = []
    var index = start
    while index < text.count, letters.count < length {
      if text[index] == 0x20 || text[index] == UInt8(ascii: "-") {
        guard letters.count.isMultiple(of: 4) else { return nil }
      } else if ASCII.isAlphanumeric(text[index]) {
        letters.append(text[index])
      } else {
        return nil
      }
      index += 1
    }
    guard letters.count == length, index == text.count || !ASCII.isAlphanumeric(text[index]),
      CheckDigits.mod97(letters[4...] + letters[..<4]) == 1
    else { return nil }
    return index
  }
}
