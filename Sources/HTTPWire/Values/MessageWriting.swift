/// Writes what all messages are made of (RFC 9112, section 2.1).
extension [UInt8] {
  mutating func appendLineEnd() {
    append(.carriageReturn)
    append(.lineFeed)
  }

  mutating func appendDecimal(_ number: Int) {
    var divisor = 1
    while number / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
      divisor /= 10
    }
  }

  /// Appends a field's line.
  mutating func appendLine(_ entry: HTTPFields.Entry, of fields: HTTPFields) {
    append(contentsOf: fields.wire[entry.name])
    append(UInt8(ascii: ":"))
    append(.space)
    append(contentsOf: fields.wire[entry.value])
    appendLineEnd()
  }
}
