internal import ByteParsing

/// Tells base64 of text from what only looks like base64.
enum Base64Text {
  /// How many letters show what a text is.
  private static let head = 24

  /// Tells whether letters begin with the base64 of text: in UTF-8, or with a zero after each byte.
  static func beginsAsText(_ letters: ArraySlice<UInt8>) -> Bool {
    guard letters.count >= 16 else { return false }
    var (group, bits, count, others, zeros): (UInt32, Int, Int, Int, Int) = (0, 0, 0, 0, 0)
    for letter in letters.prefix(head) {
      guard let value = Base64.value(ofEither: letter) else { return false }
      group = group << 6 | UInt32(value)
      bits += 6
      guard bits >= 8 else { continue }
      bits -= 8
      let byte = UInt8(truncatingIfNeeded: group >> UInt32(bits))
      count += 1
      if byte == 0 {
        zeros += 1
        guard count.isMultiple(of: 2) else { return false }
      } else if byte < 0x20 {
        guard 0x09...0x0D ~= byte else { return false }
      } else if byte >= 0x7F {
        others += 1
      }
    }
    return zeros == 0 || zeros == count / 2 && others == 0
  }
}
