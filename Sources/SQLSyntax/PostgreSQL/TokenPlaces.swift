/// Finds the end of what the parser gives only the beginning of.
struct TokenPlaces {
  private let tokens: [SQLToken]

  init(_ tokens: [SQLToken]) {
    self.tokens = tokens
  }

  /// The index of the first token that begins at a byte or after it.
  private func index(at byte: Int) -> Int {
    var (low, high) = (0, tokens.count)
    while low < high {
      let middle = (low + high) / 2
      if tokens[middle].start < byte { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The name with its dots, or the literal, that begins at a byte; nil where no token does.
  func name(at byte: Int?) -> Range<Int>? {
    guard let byte else { return nil }
    var index = index(at: byte)
    guard index < tokens.count, tokens[index].start == byte, tokens[index].end > byte else {
      return nil
    }
    while index + 2 < tokens.count, tokens[index + 1].kind == .dot,
      tokens[index + 2].kind == .word || tokens[index + 2].kind == .quoted
    {
      index += 2
    }
    return byte..<tokens[index].end
  }

  /// A statement's first to last token between two bytes.
  func statement(from start: Int, to end: Int?) -> Range<Int> {
    let total = tokens.last?.end ?? 0
    let first = index(at: start)
    guard first < tokens.count else { return start..<total }
    var last = end.map { index(at: $0) } ?? tokens.count - 1
    while last > first + 1, tokens[last - 1].kind == .semicolon { last -= 1 }
    let begin = tokens[first].start
    return begin..<max(begin, last > first ? tokens[last - 1].end : tokens[first].end)
  }
}
