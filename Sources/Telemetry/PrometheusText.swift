/// Writes the Prometheus text exposition format, version 0.0.4.
package struct PrometheusText {
  package private(set) var bytes: [UInt8] = []

  /// Says whether text is a metric or label name: `[a-zA-Z_][a-zA-Z0-9_]*` (the `:` is left to recording rules).
  static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, !isDigit(first) else { return false }
    return text.utf8.allSatisfy { byte in
      isDigit(byte) || byte == UInt8(ascii: "_")
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  mutating func header(_ name: String, help: String, type: String) {
    bytes += "# HELP \(name) ".utf8
    escape(help, quotes: false)
    bytes += "\n# TYPE \(name) \(type)\n".utf8
  }

  mutating func sample(_ name: String, _ labels: [LabelPair], value: String) {
    bytes += name.utf8
    var separator = UInt8(ascii: "{")
    for label in labels {
      bytes.append(separator)
      separator = UInt8(ascii: ",")
      bytes += label.name.utf8
      bytes += "=\"".utf8
      escape(label.value, quotes: true)
      bytes.append(UInt8(ascii: "\""))
    }
    if !labels.isEmpty { bytes.append(UInt8(ascii: "}")) }
    bytes.append(UInt8(ascii: " "))
    bytes += value.utf8
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Escapes backslash and line feed everywhere, and the quote in label values.
  private mutating func escape(_ text: String, quotes: Bool) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\\"): bytes += "\\\\".utf8
      case UInt8(ascii: "\n"): bytes += "\\n".utf8
      case UInt8(ascii: "\"") where quotes: bytes += "\\\"".utf8
      default: bytes.append(byte)
      }
    }
  }
}
