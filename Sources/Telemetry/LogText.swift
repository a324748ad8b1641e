/// Makes outside text safe to print: no control character reaches a terminal or breaks a line.
enum LogText {
  /// Says whether text needs no quotes in `key=value`: 1 to 256 printable ASCII characters, none of them a quote, `=` or `\`.
  static func isPlain(_ text: String) -> Bool {
    (1...256).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "=")
          && byte != UInt8(ascii: "\\")
      }
  }

  /// Appends a JSON string (RFC 8259, section 7), cut to the longest value a line takes.
  ///
  /// Besides what JSON demands, it escapes DEL, the C1 controls, and the format characters that turn or hide text.
  static func quote(_ text: String, to line: inout [UInt8]) {
    let limit = line.count + LogLine.maximumValueBytes
    line.append(UInt8(ascii: "\""))
    for scalar in text.unicodeScalars {
      guard line.count < limit else {
        line += "…".utf8
        break
      }
      append(scalar, to: &line)
    }
    line.append(UInt8(ascii: "\""))
  }

  private static func append(_ scalar: Unicode.Scalar, to line: inout [UInt8]) {
    switch scalar {
    case "\"": line += "\\\"".utf8
    case "\\": line += "\\\\".utf8
    case "\n": line += "\\n".utf8
    case "\r": line += "\\r".utf8
    case "\t": line += "\\t".utf8
    default:
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        for unit in String(scalar).utf16 { escape(unit, to: &line) }
      default: line += String(scalar).utf8
      }
    }
  }

  private static func escape(_ unit: UInt16, to line: inout [UInt8]) {
    let digits = String(unit, radix: 16)
    line += "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8
  }
}
