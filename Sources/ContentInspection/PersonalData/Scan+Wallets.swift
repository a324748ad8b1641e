extension Scan {
  /// Reports an address of Ethereum; of mixed case only with the checksum of EIP-55.
  mutating func ethereum(at keyword: Range<Int>) {
    let (start, end) = (keyword.upperBound, keyword.upperBound + 40)
    guard end <= text.count, Boundary.isBefore(text, keyword.lowerBound) else { return }
    var index = start
    while index < end, ByteSet.hexDigits.contains(text[index]) { index += 1 }
    report.work += index - start
    guard index == end, end == text.count || !ByteSet.word.contains(text[end]) else { return }
    let letters = Array(text[start..<end])
    let hasUpper = letters.contains { 0x41...0x46 ~= $0 }
    let hasLower = letters.contains { 0x61...0x66 ~= $0 }
    guard hasUpper || hasLower, !Placeholder.isTemplate(text, start..<end) else { return }
    if hasUpper && hasLower {
      let digest = Keccak256.digest(short: letters.map(ASCII.lowercased))
      for (place, letter) in letters.enumerated() where ASCII.isLetter(letter) {
        let nibble = place.isMultiple(of: 2) ? digest[place / 2] >> 4 : digest[place / 2] & 15
        guard (nibble >= 8) == (0x41...0x46 ~= letter) else { return }
      }
    }
    add(.ethereum, keyword.lowerBound..<end)
  }

  /// Reports an address of Bitcoin in bech32 (BIP 173).
  mutating func bech32(at keyword: Range<Int>) {
    guard Boundary.isBefore(text, keyword.lowerBound) else { return }
    var end = keyword.upperBound
    let limit = min(text.count, keyword.lowerBound + 90)
    while end < limit, ASCII.isAlphanumeric(text[end]) { end += 1 }
    report.work += end - keyword.upperBound
    guard 14...90 ~= end - keyword.lowerBound,
      Bech32.isValid(text[keyword.lowerBound..<end].map(ASCII.lowercased))
    else { return }
    add(.bitcoin, keyword.lowerBound..<end)
  }

  private static let base58 = Array(
    "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)

  /// Reports a word that is an address of Bitcoin in base 58 with its checksum.
  mutating func base58(_ word: Range<Int>) {
    guard 26...35 ~= word.count else { return }
    report.work += word.count
    var number = [UInt8](repeating: 0, count: 25)
    for byte in text[word] {
      guard let digit = Self.base58.firstIndex(of: byte) else { return }
      var carry = digit
      for index in number.indices.reversed() {
        carry += Int(number[index]) * 58
        number[index] = UInt8(carry & 0xFF)
        carry >>= 8
      }
      guard carry == 0 else { return }
    }
    let digest = SHA256Checksum.digest(SHA256Checksum.digest(Array(number[..<21])))
    guard number[21...].elementsEqual(digest[..<4]), number[0] == 0 || number[0] == 5 else {
      return
    }
    add(.bitcoin, word)
  }
}
