import ByteParsing

/// Backslash escapes, as `printf` and `echo -e` read them.
enum Escapes {
  enum Style {
    /// In the format of `printf`: `\NNN`.
    case printf
    /// In an argument of `%b`: `\0NNN` or `\NNN`.
    case printfArgument
    /// `echo -e`: `\0NNN` only.
    case echo
  }

  enum Escape {
    case bytes([UInt8])
    /// `\c`: nothing more is put out.
    case end
  }

  /// Reads what follows a backslash at `index`.
  static func next(_ text: [UInt8], _ index: inout Int, style: Style) -> Escape {
    guard index < text.count else { return .bytes([UInt8(ascii: "\\")]) }
    let letter = text[index]
    index += 1
    switch letter {
    case UInt8(ascii: "n"): return .bytes([10])
    case UInt8(ascii: "t"): return .bytes([9])
    case UInt8(ascii: "r"): return .bytes([13])
    case UInt8(ascii: "a"): return .bytes([7])
    case UInt8(ascii: "b"): return .bytes([8])
    case UInt8(ascii: "f"): return .bytes([12])
    case UInt8(ascii: "v"): return .bytes([11])
    case UInt8(ascii: "e"), UInt8(ascii: "E"): return .bytes([27])
    case UInt8(ascii: "\\"): return .bytes([letter])
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "?"):
      return .bytes(style == .echo ? [UInt8(ascii: "\\"), letter] : [letter])
    case UInt8(ascii: "c"): return style == .printf ? .bytes([UInt8(ascii: "\\"), letter]) : .end
    case 0x30...0x37:
      if style == .echo, letter != 0x30 { return .bytes([UInt8(ascii: "\\"), letter]) }
      // The 0 before three more digits is a mark, except in a format.
      let isMark = letter == 0x30 && style != .printf
      if !isMark { index -= 1 }
      let value = number(text, &index, radix: 8, limit: 3) ?? 0
      return .bytes([UInt8(truncatingIfNeeded: value)])
    case UInt8(ascii: "x"):
      guard let value = number(text, &index, radix: 16, limit: 2) else {
        return .bytes([UInt8(ascii: "\\"), letter])
      }
      return .bytes([UInt8(truncatingIfNeeded: value)])
    case UInt8(ascii: "u"), UInt8(ascii: "U"):
      guard
        let value = number(text, &index, radix: 16, limit: letter == UInt8(ascii: "u") ? 4 : 8),
        let scalar = UnicodeScalar(UInt32(truncatingIfNeeded: value))
      else { return .bytes([UInt8(ascii: "\\"), letter]) }
      return .bytes(Array(String(scalar).utf8))
    default: return .bytes([UInt8(ascii: "\\"), letter])
    }
  }

  /// Reads the escapes of a whole text; false where one ended the output, nil where it is not known.
  static func expand(_ text: PartialText, style: Style, to output: inout Stream) -> Bool? {
    for part in text.parts {
      guard case .text(let known) = part else {
        output.append(PartialText([part]))
        continue
      }
      let bytes = Array(known.utf8)
      var index = 0
      while index < bytes.count {
        let byte = bytes[index]
        index += 1
        guard byte == UInt8(ascii: "\\") else {
          output.append(byte)
          continue
        }
        // Half an escape may continue in what is not known.
        if index >= bytes.count, text.parts.count > 1 { return nil }
        switch next(bytes, &index, style: style) {
        case .bytes(let bytes): output.append(bytes)
        case .end: return false
        }
      }
    }
    return true
  }

  private static func number(_ text: [UInt8], _ index: inout Int, radix: Int, limit: Int) -> Int? {
    var value = 0
    var count = 0
    while count < limit, index < text.count, let digit = Hex.value(of: text[index]),
      digit < radix
    {
      value = value * radix + Int(digit)
      index += 1
      count += 1
    }
    return count > 0 ? value : nil
  }
}
