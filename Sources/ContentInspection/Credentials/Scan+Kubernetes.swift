extension Scan {
  private static let reach = (before: 400, behind: 800)

  /// Reports the values of a Kubernetes secret whose `kind:` was found.
  mutating func kubernetesSecret(at keyword: Range<Int>) {
    var index = keyword.upperBound
    while index < text.count, index < keyword.upperBound + 4,
      text[index] == 0x20 || ASCII.isQuote(text[index]) || text[index] == UInt8(ascii: ":")
    {
      index += 1
    }
    guard text.hasFolded("secret", at: index), keyword.lowerBound >= manifestEnd,
      index + 6 >= text.count || !ASCII.isAlphanumeric(text[index + 6])
    else { return }
    index = max(0, keyword.lowerBound - Self.reach.before)
    let limit = min(text.count, keyword.upperBound + Self.reach.behind)
    report.work += limit - index
    manifestEnd = limit
    let data = Array("data".utf8)
    while index < limit, !text.containsFolded(data, in: index..<min(limit, index + 4)) {
      index += 1
    }
    index += 4
    while index < limit {
      if let value = manifestValue(&index, limit) {
        if !value.isEmpty { add(.kubernetesSecret, value) }
      } else {
        index += 1
      }
    }
  }

  /// The base64 behind the next colon; empty where it is none, nil where no colon stands.
  private func manifestValue(_ index: inout Int, _ limit: Int) -> Range<Int>? {
    guard text[index] == UInt8(ascii: ":") else { return nil }
    index += 1
    let skipped = ByteSet(members: " \t\r\n\"'|>-+")
    while index < limit, skipped.contains(text[index]) { index += 1 }
    let start = index
    let letters = ByteSet("\\b=")
    while index < limit, letters.contains(text[index]) { index += 1 }
    let value = start..<index
    guard value.count >= 10, index == text.count || text[index] != UInt8(ascii: ":"),
      !Placeholder.isTemplate(text, value),
      value.count % 4 == 0 || Entropy.hundredths(text, value) >= 350
    else { return start..<start }
    return value
  }
}
