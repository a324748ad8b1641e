import ByteParsing

/// The ways in which programs change the text of a path before they use it.
enum PathDecoding {
  /// Undoes one round of percent-encoding; nil where there is nothing to undo.
  ///
  /// - Parameter isWide: Whether `%u002e` is undone too, as some servers do.
  static func percent(_ bytes: [UInt8], isWide: Bool) -> [UInt8]? {
    guard bytes.contains(UInt8(ascii: "%")) else { return nil }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var hasChanged = false
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%") {
        if let value = number(bytes, at: index + 1, digits: 2) {
          result.append(UInt8(truncatingIfNeeded: value))
          index += 3
          hasChanged = true
          continue
        }
        if isWide, index + 1 < bytes.count, bytes[index + 1] | 0x20 == UInt8(ascii: "u"),
          let value = number(bytes, at: index + 2, digits: 4), let scalar = Unicode.Scalar(value)
        {
          result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.EncodedScalar())
          index += 6
          hasChanged = true
          continue
        }
      }
      result.append(bytes[index])
      index += 1
    }
    return hasChanged ? result : nil
  }

  private static func number(_ bytes: [UInt8], at start: Int, digits: Int) -> UInt32? {
    guard start + digits <= bytes.count else { return nil }
    var value: UInt32 = 0
    for index in start..<(start + digits) {
      guard let digit = Hex.value(of: bytes[index]) else { return nil }
      value = value << 4 | UInt32(digit)
    }
    return value
  }

  /// Reads text as the most lenient programs do: backslashes are slashes, overlong UTF-8 is what it is long for, and
  /// characters that look like a dot or a slash are one.
  static func lenient(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\\") {
        result.append(UInt8(ascii: "/"))
        index += 1
      } else if byte < 0x80 {
        result.append(byte)
        index += 1
      } else if let (value, length) = scalar(bytes, at: index), let plain = plain(value) {
        result += plain
        index += length
      } else {
        result.append(byte)
        index += 1
      }
    }
    return result
  }

  /// Decodes UTF-8 without any of the checks, in forms of up to six bytes (RFC 2279).
  private static func scalar(_ bytes: [UInt8], at start: Int) -> (value: UInt32, length: Int)? {
    let first = bytes[start]
    let length: Int
    switch first {
    case 0xC0...0xDF: length = 2
    case 0xE0...0xEF: length = 3
    case 0xF0...0xF7: length = 4
    case 0xF8...0xFB: length = 5
    case 0xFC...0xFD: length = 6
    default: return nil
    }
    guard start + length <= bytes.count else { return nil }
    var value = UInt32(first) & (0xFF >> UInt32(length + 1))
    for index in (start + 1)..<(start + length) {
      // Only the two-byte form is also read with a second byte that is none.
      guard length == 2 && first <= 0xC1 || bytes[index] & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(bytes[index] & 0x3F)
    }
    return (value, length)
  }

  /// The ASCII that a lenient program takes a scalar for; nil for one that is only itself.
  private static func plain(_ value: UInt32) -> [UInt8]? {
    switch value {
    case 0x5C: [UInt8(ascii: "/")]
    case 0..<0x80: [UInt8(value)]
    // Full-width forms.
    case 0xFF3C: [UInt8(ascii: "/")]
    case 0xFF01...0xFF5E: [UInt8(value - 0xFEE0)]
    case 0x2024, 0xFE52, 0x3002, 0xFF61: [UInt8(ascii: ".")]
    case 0x2025: Array("..".utf8)
    case 0x2026: Array("...".utf8)
    // Division, fraction and set-minus signs, and what some code pages keep for slashes.
    case 0x2044, 0x2215, 0x2216, 0x2571, 0x2572, 0x29F5, 0x29F8, 0x29F9, 0xFE68, 0xEFC8, 0xF025:
      [UInt8(ascii: "/")]
    default: nil
    }
  }
}
