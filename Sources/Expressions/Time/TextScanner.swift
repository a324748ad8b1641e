/// Reads the short fixed forms of times from left to right.
struct TextScanner {
  private let bytes: [UInt8]
  private var position = 0

  init(_ text: String) {
    bytes = Array(text.utf8)
  }

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  var isAtEnd: Bool { position == bytes.count }

  /// The next byte, which stays.
  var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  mutating func takes(_ character: UnicodeScalar) -> Bool {
    guard let next, UInt32(next) == character.value else { return false }
    position += 1
    return true
  }

  mutating func digit() -> Int? {
    guard let next, next.isDigit else { return nil }
    position += 1
    return Int(next - UInt8(ascii: "0"))
  }

  /// Exactly so many digits.
  mutating func number(digits: Int) -> Int? {
    var value = 0
    for _ in 0..<digits {
      guard let digit = digit() else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  /// One to three digits or more, up to a bound.
  mutating func number(upTo limit: Int) -> Int? {
    guard var value = digit() else { return nil }
    while let digit = digit() {
      value = value * 10 + digit
      guard value <= limit else { return nil }
    }
    return value <= limit ? value : nil
  }

  /// Takes bytes while they fulfil a condition.
  mutating func text(while condition: (UInt8) -> Bool) -> [UInt8] {
    let start = position
    while let next, condition(next) { position += 1 }
    return Array(bytes[start..<position])
  }

  /// `hh:mm`, less than a day, in seconds.
  mutating func hoursAndMinutes() -> Int? {
    guard let hours = number(digits: 2), hours < 24, takes(":"),
      let minutes = number(digits: 2), minutes < 60
    else { return nil }
    return hours * 3600 + minutes * 60
  }
}
