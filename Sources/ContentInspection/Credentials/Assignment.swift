/// A name and the value that a text gives it, in whatever language: `apiKey := "…"`, `"token": "…"`, `--password=…`,
/// `<secret>…</secret>`, `put("KEY", "…")`.
struct Assignment {
  let name: Range<Int>
  let value: Range<Int>
  let isQuoted: Bool
  /// Whether a comma alone stands between the two: they may be neighbours in a list.
  let isListed: Bool

  private static let longestName = 50
  private static let longestTail = 32
  private static let longestValue = 512
  /// The bytes that names consist of.
  private static let nameBytes = ByteSet("\\u.")
  /// What stands between a name and its operator.
  private static let closing = ByteSet(members: " \t\r\n'\"`\\])}")
  private static let operators = ByteSet(members: "=:?|>+~")
  /// What may stand before the `value` of a name, and before its operator.
  private static let beforeValueWord = ByteSet(members: " \t\r\n'\",")
  private static let behindValueWord = ByteSet(members: " '\"")
  private static let brackets = ByteSet(members: "([{")
  private static let beforeQuote = ByteSet(members: "\\=(")
  /// What stands between a type and its operator.
  private static let behindType = ByteSet(members: "[]<>| \t")
  /// What ends a value without quotes.
  private static let terminators = ByteSet(members: " \t\r\n\"'`;,<>()[]{}\\|")

  /// Reads the assignment whose name holds a word; nil where the word is no name, or no value follows.
  static func around(_ word: Range<Int>, in text: [UInt8], work: inout Int) -> Assignment? {
    var start = word.lowerBound
    let first = max(0, start - longestName)
    while start > first, nameBytes.contains(text[start - 1]) { start -= 1 }
    var index = word.upperBound
    let tail = min(text.count, index + longestTail)
    while index < tail,
      nameBytes.contains(text[index]) || text[index] == 0x20 || text[index] == 0x09
    {
      index += 1
    }
    var nameEnd = index
    while nameEnd > word.upperBound, ASCII.isBlank(text[nameEnd - 1]) { nameEnd -= 1 }
    let beforeOperator = index
    defer { work &+= index &- start }
    skip(closing, atMost: 4, &index, text)
    skipValueWord(&index, text)
    let isListed =
      index < text.count && text[index] == UInt8(ascii: ",") && !isFirstArgument(start, text)
    if !skipOperator(&index, text) {
      // A flag's value stands behind a space.
      guard text[start] == UInt8(ascii: "-"),
        let space = text[word.upperBound..<beforeOperator].firstIndex(of: 0x20)
      else { return nil }
      index = space
      nameEnd = space
    }
    guard let value = value(&index, text) else { return nil }
    if !value.isQuoted, let typed = afterType(value.range, text) {
      index = typed
      guard let second = Self.value(&index, text) else { return nil }
      return Assignment(
        name: start..<nameEnd, value: second.range, isQuoted: second.isQuoted,
        isListed: isListed)
    }
    return Assignment(
      name: start..<nameEnd, value: value.range, isQuoted: value.isQuoted,
      isListed: isListed)
  }

  private static func skip(_ set: ByteSet, atMost: Int, _ index: inout Int, _ text: [UInt8]) {
    let limit = min(text.count, index + atMost)
    while index < limit, set.contains(text[index]) { index += 1 }
  }

  /// Tells whether a name is the first of several things in brackets, rather than one of a list.
  private static func isFirstArgument(_ start: Int, _ text: [UInt8]) -> Bool {
    var index = start
    let first = max(0, start - 3)
    while index > first, ASCII.isQuote(text[index - 1]) || text[index - 1] == 0x20 { index -= 1 }
    return index > 0 && brackets.contains(text[index - 1])
  }

  /// Goes over the `value` of `key="…" value="…"` and `name: …, value: …`.
  private static func skipValueWord(_ index: inout Int, _ text: [UInt8]) {
    var ahead = index
    skip(beforeValueWord, atMost: 24, &ahead, text)
    guard text.hasFolded("value", at: ahead) else { return }
    ahead += 5
    skip(behindValueWord, atMost: 2, &ahead, text)
    guard ahead < text.count, text[ahead] == UInt8(ascii: "=") || text[ahead] == UInt8(ascii: ":")
    else { return }
    index = ahead
  }

  private static func skipOperator(_ index: inout Int, _ text: [UInt8]) -> Bool {
    guard index < text.count else { return false }
    if text[index] == UInt8(ascii: ",") {
      index += 1
      return true
    }
    let start = index
    skip(operators, atMost: 5, &index, text)
    let found = text[start..<index]
    return found.contains { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ":") }
      || found.contains(UInt8(ascii: ">")) || found.count == 2 && found.first == UInt8(ascii: "|")
  }

  /// Reads a value, quoted or not, behind white space.
  private static func value(
    _ index: inout Int, _ text: [UInt8]
  ) -> (range: Range<Int>, isQuoted: Bool)? {
    skip(ByteSet.blank, atMost: 32, &index, text)
    if index + 1 < text.count, text[index] == UInt8(ascii: "@") || ASCII.isLetter(text[index]),
      ASCII.isQuote(text[index + 1])
    {
      index += 1
    }
    skip(beforeQuote, atMost: 4, &index, text)
    guard index < text.count else { return nil }
    if ASCII.isQuote(text[index]) {
      let quote = text[index]
      while index < text.count, ASCII.isQuote(text[index]) || text[index] == 0x5C { index += 1 }
      let start = index
      let limit = min(text.count, start + longestValue)
      while index < limit, text[index] != quote, text[index] != 0x0A { index += 1 }
      if index < text.count, text[index] == quote {
        var end = index
        while end > start, text[end - 1] == 0x5C { end -= 1 }
        return (scheme(start..<end, text), true)
      }
      index = start
    }
    let start = index
    let limit = min(text.count, start + longestValue)
    while index < limit, !terminators.contains(text[index]) { index += 1 }
    if index < text.count, text[index] == 0x20, isScheme(start..<index, text) {
      index += 1
      let token = index
      while index < limit, !terminators.contains(text[index]) { index += 1 }
      return (token..<index, false)
    }
    return (start..<index, false)
  }

  /// Leaves out the scheme in `Bearer …`.
  private static func scheme(_ range: Range<Int>, _ text: [UInt8]) -> Range<Int> {
    guard let space = text[range].prefix(12).firstIndex(of: 0x20),
      isScheme(range.lowerBound..<space, text)
    else { return range }
    return space + 1..<range.upperBound
  }

  private static func isScheme(_ range: Range<Int>, _ text: [UInt8]) -> Bool {
    switch range.count {
    case 5:
      text.hasFolded("basic", at: range.lowerBound) || text.hasFolded("token", at: range.lowerBound)
    case 6: text.hasFolded("bearer", at: range.lowerBound)
    default: false
    }
  }

  /// Where the value begins if what was read is a type, as in `token: string = "…"`.
  private static func afterType(_ type: Range<Int>, _ text: [UInt8]) -> Int? {
    var index = type.upperBound
    let limit = min(text.count, index + 24)
    while index < limit, behindType.contains(text[index]) { index += 1 }
    guard index > type.upperBound, index + 1 < text.count, text[index] == UInt8(ascii: "="),
      text[index + 1] != UInt8(ascii: "="), type.count <= 24
    else { return nil }
    return index + 1
  }
}
