/// Reads base32 of text (RFC 4648, section 6), in letters that are all capitals or all small.
enum Base32Text {
  /// Fewer letters hide nothing that is worth finding.
  private static let shortest = 32

  /// What letters stand for; nil for what is no base32, or whose beginning shows that it is of no text.
  static func decode(_ letters: ArraySlice<UInt8>) -> [UInt8]? {
    guard letters.count >= shortest else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(letters.count * 5 / 8)
    var (group, bits): (UInt32, Int) = (0, 0)
    var cases: UInt8 = 0
    for letter in letters {
      let value: UInt8
      switch letter {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"):
        value = letter - UInt8(ascii: "A")
        cases |= 1
      case UInt8(ascii: "a")...UInt8(ascii: "z"):
        value = letter - UInt8(ascii: "a")
        cases |= 2
      case UInt8(ascii: "2")...UInt8(ascii: "7"): value = letter - UInt8(ascii: "2") + 26
      default: return nil
      }
      guard cases != 3 else { return nil }
      group = group << 5 | UInt32(value)
      bits += 5
      guard bits >= 8 else { continue }
      bits -= 8
      let byte = UInt8(truncatingIfNeeded: group >> UInt32(bits))
      guard bytes.count >= 16 || 0x20...0x7E ~= byte || 0x09...0x0D ~= byte else { return nil }
      bytes.append(byte)
    }
    return bytes
  }
}
