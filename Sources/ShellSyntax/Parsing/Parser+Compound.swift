extension Parser {
  /// Reads the rest of a compound command after its first word.
  mutating func readCompound(_ word: Keyword) throws(Failure) -> Script.Command.Kind {
    try enter()
    let kind: Script.Command.Kind
    switch word {
    case .openBrace:
      let list = try readRequiredList()
      try expect(Keyword.closeBrace)
      kind = .group(list)
    case .if: kind = try readConditional()
    case .while, .until:
      let condition = try readRequiredList()
      kind = .loop(condition: condition, body: try readDoGroup(), isUntil: word == .until)
    case .for: kind = try readFor(isSelect: false)
    case .select: kind = try readFor(isSelect: true)
    case .case: kind = try readCase()
    case .openTest: kind = .test(try readTest())
    default: throw unexpected()
    }
    leave()
    return kind
  }

  /// Reads `( … )` or `(( … ))`; which of the two, the mate of the second bracket tells.
  mutating func readParenthesized() throws(Failure) -> Script.Command.Kind {
    try enter()
    let kind: Script.Command.Kind
    if isBash, byte(at: position + 1) == .openParenthesis,
      let text = try doubleParentheses(at: position)
    {
      kind = .arithmetic(try readArithmetic(in: text))
      position = text.upperBound + 2
    } else {
      position += 1
      let list = try readRequiredList()
      try expect(.closeParenthesis)
      kind = .subshell(list)
    }
    leave()
    return kind
  }

  private mutating func readConditional() throws(Failure) -> Script.Command.Kind {
    let mark = branches.mark
    var otherwise = Script.CommandList.empty
    repeat {
      let condition = try readRequiredList()
      try expect(.then)
      branches.add(Script.Branch(condition: condition, body: try readRequiredList()))
    } while take(.elif)
    if take(.else) { otherwise = try readRequiredList() }
    try expect(.fi)
    return .conditional(branches.close(from: mark), otherwise: otherwise)
  }

  private mutating func readDoGroup() throws(Failure) -> Script.CommandList {
    try expect(Keyword.do)
    let list = try readRequiredList()
    try expect(.done)
    return list
  }

  /// Reads the body of `for` and `select`, for which bash takes braces as well.
  private mutating func readLoopBody() throws(Failure) -> Script.CommandList {
    guard isBash, take(Keyword.openBrace) else { return try readDoGroup() }
    let list = try readRequiredList()
    try expect(Keyword.closeBrace)
    return list
  }

  private mutating func readFor(isSelect: Bool) throws(Failure) -> Script.Command.Kind {
    skipBlanks()
    if isBash, !isSelect, current == .openParenthesis, byte(at: position + 1) == .openParenthesis {
      return try readArithmeticFor()
    }
    guard current != 0, !current.endsWord else { throw unexpected() }
    let name = try readWord().range
    skipBlanks()
    let hasSeparator = current == .semicolon && second != .semicolon
    if hasSeparator { position += 1 }
    try skipLines()
    let wordMark = words.mark
    let hasWords = !hasSeparator && take(.in)
    if hasWords {
      skipBlanks()
      while current != 0, !current.endsWord || beginsProcess {
        words.add(try readWord())
        skipBlanks()
      }
      if current == .semicolon {
        position += 1
      } else if current != .newline {
        throw unexpected()
      }
      try skipLines()
    }
    let list = words.close(from: wordMark)
    let body = try readLoopBody()
    return isSelect
      ? .select(name: name, words: list, hasWords: hasWords, body: body)
      : .forEach(name: name, words: list, hasWords: hasWords, body: body)
  }

  private mutating func readArithmeticFor() throws(Failure) -> Script.Command.Kind {
    guard let text = try doubleParentheses(at: position) else { throw unexpected() }
    let start = try readArithmetic(
      from: text.lowerBound, to: text.upperBound, isUpToSemicolon: true)
    let condition = try readLoopText(after: start, in: text)
    let step = try readLoopText(after: condition, in: text)
    guard position == text.upperBound else { throw unexpected() }
    position = text.upperBound + 2
    skipBlanks()
    if current == .semicolon { position += 1 }
    try skipLines()
    let loop = Script.ArithmeticLoop(start: start, condition: condition, step: step)
    return .forArithmetic(arithmeticLoops.place(loop), body: try readLoopBody())
  }

  private mutating func readLoopText(
    after previous: Script.Arithmetic, in text: Range<Int>
  ) throws(Failure) -> Script.Arithmetic {
    guard position < text.upperBound else { throw unexpected(expecting: ";") }
    return try readArithmetic(
      from: previous.range.upperBound + 1, to: text.upperBound, isUpToSemicolon: true)
  }

  // MARK: case

  private mutating func readCase() throws(Failure) -> Script.Command.Kind {
    skipBlanks()
    guard current != 0, !current.endsWord || beginsProcess else { throw unexpected() }
    let subject = try readWord()
    try skipLines()
    try expect(.in)
    try skipLines()
    let mark = caseItems.mark
    while !take(.esac) {
      let item = try readCaseItem()
      caseItems.add(item.item)
      try skipLines()
      if item.isLast {
        try expect(.esac)
        break
      }
    }
    return .choice(subject, caseItems.close(from: mark))
  }

  /// Reads one clause, and whether nothing but `esac` can follow.
  private mutating func readCaseItem() throws(Failure) -> (item: Script.CaseItem, isLast: Bool) {
    let start = position
    if current == .openParenthesis {
      position += 1
      skipBlanks()
    }
    let mark = words.mark
    while true {
      guard current != 0, !current.endsWord || beginsProcess else { throw unexpected() }
      words.add(try readWord())
      skipBlanks()
      guard current == .bar, second != .bar else { break }
      position += 1
      skipBlanks()
    }
    let patterns = words.close(from: mark)
    try expect(.closeParenthesis)
    let body = try readList()
    let (ending, isLast) = takeCaseEnding()
    let item = Script.CaseItem(
      range: ByteRange(start, position), patterns: patterns, body: body, ending: ending)
    return (item, isLast)
  }

  private mutating func takeCaseEnding() -> (Script.CaseItem.Ending, isLast: Bool) {
    guard current == .semicolon else { return (.stop, true) }
    if second == .semicolon {
      advanceTwo()
      guard isBash, current == .ampersand else { return (.stop, false) }
      position += 1
      return (.testNext, false)
    }
    guard isBash, second == .ampersand else { return (.stop, true) }
    advanceTwo()
    return (.fallThrough, false)
  }
}
