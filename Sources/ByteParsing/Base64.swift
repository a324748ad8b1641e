/// Writes and reads base64 text: the standard alphabet with padding (RFC 4648, section 4), where nothing else is said.
package enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// What stands for no value in the tables of values.
  private static let none: UInt8 = 0xFF

  private static let values: [UInt8] = {
    var values = [UInt8](repeating: none, count: 256)
    for (value, letter) in alphabet.enumerated() { values[Int(letter)] = UInt8(value) }
    return values
  }()

  /// The values of both alphabets, that for URLs (RFC 4648, section 5) too.
  private static let eitherValues: [UInt8] = {
    var either = values
    either[Int(UInt8(ascii: "-"))] = 62
    either[Int(UInt8(ascii: "_"))] = 63
    return either
  }()

  /// The value of a letter, 0...63.
  package static func value(of letter: UInt8) -> UInt8? {
    let value = values[Int(letter)]
    return value == none ? nil : value
  }

  /// The value of a letter of the standard alphabet or of that for URLs, 0...63.
  package static func value(ofEither letter: UInt8) -> UInt8? {
    let value = eitherValues[Int(letter)]
    return value == none ? nil : value
  }

  /// Writes four letters for each three bytes, padded with `=`.
  package static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var index = 0
    while index < bytes.count {
      let left = bytes.count - index
      let group =
        UInt32(bytes[index]) << 16
        | (left > 1 ? UInt32(bytes[index + 1]) << 8 : 0)
        | (left > 2 ? UInt32(bytes[index + 2]) : 0)
      text.append(alphabet[Int(group >> 18)])
      text.append(alphabet[Int(group >> 12 & 63)])
      text.append(left > 1 ? alphabet[Int(group >> 6 & 63)] : UInt8(ascii: "="))
      text.append(left > 2 ? alphabet[Int(group & 63)] : UInt8(ascii: "="))
      index += 3
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Reads padded text strictly: no white space, no missing padding, and unused bits must be zero.
  package static func decode(_ text: some StringProtocol) -> [UInt8]? {
    let letters = Array(text.utf8)
    guard letters.count.isMultiple(of: 4) else { return nil }
    let padding = letters.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
    var bytes: [UInt8] = []
    bytes.reserveCapacity(letters.count / 4 * 3)
    var group: UInt32 = 0
    for (index, letter) in letters.dropLast(padding).enumerated() {
      guard let value = value(of: letter) else { return nil }
      group = group << 6 | UInt32(value)
      if index % 4 == 3 {
        bytes.append(UInt8(truncatingIfNeeded: group >> 16))
        bytes.append(UInt8(truncatingIfNeeded: group >> 8))
        bytes.append(UInt8(truncatingIfNeeded: group))
        group = 0
      }
    }
    switch padding {
    case 1:
      guard group & 0b11 == 0 else { return nil }
      bytes.append(UInt8(truncatingIfNeeded: group >> 10))
      bytes.append(UInt8(truncatingIfNeeded: group >> 2))
    case 2:
      guard group & 0b1111 == 0 else { return nil }
      bytes.append(UInt8(truncatingIfNeeded: group >> 4))
    default: break
    }
    return bytes
  }

  /// Reads text of either alphabet, padded or not, up to the first `=`; nil where some letter is none of theirs.
  package static func decodeEither(_ letters: ArraySlice<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(letters.count * 3 / 4)
    var (group, bits): (UInt32, UInt32) = (0, 0)
    for letter in letters {
      if letter == UInt8(ascii: "=") { break }
      guard let value = value(ofEither: letter) else { return nil }
      group = group << 6 | UInt32(value)
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: group >> bits))
      }
    }
    return bytes
  }
}
