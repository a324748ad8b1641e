extension Scan {
  private static let longestWord = 24

  /// Reports a literal of a model's own protocol.
  mutating func marker(_ number: Int, at keyword: Range<Int>) {
    report.work += 8
    guard let range = tables.markers[number].find(text, at: keyword.lowerBound) else { return }
    add(tables.markers[number].detector, range)
  }

  /// Reports a sentence whose first word was found, if the other words follow.
  mutating func phrase(_ number: Int, at keyword: Range<Int>) {
    guard !isWordByte(keyword.lowerBound - 1) else { return }
    let phrase = tables.phrases.phrases[number]
    var index = keyword.lowerBound
    guard let first = nextWord(&index), phrase.slots[0].takes(first) else { return }
    for (slot, before) in zip(phrase.slots.dropFirst(), phrase.slots) {
      var isFound = false
      for _ in 0...before.gap {
        guard let word = nextWord(&index) else { return }
        if slot.takes(word) {
          isFound = true
          break
        }
      }
      guard isFound else { return }
    }
    add(phrase.detector, keyword.lowerBound..<index)
  }

  private func isWordByte(_ index: Int) -> Bool {
    guard index >= 0, index < text.count else { return false }
    return ASCII.isAlphanumeric(text[index]) || text[index] >= 0x80
  }

  /// The next word in lower case, within a few bytes; white space and signs before it do not count.
  private mutating func nextWord(_ index: inout Int) -> [UInt8]? {
    var start = index
    let near = min(text.count, index + 16)
    while start < near, !isWordByte(start) { start += 1 }
    var end = start
    let limit = min(text.count, start + Self.longestWord)
    while end < limit, isWordByte(end) || text[end] == UInt8(ascii: "'") { end += 1 }
    report.work += end - index
    guard end > start else { return nil }
    index = end
    return text[start..<end].map(ASCII.lowercased)
  }
}
