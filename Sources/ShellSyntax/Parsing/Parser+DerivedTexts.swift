extension Parser {
  /// A name without the joined lines in it.
  mutating func joined(_ range: Range<Int>) throws(Failure) -> ByteRange {
    var pieces: [Range<Int>] = []
    var index = range.lowerBound
    while index < range.upperBound {
      let start = index
      while index < range.upperBound, text[index] != .backslash { index += 1 }
      pieces.append(start..<index)
      index = skippingJoins(index)
    }
    let derived = try derive(pieces)
    return ByteRange(derived.lowerBound, derived.upperBound)
  }

  /// Puts pieces of the text side by side behind it, and gives their range.
  mutating func derive(_ pieces: [Range<Int>]) throws(Failure) -> Range<Int> {
    let start = text.count
    for piece in pieces where !piece.isEmpty {
      derivations.note(text.count, readFrom: piece.lowerBound)
      // Not by a slice, which would share the text and so have all of it copied.
      for index in piece { text.append(text[index]) }
    }
    guard text.count <= (derivations.sourceCount + 512) * 8 else {
      throw Failure(kind: .limit, position: position, message: "too many texts within texts")
    }
    return start..<text.count
  }
}
