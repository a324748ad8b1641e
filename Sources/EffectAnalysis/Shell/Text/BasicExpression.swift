/// Basic regular expressions (XBD 9.3), in the syntax of RE2.
enum BasicExpression {
  /// Nil where the two cannot be brought to agree.
  static func translate(_ text: [UInt8], isExtended: Bool) -> String? {
    if isExtended { return String(validating: text, as: UTF8.self) }
    var output: [UInt8] = []
    var index = 0
    while index < text.count {
      let byte = text[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\\"):
        guard index < text.count else { return nil }
        let letter = text[index]
        index += 1
        switch letter {
        case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "{"), UInt8(ascii: "}"),
          UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "|"):
          output.append(letter)
        case 0x31...0x39: return nil
        default: output += [byte, letter]
        }
      case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "{"), UInt8(ascii: "}"),
        UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "|"):
        output += [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "*") where output.isEmpty: output += [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "["):
        // A bracket holds its characters for themselves, the backslash too.
        guard let end = text[min(index + 1, text.count)...].firstIndex(of: UInt8(ascii: "]"))
        else { return nil }
        output.append(byte)
        for inner in text[index..<end] {
          if inner == UInt8(ascii: "\\") { output.append(inner) }
          output.append(inner)
        }
        output.append(UInt8(ascii: "]"))
        index = end + 1
      default: output.append(byte)
      }
    }
    return String(validating: output, as: UTF8.self)
  }
}
