/// Makes text from outside fit for messages: short, on one line, without control characters.
package enum Escaped {
  /// Shows at most `limit` characters; whatever is invisible or would change what stands around it as `\u{…}`.
  package static func text(_ text: String, limit: Int = 80) -> String {
    var result = ""
    var count = 0
    for scalar in text.unicodeScalars {
      if count >= limit { return result + "…" }
      count += 1
      if isPlain(scalar) {
        result.unicodeScalars.append(scalar)
      } else {
        result += "\\u{\(String(scalar.value, radix: 16))}"
      }
    }
    return result
  }

  /// Shows JSON as it is, but for what `text` would not show as itself: that becomes JSON's own escapes (RFC 8259, section 7),
  /// so that the value stays the same.
  package static func json(_ json: String) -> String {
    var result = ""
    result.reserveCapacity(json.utf8.count)
    for scalar in json.unicodeScalars {
      if isPlain(scalar) {
        result.unicodeScalars.append(scalar)
      } else {
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      }
    }
    return result
  }

  /// Whether a scalar shows as itself and changes nothing around it.
  private static func isPlain(_ scalar: UnicodeScalar) -> Bool {
    if scalar.value < 0x7F { return scalar.value >= 0x20 }
    // Letters that fill room and marks that choose shapes are not seen either.
    if HiddenCharacter.Kind(Int32(truncatingIfNeeded: scalar.value)) != nil { return false }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      return false
    default: return true
    }
  }
}
