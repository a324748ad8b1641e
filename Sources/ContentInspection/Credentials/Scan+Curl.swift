extension Scan {
  /// How much of a command line is read, in bytes.
  private static let longestCommand = 1024

  /// Reports the credentials on a command line of curl: `-u user:password`, and headers that carry keys.
  mutating func curl(at keyword: Range<Int>) {
    let limit = min(text.count, keyword.upperBound + Self.longestCommand)
    guard keyword.lowerBound >= curlEnd else { return }
    var index = keyword.upperBound
    while index < limit {
      guard text[index] == UInt8(ascii: "-"), index > 0, ASCII.isBlank(text[index - 1]) else {
        if text[index] == 0x0A, !continuesLine(index) { break }
        index += 1
        continue
      }
      if let value = option("-u", "--user", &index, limit) {
        user(value)
      } else if let value = option("-H", "--header", &index, limit) {
        header(value)
      } else {
        index += 1
      }
    }
    report.work += index - keyword.upperBound
    curlEnd = index
  }

  private func continuesLine(_ newline: Int) -> Bool {
    let before = text[..<newline].suffix(2)
    return before.last == UInt8(ascii: "\\") || before.elementsEqual("\\\r".utf8)
  }

  /// The value of an option that stands at an index, unquoted.
  private func option(
    _ short: StaticString, _ long: StaticString, _ index: inout Int, _ limit: Int
  ) -> Range<Int>? {
    var next: Int
    if text.hasFolded(long, at: index) {
      next = index + long.utf8CodeUnitCount
    } else if index + 1 < limit, short.description.utf8.elementsEqual(text[index...(index + 1)]) {
      next = index + 2
    } else {
      return nil
    }
    while next < limit, text[next] == 0x20 || text[next] == UInt8(ascii: "=") || text[next] == 0x09
    {
      next += 1
    }
    guard next < limit else { return nil }
    let start: Int
    if ASCII.isQuote(text[next]) {
      let quote = text[next]
      start = next + 1
      next = start
      while next < limit, text[next] != quote { next += 1 }
    } else {
      start = next
      while next < limit, !ASCII.isBlank(text[next]) { next += 1 }
    }
    index = next
    return start..<next
  }

  private mutating func user(_ value: Range<Int>) {
    guard let colon = text[value].firstIndex(of: UInt8(ascii: ":")) else { return }
    let secret =
      colon + 1 < value.upperBound ? colon + 1..<value.upperBound : value.lowerBound..<colon
    guard secret.count >= 3, text[secret.lowerBound] != UInt8(ascii: "$"),
      !Placeholder.isTemplate(text, secret)
    else { return }
    for word in ["password", "passwd", "pass", "token", "apikey", "api_key"]
    where text[secret].map(ASCII.lowercased).elementsEqual(word.utf8) {
      return
    }
    add(.curlUser, secret)
  }

  private mutating func header(_ value: Range<Int>) {
    guard let colon = text[value].firstIndex(of: UInt8(ascii: ":")) else { return }
    let name = value.lowerBound..<colon
    let isSecret = ["authorization", "key", "token", "secret", "auth"].contains {
      text.containsFolded(Array($0.utf8), in: name)
    }
    guard isSecret else { return }
    // The last word is the secret, whatever scheme stands before it.
    var start = value.upperBound
    while start > colon + 1, !ASCII.isBlank(text[start - 1]) { start -= 1 }
    let secret = start..<value.upperBound
    guard secret.count >= 8, isHeaderValue(secret), Entropy.hundredths(text, secret) >= 275 else {
      return
    }
    add(.authorization, secret)
  }
}
