extension ShellScript {
  /// The text that a `$'…'` part stands for.
  package func ansiText(of part: WordPart) -> [UInt8] {
    AnsiText.decode(text[part.range.range].drop { $0 != .singleQuote }.dropFirst().dropLast())
  }
}

/// The text that `$'…'` stands for (bash manual 3.1.2.4).
enum AnsiText {
  /// Decodes what stands between the quotes; a null byte ends the text, as in the shell.
  static func decode(_ quoted: ArraySlice<UInt8>) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(quoted.count)
    var index = quoted.startIndex
    while index < quoted.endIndex {
      let byte = quoted[index]
      index += 1
      guard byte == .backslash, index < quoted.endIndex else {
        text.append(byte)
        continue
      }
      let letter = quoted[index]
      index += 1
      let before = text.count
      switch letter {
      case UInt8(ascii: "a"): text.append(0x07)
      case UInt8(ascii: "b"): text.append(0x08)
      case UInt8(ascii: "e"), UInt8(ascii: "E"): text.append(0x1B)
      case UInt8(ascii: "f"): text.append(0x0C)
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "r"): text.append(0x0D)
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "v"): text.append(0x0B)
      case .backslash, .singleQuote, .doubleQuote, .question: text.append(letter)
      case UInt8(ascii: "0")...UInt8(ascii: "7"):
        index -= 1
        let value = number(in: quoted, at: &index, base: 8, digits: 3)
        text.append(UInt8(truncatingIfNeeded: value ?? 0))
      case UInt8(ascii: "x"):
        guard let value = number(in: quoted, at: &index, base: 16, digits: 2) else {
          text += [.backslash, letter]
          continue
        }
        text.append(UInt8(truncatingIfNeeded: value))
      case UInt8(ascii: "u"), UInt8(ascii: "U"):
        let digits = letter == UInt8(ascii: "u") ? 4 : 8
        guard let value = number(in: quoted, at: &index, base: 16, digits: digits) else {
          text += [.backslash, letter]
          continue
        }
        append(value, to: &text)
      case UInt8(ascii: "c") where index < quoted.endIndex:
        let control = quoted[index]
        index += 1
        // `\c\\` names the backslash by two of them.
        if control == .backslash, index < quoted.endIndex, quoted[index] == .backslash {
          index += 1
        }
        text.append(control == .question ? 0x7F : control & 0x1F)
      default: text += [.backslash, letter]
      }
      if text.count > before, text[before] == 0 {
        text.removeSubrange(before...)
        return text
      }
    }
    return text
  }

  /// Reads up to so many digits; nil where there is none.
  private static func number(
    in text: ArraySlice<UInt8>, at index: inout Int, base: UInt32, digits: Int
  ) -> UInt32? {
    var value: UInt32 = 0
    let start = index
    while index < text.endIndex, index < start + digits {
      let byte = text[index]
      let digit: UInt32
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = UInt32(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = UInt32(byte - UInt8(ascii: "a")) + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = UInt32(byte - UInt8(ascii: "A")) + 10
      default: digit = base
      }
      guard digit < base else { break }
      value = value &* base &+ digit
      index += 1
    }
    return index > start ? value : nil
  }

  /// Appends a code point in UTF-8; one that Unicode does not have as U+FFFD.
  private static func append(_ value: UInt32, to text: inout [UInt8]) {
    let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
    text += Array(String(Character(scalar)).utf8)
  }
}
