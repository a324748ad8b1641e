import ByteParsing

/// Holds the 32 bytes of a SHA-256 hash by value, so that hashes cost no allocation.
package struct SHA256Digest: Hashable, Sendable, CustomStringConvertible {
  /// How many bytes a hash has.
  package static let byteCount = 32

  private let first: UInt64
  private let second: UInt64
  private let third: UInt64
  private let fourth: UInt64

  /// Reads four words of eight bytes, each most significant byte first.
  init(words: (UInt64, UInt64, UInt64, UInt64)) {
    (first, second, third, fourth) = words
  }

  /// Reads four words as they lie in memory.
  init(bigEndianWords words: (UInt64, UInt64, UInt64, UInt64)) {
    first = UInt64(bigEndian: words.0)
    second = UInt64(bigEndian: words.1)
    third = UInt64(bigEndian: words.2)
    fourth = UInt64(bigEndian: words.3)
  }

  /// Four words that lie in memory as the hash's bytes.
  var bigEndianWords: (UInt64, UInt64, UInt64, UInt64) {
    (first.bigEndian, second.bigEndian, third.bigEndian, fourth.bigEndian)
  }

  /// The hash whose bytes are all zero: the link of a log's first record.
  package static let zero = SHA256Digest(words: (0, 0, 0, 0))

  /// Reads exactly 32 bytes; nil for any other count.
  package init?(bytes: some Collection<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    var words: [4 of UInt64] = [0, 0, 0, 0]
    for (index, byte) in bytes.enumerated() {
      words[index / 8] = words[index / 8] << 8 | UInt64(byte)
    }
    self.init(words: (words[0], words[1], words[2], words[3]))
  }

  /// Reads exactly 64 lower-case hexadecimal digits; nil for anything else.
  package init?(hex: some StringProtocol) {
    self.init(lowerHex: Array(hex.utf8)[...])
  }

  /// Reads exactly 64 lower-case hexadecimal digits; nil for anything else.
  package init?(lowerHex digits: ArraySlice<UInt8>) {
    guard digits.count == 2 * Self.byteCount else { return nil }
    var words: [4 of UInt64] = [0, 0, 0, 0]
    for (index, digit) in digits.enumerated() {
      guard let value = Hex.value(of: digit), digit == Hex.digit(value) else { return nil }
      words[index / 16] = words[index / 16] << 4 | UInt64(value)
    }
    self.init(words: (words[0], words[1], words[2], words[3]))
  }

  /// The hash's bytes, in order.
  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.byteCount)
    append(to: &bytes)
    return bytes
  }

  /// Appends the 32 bytes to a buffer.
  package func append(to bytes: inout [UInt8]) {
    forEachByte { bytes.append($0) }
  }

  /// Appends 64 lower-case hexadecimal digits to a buffer of text.
  package func appendHex(to text: inout [UInt8]) {
    text.append(addingCapacity: Self.hexLength) { appendHex(to: &$0) }
  }

  /// How many hexadecimal digits a hash has.
  package static let hexLength = 2 * byteCount

  /// Appends 64 lower-case hexadecimal digits to a place with room for them.
  package func appendHex(to text: inout OutputSpan<UInt8>) {
    Self.appendHex(first, to: &text)
    Self.appendHex(second, to: &text)
    Self.appendHex(third, to: &text)
    Self.appendHex(fourth, to: &text)
  }

  private static func appendHex(_ word: UInt64, to text: inout OutputSpan<UInt8>) {
    var rest = word
    for _ in 0..<16 {
      // Without a look-up: a log writes two hashes for each record.
      let digit = UInt8(truncatingIfNeeded: rest &>> 60)
      text.append(digit &+ (digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10))
      rest &<<= 4
    }
  }

  /// The hash as 64 lower-case hexadecimal digits.
  package var description: String {
    var text: [UInt8] = []
    appendHex(to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  @inline(always)
  private func forEachByte(_ body: (UInt8) -> Void) {
    let words: [4 of UInt64] = [first, second, third, fourth]
    for index in 0..<4 {
      for shift in stride(from: UInt64(56), through: 0, by: -8) {
        body(UInt8(truncatingIfNeeded: words[index] >> shift))
      }
    }
  }
}
