import ByteParsing

/// How a function undoes an encoding, whose argument hides what is run: `base64.b64decode("cm0gLXJmIH4=")`.
enum CodeDecoding: String, Sendable {
  case base64
  /// The alphabet for URLs (RFC 4648, section 5).
  case base64url
  case hex
  /// Five letters for four bytes, as git and Python write them.
  case base85
  /// The second argument names the encoding.
  case named

  /// The text that is meant; nil where it is none, or the encoding is another.
  func text(of letters: [UInt8], named name: String?) -> [UInt8]? {
    guard let bytes = bytes(of: letters, named: name), !bytes.contains(0),
      String(validating: bytes, as: UTF8.self) != nil
    else { return nil }
    return bytes
  }

  private func bytes(of letters: [UInt8], named name: String?) -> [UInt8]? {
    switch self {
    case .base64: return Base64.decode(String(decoding: letters, as: UTF8.self))
    case .base64url:
      let standard = letters.map { letter in
        switch letter {
        case UInt8(ascii: "-"): UInt8(ascii: "+")
        case UInt8(ascii: "_"): UInt8(ascii: "/")
        default: letter
        }
      }
      return CodeDecoding.base64.bytes(of: standard, named: nil)
    case .hex: return Hex.decode(letters.lazy.filter { $0 != UInt8(ascii: " ") })
    case .base85: return Self.base85(letters)
    case .named:
      switch name {
      case "base64", "base64_codec": return CodeDecoding.base64.bytes(of: letters, named: nil)
      case "hex", "hex_codec": return CodeDecoding.hex.bytes(of: letters, named: nil)
      case "rot13", "rot_13", "rot-13": return letters.map(Self.rotated)
      default: return nil
      }
    }
  }

  private static let base85Alphabet = Array(
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~".utf8)

  private static func base85(_ letters: [UInt8]) -> [UInt8]? {
    let padding = (5 - letters.count % 5) % 5
    var bytes: [UInt8] = []
    for start in stride(from: 0, to: letters.count, by: 5) {
      var group: UInt64 = 0
      for index in start..<start + 5 {
        let letter = index < letters.count ? letters[index] : UInt8(ascii: "~")
        guard let value = base85Alphabet.firstIndex(of: letter) else { return nil }
        group = group * 85 + UInt64(value)
      }
      guard group <= UInt64(UInt32.max) else { return nil }
      for shift in [24, 16, 8, 0] as [UInt64] {
        bytes.append(UInt8(truncatingIfNeeded: group >> shift))
      }
    }
    return bytes.dropLast(padding)
  }

  private static func rotated(_ letter: UInt8) -> UInt8 {
    guard letter.isLetter else { return letter }
    let first = letter & 0x20 | UInt8(ascii: "A")
    return first + (letter - first + 13) % 26
  }
}
