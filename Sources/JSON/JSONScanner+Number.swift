extension JSONScanner {
  /// Scans a number (RFC 8259, section 6): checked, but not converted.
  mutating func scanNumber() throws(JSONError) {
    let start = position
    if bytes[position] == UInt8(ascii: "-") { position += 1 }
    let first = position
    try scanDigits(of: start)
    if bytes[first] == UInt8(ascii: "0"), position - first > 1 {
      throw JSONError(.leadingZero, at: first, "a number may not start with a needless zero")
    }
    var isPlain = true
    if has(UInt8(ascii: "."), orElse: UInt8(ascii: ".")) {
      isPlain = false
      position += 1
      try scanDigits(of: start)
    }
    if has(UInt8(ascii: "e"), orElse: UInt8(ascii: "E")) {
      isPlain = false
      position += 1
      if has(UInt8(ascii: "+"), orElse: UInt8(ascii: "-")) { position += 1 }
      try scanDigits(of: start)
    }
    try append(
      JSONToken(.number, start: start, end: position, next: tokens.count + 1, isPlain: isPlain))
  }

  /// Scans one digit or more.
  private mutating func scanDigits(of start: Int) throws(JSONError) {
    let first = position
    while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
    guard position > first else {
      guard position < bytes.count else { throw endOfText() }
      throw JSONError(
        .invalidNumber, at: position, "a digit is missing in the number at byte \(start)")
    }
  }

  private func has(_ byte: UInt8, orElse other: UInt8) -> Bool {
    position < bytes.count && (bytes[position] == byte || bytes[position] == other)
  }
}
