extension Parser {
  /// Reads an assignment, or the word that it turns out to be; a name begins here (XCU 2.10.2, rule 7).
  mutating func readAssignmentOrWord() throws(Failure) {
    let start = position
    let mark = parts.mark
    let name = try takeName()
    position = skippingJoins(position)
    var subscripted: Script.Subscript?
    if isBash, current == .openBracket {
      guard let found = try readSubscriptOrWord(from: start, mark: mark) else { return }
      subscripted = found
    }
    guard let isAppend = takeAssignment() else {
      position = start
      words.add(try readWord())
      return
    }
    let value = try readValue()
    assignments.add(
      Script.Assignment(
        range: ByteRange(start, position), name: name, subscripted: subscripted,
        isAppend: isAppend, value: value))
  }

  /// Reads an argument of `declare` and its like: a word that may also be an assignment.
  mutating func readDeclarationArgument() throws(Failure) -> Script.Word {
    let start = position
    var end = position
    while byte(at: end).continuesName { end += 1 }
    guard let left = leftSideEnd(after: end) else { return try readWord() }
    let name = ByteRange(start, end)
    position = end
    var subscripted: Script.Subscript?
    if current == .openBracket {
      position += 1
      let word = try readText(until: .bracket)
      try expect(.closeBracket)
      subscripted = self.subscripted(by: word)
    }
    guard let isAppend = takeAssignment(), position == left else { throw unexpected() }
    try countNode()
    let mark = parts.mark
    try add(.literal(hasSpecials: false), ByteRange(start, left))
    var traits: Script.WordTraits = []
    var elements: Run<Script.ArrayElement>?
    if current == .openParenthesis {
      let opening = position
      let run = try readArray()
      try add(.array(run), ByteRange(opening, position))
      traits = .array
      if current == 0 || current.endsWord { elements = run }
    }
    if elements == nil { traits.formUnion(try readUnquoted(until: .word, isValue: true)) }
    let run = parts.close(from: mark)
    let rest = Run<Script.WordPart>(start: Int(run.start) + 1, count: Int(run.count) - 1)
    let value = Script.Word(range: ByteRange(left, position), parts: rest, traits: traits)
    let place = assignments.place(
      Script.Assignment(
        range: ByteRange(start, position), name: name, subscripted: subscripted,
        isAppend: isAppend, value: elements.map { .array($0) } ?? .word(value)))
    return Script.Word(
      range: ByteRange(start, position), parts: run, traits: traits, assignment: place)
  }

  /// Moves past a name, and gives it without the joined lines in it.
  mutating func takeName() throws(Failure) -> ByteRange {
    let start = position
    var isJoined = false
    while true {
      while byte(at: position).continuesName { position += 1 }
      let next = skippingJoins(position)
      guard next > position, byte(at: next).continuesName else { break }
      isJoined = true
      position = next
    }
    // INVARIANT: `position` is the end of the name, before any joined lines after it.
    return isJoined ? try joined(start..<position) : ByteRange(start, position)
  }

  /// Moves past `=` or `+=`, and says whether it appends; nil where neither stands here.
  private mutating func takeAssignment() -> Bool? {
    if current == .equals {
      position += 1
      return false
    }
    guard isBash, current == .plus, byte(at: position + 1) == .equals else { return nil }
    position += 2
    return true
  }

  /// Where `=` ends the left side of an argument, which must not hold a blank outside quotes.
  private func leftSideEnd(after name: Int) -> Int? {
    var index = name
    if byte(at: index) == .openBracket {
      var quote: UInt8 = 0
      var open = 0
      let end = min(limit, index + 4096)
      while index < end {
        let byte = text[index]
        if quote == 0, byte == .openBracket { open += 1 }
        if quote == 0, byte == .closeBracket {
          open -= 1
          if open == 0 { break }
        }
        if quote == 0, byte.endsWord { return nil }
        if byte == quote {
          quote = 0
        } else if quote == 0, byte == .singleQuote || byte == .doubleQuote {
          quote = byte
        }
        index += byte == .backslash && quote != .singleQuote ? 2 : 1
      }
      index += 1
    }
    if byte(at: index) == .plus { index += 1 }
    return byte(at: index) == .equals ? index + 1 : nil
  }

  /// Reads `[…]` after a name or at the start of an element; where no `=` follows, reads a word and gives nil.
  ///
  /// The subscript may hold blanks even if the whole is a word after all: so bash reads it.
  private mutating func readSubscriptOrWord(
    from start: Int, mark: Int
  ) throws(Failure) -> Script.Subscript? {
    position += 1
    try add(.literal(hasSpecials: true), ByteRange(start, position))
    let opening = position
    let inner = parts.mark
    try countNode()
    let traits = try readUnquoted(until: .bracket)
    guard current == .closeBracket else { throw unterminated("[", from: start) }
    let end = position
    position = skippingJoins(position + 1)
    if current == .equals || current == .plus && byte(at: position + 1) == .equals {
      let word = Script.Word(
        range: ByteRange(opening, end), parts: parts.close(from: inner), traits: traits)
      parts.drop(to: mark)
      return subscripted(by: word)
    }
    try add(.literal(hasSpecials: true), ByteRange(end, end + 1))
    let rest = try readUnquoted(until: .word)
    words.add(
      Script.Word(
        range: ByteRange(start, position), parts: parts.close(from: mark),
        traits: traits.union(rest).union(.pattern)))
    return nil
  }

  private mutating func readValue() throws(Failure) -> Script.Assignment.Value {
    guard isBash, current == .openParenthesis else {
      return .word(try readText(until: .word, isValue: true))
    }
    let start = position
    let run = try readArray()
    if current == 0 || current.endsWord { return .array(run) }
    // With something behind the bracket, the shell takes the whole as a text.
    let mark = parts.mark
    try add(.array(run), ByteRange(start, position))
    let traits = try readUnquoted(until: .word, isValue: true)
    return .word(
      Script.Word(
        range: ByteRange(start, position), parts: parts.close(from: mark),
        traits: traits.union(.array)))
  }

  /// Reads `(…)` of a compound assignment.
  private mutating func readArray() throws(Failure) -> Run<Script.ArrayElement> {
    try enter()
    position += 1
    let mark = elements.mark
    let outer = pendingStart
    pendingStart = pendingHereDocuments.count
    try skipLines()
    while current != .closeParenthesis {
      elements.add(try readElement())
      try skipLines()
    }
    position += 1
    pendingStart = outer
    leave()
    return elements.close(from: mark)
  }

  private mutating func readElement() throws(Failure) -> Script.ArrayElement {
    guard current != 0, !current.endsWord || beginsProcess else { throw unexpected() }
    guard current == .openBracket else {
      return Script.ArrayElement(subscripted: nil, isAppend: false, value: try readWord())
    }
    let wordMark = words.mark
    let found = try readSubscriptOrWord(from: position, mark: parts.mark)
    guard let found, let isAppend = takeAssignment() else {
      let word = words.opened(wordMark)
      words.drop(to: wordMark)
      return Script.ArrayElement(subscripted: nil, isAppend: false, value: word)
    }
    return Script.ArrayElement(
      subscripted: found, isAppend: isAppend, value: try readText(until: .word, isValue: true))
  }
}
