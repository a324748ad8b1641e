/// Quotes text so that a shell reads it back as one word.
enum Quoting {
  static func quote(_ text: String) -> [UInt8] {
    if text.isEmpty { return [0x27, 0x27] }
    var output: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80..., UInt8(ascii: "/"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "="), UInt8(ascii: ":"),
        UInt8(ascii: "@"), UInt8(ascii: "%"), UInt8(ascii: "+"):
        output.append(byte)
      case Lines.newline: output += Array("$'\\n'".utf8)
      default: output += [UInt8(ascii: "\\"), byte]
      }
    }
    return output
  }

  /// The same with single quotes around all of it, as `${name@Q}` puts them.
  static func inSingleQuotes(_ text: String) -> String {
    var output: [UInt8] = [UInt8(ascii: "'")]
    for byte in text.utf8 {
      if byte == UInt8(ascii: "'") { output += "'\\''".utf8 } else { output.append(byte) }
    }
    output.append(UInt8(ascii: "'"))
    return String(decoding: output, as: UTF8.self)
  }
}
