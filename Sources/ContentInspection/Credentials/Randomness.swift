/// Tells values drawn at random from words that people wrote.
enum Randomness {
  /// Tells whether a value has digits among its letters, enough different bytes, and does not read as an identifier.
  static func isLikely(_ text: [UInt8], _ range: Range<Int>, leastEntropy: Int) -> Bool {
    guard Entropy.hundredths(text, range) >= leastEntropy else { return false }
    var (digits, letters, uppers, changes) = (0, 0, 0, 0)
    var last = 0
    for byte in text[range] {
      let type = ASCII.isDigit(byte) ? 1 : ASCII.isLetter(byte) ? 2 : 3
      if type == 1 { digits += 1 }
      if type == 2 { letters += 1 }
      if 0x41...0x5A ~= byte { uppers += 1 }
      if type != last, last != 0 { changes += 1 }
      last = type
    }
    if letters == 0 { return digits >= 8 }
    if digits == 0 {
      return looksDrawn(text, range) || text[range].allSatisfy { !isAbove(f: $0) }
    }
    return changes >= 3 || digits >= 4 || (uppers > 0 && uppers < letters)
      || looksDrawn(text, range)
  }

  /// Tells whether a byte is a letter that no hexadecimal number has.
  private static func isAbove(f byte: UInt8) -> Bool { ASCII.isLetter(byte) && byte | 0x20 > 0x66 }

  /// Tells whether letters alone change case, or lack vowels, more often than words do.
  private static func looksDrawn(_ text: [UInt8], _ range: Range<Int>) -> Bool {
    var (changes, vowels, letters, consonants, longest) = (0, 0, 0, 0, 0)
    var before: UInt8 = 0
    for byte in text[range] where ASCII.isLetter(byte) {
      letters += 1
      if 0x61...0x7A ~= before, 0x41...0x5A ~= byte { changes += 1 }
      switch byte | 0x20 {
      case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"),
        UInt8(ascii: "u"), UInt8(ascii: "y"):
        vowels += 1
        consonants = 0
      default:
        consonants += 1
        longest = max(longest, consonants)
      }
      before = byte
    }
    return letters >= 14 && (longest >= 6 || changes * 4 > letters || vowels * 6 < letters)
  }
}
