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
    guard let first = nextWord(&index), phrase.slots[0].takes(text, first) else { return }
    for (slot, before) in zip(phrase.slots.dropFirst(), phrase.slots) {
      var isFound = false
      for _ in 0...before.gap {
        guard let word = nextWord(&index) else { return }
        if slot.takes(text, word) {
          isFound = true
          break
        }
      }
      guard isFound else { return }
    }
    add(phrase.detector, keyword.lowerBound..<index)
  }

  /// Reports the part of the text that the trained model takes to speak to a model.
  mutating func model() {
    report.work += text.count
    guard let range = tables.model.find(text) else { return }
    add(.injectionModel, range)
  }

  private func isWordByte(_ index: Int) -> Bool {
    guard index >= 0, index < text.count else { return false }
    return ASCII.isAlphanumeric(text[index]) || text[index] >= 0x80
  }

  /// The next word, within a few bytes; white space and signs before it do not count.
  private mutating func nextWord(_ index: inout Int) -> Word? {
    var start = index
    let near = min(text.count, index + 16)
    while start < near, !isWordByte(start) { start += 1 }
    var end = start
    let limit = min(text.count, start + Self.longestWord)
    var key = Word.start
    while end < limit, isWordByte(end) || text[end] == UInt8(ascii: "'") {
      key = Word.step(key, text[end])
      end += 1
    }
    report.work += end - index
    guard end > start else { return nil }
    index = end
    return Word(range: start..<end, key: key)
  }
}
