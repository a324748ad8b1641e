/// Says which keys name a secret, whatever their case and separators: `apiKey`, `API-KEY` and
/// `x_api_key` alike.
struct SecretNames: Sendable {
  /// The names that are always taken for secrets.
  static let standard = SecretNames()

  /// What makes a key secret wherever it stands in it.
  private let within = words(
    """
    password passwd passphrase secret apikey accesskey privatekey signingkey encryptionkey
    authorization credential cookie sessionkey connectionstring
    """)
  /// What makes a key secret at its end only: `max_tokens` and `authority` name none.
  private let atEnd = words("token pwd auth bearer jwt pass otp cvv cvc")
  /// What makes a key name where something is, or what runs, whatever else stands in it: that is to be seen.
  private let places = [
    "askpass", "helper", "process", "command", "cmd", "program", "script", "file", "path", "url",
    "uri", "endpoint", "hook",
  ].map { Array($0.utf8) }
  /// For each byte, which letters follow it where a word begins: bit 0 for `a`. It spares most places a closer look.
  private let seconds: [UInt32]

  private init() {
    seconds = zip(within, atEnd).map { within, atEnd in
      (within + atEnd).reduce(0) { $0 | Self.bit(of: $1[1]) }
    }
  }

  /// The bit that stands for a lower-case letter; none for any other byte.
  private static func bit(of letter: UInt8) -> UInt32 {
    let place = letter &- UInt8(ascii: "a")
    return place < 26 ? 1 << UInt32(place) : 0
  }

  /// The words by their first letter, as bytes.
  private static func words(_ text: String) -> [[[UInt8]]] {
    var table = [[[UInt8]]](repeating: [], count: 256)
    for word in text.split(whereSeparator: \.isWhitespace) {
      let bytes = Array(word.utf8)
      table[Int(bytes[0])].append(bytes)
    }
    return table
  }

  /// Longer keys name nothing.
  private static let longest = 64

  /// Says whether the key between two quotes names a secret.
  func isSecret(_ bytes: Span<UInt8>, _ key: Range<Int>) -> Bool {
    guard key.count >= 3, key.count <= Self.longest, mayHoldWord(bytes, key) else { return false }
    var letters: [64 of UInt8] = .init(repeating: 0)
    var count = 0
    for index in key {
      guard let letter = Self.letter(bytes[index]) else { continue }
      letters[count] = letter
      count += 1
    }
    for start in 0..<max(0, count - 1) {
      let first = Int(letters[start])
      guard seconds[first] & Self.bit(of: letters[start + 1]) != 0 else { continue }
      for word in within[first] where start + word.count <= count {
        if Self.matches(letters, start, word) { return !isPlace(letters, count) }
      }
      for word in atEnd[first] where start + word.count == count {
        if Self.matches(letters, start, word) { return !isPlace(letters, count) }
      }
    }
    return false
  }

  /// Whether a word may begin somewhere in a key, going by two letters: in most none does.
  private func mayHoldWord(_ bytes: Span<UInt8>, _ key: Range<Int>) -> Bool {
    var before: UInt8 = 0
    for index in key {
      guard let letter = Self.letter(bytes[index]) else { continue }
      if seconds[Int(before)] & Self.bit(of: letter) != 0 { return true }
      before = letter
    }
    return false
  }

  /// A byte of a key in lower case; nil for one that only separates.
  @inline(__always)
  private static func letter(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
    case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: " "): nil
    default: byte
    }
  }

  private func isPlace(_ letters: [64 of UInt8], _ count: Int) -> Bool {
    places.contains { word in
      guard word.count <= count else { return false }
      return word.indices.allSatisfy { letters[count - word.count + $0] == word[$0] }
    }
  }

  private static func matches(_ letters: [64 of UInt8], _ start: Int, _ word: [UInt8]) -> Bool {
    for offset in 1..<word.count where letters[start + offset] != word[offset] { return false }
    return true
  }
}
