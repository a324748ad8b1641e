internal import ByteParsing

/// Reads the text forms of addresses; each reading starts at the beginning and has to use all of the text.
struct IPAddressReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Reads `a.b.c.d`, each a decimal number up to 255 without leading zeros.
  mutating func readIPv4() -> UInt32? {
    position = 0
    return readDotted()
  }

  /// Reads eight groups of one to four hexadecimal digits; `::` stands for one or more zero groups, once, and the
  /// last two groups may be written as IPv4.
  mutating func readIPv6() -> (high: UInt64, low: UInt64)? {
    position = 0
    var groups: [UInt64] = []
    var gap: Int?
    if bytes.starts(with: "::".utf8) {
      gap = 0
      position = 2
    }
    while position < bytes.count {
      if groups.count <= 6, let tail = readTail() {
        groups += [UInt64(tail >> 16), UInt64(tail & 0xFFFF)]
        break
      }
      guard groups.count < 8, let group = readGroup() else { return nil }
      groups.append(group)
      guard position < bytes.count else { break }
      guard skip(":"), position < bytes.count else { return nil }
      if skip(":") {
        guard gap == nil else { return nil }
        gap = groups.count
      }
    }
    if let gap {
      guard groups.count < 8 else { return nil }
      groups.insert(contentsOf: repeatElement(0, count: 8 - groups.count), at: gap)
    }
    guard groups.count == 8 else { return nil }
    return (
      groups[0..<4].reduce(0) { $0 << 16 | $1 }, groups[4..<8].reduce(0) { $0 << 16 | $1 }
    )
  }

  /// Reads dotted IPv4 from here to the end; goes back where it is none.
  private mutating func readTail() -> UInt32? {
    let start = position
    if let value = readDotted() { return value }
    position = start
    return nil
  }

  private mutating func readDotted() -> UInt32? {
    var value: UInt32 = 0
    for index in 0..<4 {
      if index > 0, !skip(".") { return nil }
      guard let number = readDecimal() else { return nil }
      value = value << 8 | number
    }
    return position == bytes.count ? value : nil
  }

  private mutating func readDecimal() -> UInt32? {
    let start = position
    var value: UInt32 = 0
    while position < bytes.count, bytes[position] >= 0x30, bytes[position] <= 0x39 {
      guard position - start < 3 else { return nil }
      value = value * 10 + UInt32(bytes[position] - 0x30)
      position += 1
    }
    let length = position - start
    guard length > 0, value <= 255, length == 1 || bytes[start] != 0x30 else { return nil }
    return value
  }

  private mutating func readGroup() -> UInt64? {
    let start = position
    var value: UInt64 = 0
    while position < bytes.count, let digit = Hex.value(of: bytes[position]) {
      guard position - start < 4 else { return nil }
      value = value << 4 | UInt64(digit)
      position += 1
    }
    return position > start ? value : nil
  }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }
}
