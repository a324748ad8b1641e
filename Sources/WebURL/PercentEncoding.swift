internal import ByteParsing

/// Percent-encodes and decodes bytes (https://url.spec.whatwg.org/#percent-encoded-bytes).
package enum PercentEncoding {
  /// The sets of bytes that are encoded, each with all of those before it but as noted.
  enum Set {
    case control, fragment, query
    /// The query of a special scheme: with `'` too.
    case specialQuery
    /// Without the `'` of the special query.
    case path
    case userinfo

    func contains(_ byte: UInt8) -> Bool {
      if byte <= 0x1F || byte > 0x7E { return true }
      switch self {
      case .control: return false
      case .fragment: return Self.isQuoteOrAngle(byte) || byte == UInt8(ascii: "`")
      case .query: return Self.isQuoteOrAngle(byte) || byte == UInt8(ascii: "#")
      case .specialQuery:
        return Self.isQuoteOrAngle(byte) || byte == UInt8(ascii: "#") || byte == UInt8(ascii: "'")
      case .path: return Self.isInPath(byte)
      case .userinfo: return Self.isInPath(byte) || Self.isInUserinfo(byte)
      }
    }

    private static func isQuoteOrAngle(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"): true
      default: false
      }
    }

    private static func isInPath(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "#"), UInt8(ascii: "?"), UInt8(ascii: "^"), UInt8(ascii: "`"),
        UInt8(ascii: "{"), UInt8(ascii: "}"):
        true
      default: isQuoteOrAngle(byte)
      }
    }

    private static func isInUserinfo(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: "="),
        UInt8(ascii: "@"), UInt8(ascii: "["), UInt8(ascii: "\\"), UInt8(ascii: "]"),
        UInt8(ascii: "|"):
        true
      default: false
      }
    }
  }

  /// Appends a byte, encoded if it is in the set.
  static func append(_ byte: UInt8, _ set: Set, to output: inout [UInt8]) {
    guard set.contains(byte) else {
      output.append(byte)
      return
    }
    output.append(UInt8(ascii: "%"))
    output.append(digit(byte >> 4))
    output.append(digit(byte & 0xF))
  }

  static func encode(_ bytes: some Sequence<UInt8>, _ set: Set) -> String {
    var output: [UInt8] = []
    for byte in bytes { append(byte, set, to: &output) }
    return String(decoding: output, as: UTF8.self)
  }

  /// Decodes each `%` with two hexadecimal digits behind it; any other stays.
  package static func decode(_ bytes: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
        let high = Hex.value(of: bytes[index + 1]), let low = Hex.value(of: bytes[index + 2])
      {
        output.append(high << 4 | low)
        index += 3
      } else {
        output.append(bytes[index])
        index += 1
      }
    }
    return output
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + (value - 10)
  }
}
