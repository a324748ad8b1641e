/// Reads base64 the way that those who hide things write it: either alphabet, padded or not.
enum Base64Text {
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 0xFF, count: 256)
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    for (value, letter) in alphabet.utf8.enumerated() { values[Int(letter)] = UInt8(value) }
    values[Int(UInt8(ascii: "-"))] = 62
    values[Int(UInt8(ascii: "_"))] = 63
    return values
  }()

  /// How many letters show what a text is.
  private static let head = 24

  /// Tells whether a range begins with the base64 of text: in UTF-8, or with a zero after each byte.
  static func beginsAsText(_ text: [UInt8], _ range: Range<Int>) -> Bool {
    guard range.count >= 16 else { return false }
    var (group, bits, count, others, zeros): (UInt32, Int, Int, Int, Int) = (0, 0, 0, 0, 0)
    for index in range.prefix(head) {
      let value = values[Int(text[index])]
      guard value != 0xFF else { return false }
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

  /// The bytes that a range stands for; nil where some letter is none of base64's.
  static func decode(_ text: [UInt8], _ range: Range<Int>) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(range.count * 3 / 4)
    var (group, bits): (UInt32, Int) = (0, 0)
    for index in range {
      if text[index] == UInt8(ascii: "=") { break }
      let value = values[Int(text[index])]
      guard value != 0xFF else { return nil }
      group = group << 6 | UInt32(value)
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: group >> UInt32(bits)))
      }
    }
    return bytes
  }
}
