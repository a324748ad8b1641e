/// Recognises values that stand where a secret will be, rather than being one.
enum Placeholder {
  private static let words: [[UInt8]] = [
    "example", "changeme", "change_me", "change-me", "placeholder", "your_", "your-", "yourtoken",
    "yourkey", "yoursecret", "yourpass", "redacted", "dummy", "insert", "todo", "fixme", "xxxxx",
    "*****", "....", "#####", "replace", "enter_", "goes_here", "goeshere", "-here", "_here",
    "undefined",
    "abcdefghij", "0123456789", "<", "${", "{{", "$(", "%s", "#{", "@{",
  ].map { Array($0.utf8) }

  /// Tells whether a value names what should stand there, or is drawn from a template.
  static func isTemplate(_ text: [UInt8], _ range: Range<Int>) -> Bool {
    words.contains { text.containsFolded($0, in: range) } || hasFewLetters(text, range)
  }

  /// Tells whether a token is a run through the alphabet.
  static func isSequence(_ text: [UInt8], _ range: Range<Int>) -> Bool {
    var length = 1
    for index in range.dropFirst() {
      let isNext = text[index] == text[index - 1] &+ 1 && ASCII.isLetter(text[index])
      length = isNext ? length + 1 : 1
      if length >= 10 { return true }
    }
    return false
  }

  /// Tells whether a value is made of no more than three different bytes.
  private static func hasFewLetters(_ text: [UInt8], _ range: Range<Int>) -> Bool {
    var seen = ByteSet()
    var count = 0
    for byte in text[range] where !seen.contains(byte) {
      seen.insert(byte)
      count += 1
      if count > 3 { return false }
    }
    return true
  }
}
