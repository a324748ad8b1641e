extension Span<UInt8> {
  /// Measures the well-formed UTF-8 sequence that starts at an index (Unicode 16, table 3-7).
  ///
  /// Gives its length in bytes, 1...4; 0 where it is ill-formed, overlong, cut short, encodes a
  /// surrogate or lies past U+10FFFF.
  package func lengthOfUTF8(at index: Int) -> Int {
    let lead = self[index]
    switch lead {
    case 0x00..<0x80: return 1
    case 0xC2...0xDF: return continues(at: index + 1) ? 2 : 0
    case 0xE0...0xEF:
      let lowest: UInt8 = lead == 0xE0 ? 0xA0 : 0x80
      let highest: UInt8 = lead == 0xED ? 0x9F : 0xBF
      guard continues(at: index + 2) else { return 0 }
      let second = self[index + 1]
      return lowest <= second && second <= highest ? 3 : 0
    case 0xF0...0xF4:
      let lowest: UInt8 = lead == 0xF0 ? 0x90 : 0x80
      let highest: UInt8 = lead == 0xF4 ? 0x8F : 0xBF
      guard continues(at: index + 2), continues(at: index + 3) else { return 0 }
      let second = self[index + 1]
      return lowest <= second && second <= highest ? 4 : 0
    default: return 0
    }
  }

  private func continues(at index: Int) -> Bool {
    index < count && self[index] & 0xC0 == 0x80
  }
}
