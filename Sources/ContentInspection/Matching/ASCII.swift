/// Small questions about single bytes.
enum ASCII {
  @inline(__always)
  static func lowercased(_ byte: UInt8) -> UInt8 {
    0x41...0x5A ~= byte ? byte | 0x20 : byte
  }

  @inline(__always)
  static func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }

  @inline(__always)
  static func isLetter(_ byte: UInt8) -> Bool { 0x61...0x7A ~= byte | 0x20 }

  @inline(__always)
  static func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) }

  @inline(__always)
  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || 0x09...0x0D ~= byte }

  @inline(__always)
  static func isQuote(_ byte: UInt8) -> Bool { byte == 0x22 || byte == 0x27 || byte == 0x60 }
}

extension [UInt8] {
  /// Tells whether a lower-case text stands at an index, whatever the case there.
  func hasFolded(_ text: StaticString, at index: Int) -> Bool {
    guard index >= 0, count - index >= text.utf8CodeUnitCount else { return false }
    let letters = text.description.utf8
    return zip(letters, self[index...]).allSatisfy { $0 == ASCII.lowercased($1) }
  }

  /// Tells whether lower-case letters stand at an index, whatever the case there.
  func hasFolded(_ letters: [UInt8], at index: Int) -> Bool {
    guard index >= 0, count - index >= letters.count else { return false }
    var offset = 0
    while offset < letters.count, letters[offset] == ASCII.lowercased(self[index + offset]) {
      offset += 1
    }
    return offset == letters.count
  }

  /// Tells whether a lower-case text stands anywhere in a range, whatever the case there.
  func containsFolded(_ text: [UInt8], in range: Range<Int>) -> Bool {
    guard let first = text.first, range.count >= text.count else { return false }
    var index = range.lowerBound
    let last = range.upperBound - text.count
    while index <= last {
      if ASCII.lowercased(self[index]) == first {
        var offset = 1
        while offset < text.count, ASCII.lowercased(self[index + offset]) == text[offset] {
          offset += 1
        }
        if offset == text.count { return true }
      }
      index += 1
    }
    return false
  }
}
