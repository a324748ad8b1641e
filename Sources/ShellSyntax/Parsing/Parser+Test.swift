extension Parser {
  /// Reads the expression of `[[ … ]]` and its end.
  mutating func readTest() throws(Failure) -> Place<Script.TestNode> {
    let root = try readTestOr()
    try expect(.closeTest)
    return root
  }

  private mutating func readTestOr() throws(Failure) -> Place<Script.TestNode> {
    var left = try readTestAnd()
    while current == .bar, second == .bar {
      advanceTwo()
      left = tests.place(.or(left, try readTestAnd()))
    }
    return left
  }

  private mutating func readTestAnd() throws(Failure) -> Place<Script.TestNode> {
    var left = try readTestTerm()
    while current == .ampersand, second == .ampersand {
      advanceTwo()
      left = tests.place(.and(left, try readTestTerm()))
    }
    return left
  }

  private mutating func readTestTerm() throws(Failure) -> Place<Script.TestNode> {
    try skipLines()
    try enter()
    let term: Place<Script.TestNode>
    if current == .openParenthesis {
      position += 1
      term = try readTestOr()
      try skipLines()
      try expect(.closeParenthesis)
    } else if let (word, end) = keyword(), word == .not {
      position = end
      term = tests.place(.not(try readTestTerm()))
    } else {
      term = try readPrimary()
    }
    leave()
    try skipLines()
    return term
  }

  /// Reads a word with the operator before it or the operator and word after it.
  private mutating func readPrimary() throws(Failure) -> Place<Script.TestNode> {
    let first = try readTestWord()
    skipBlanks()
    if isUnaryOperator(first.range) {
      return tests.place(.unary(first.range, try readTestWord()))
    }
    if endsPrimary { return tests.place(.word(first)) }
    let operation = try readBinaryOperator()
    skipBlanks()
    let letters = text[operation.range]
    let second: Script.Word
    if letters.elementsEqual("=~".utf8) {
      guard current != 0, current != .newline else { throw unexpected() }
      second = try readWord(until: .regularExpression)
    } else if letters.first == .equals || letters.first == .exclamation {
      let hadExtendedPatterns = hasExtendedPatterns
      hasExtendedPatterns = true
      second = try readTestWord()
      hasExtendedPatterns = hadExtendedPatterns
    } else {
      second = try readTestWord()
    }
    return tests.place(.binary(operation, first, second))
  }

  private mutating func readTestWord() throws(Failure) -> Script.Word {
    skipBlanks()
    guard current != 0, !current.endsWord || beginsProcess, keyword()?.word != .closeTest else {
      throw unexpected()
    }
    return try readWord()
  }

  private var endsPrimary: Bool {
    switch current {
    case 0, .newline, .closeParenthesis, .ampersand, .bar: true
    default: keyword()?.word == .closeTest
    }
  }

  /// `-f` and its like: a dash and one letter that `test` knows.
  private func isUnaryOperator(_ range: ByteRange) -> Bool {
    guard range.count == 2, text[range.lowerBound] == .dash else { return false }
    return "abcdefghknoprstuvwxzGLNORS".utf8.contains(text[range.lowerBound + 1])
  }

  /// How many bytes there are before the next blank or operator.
  private var wordLength: Int {
    var end = position
    while end < limit, end < position + 4, !text[end].endsWord { end += 1 }
    return end - position
  }

  private mutating func readBinaryOperator() throws(Failure) -> ByteRange {
    let start = position
    if current == .less || current == .greater {
      position += 1
      return ByteRange(start, position)
    }
    let letters = text[start..<start + wordLength]
    let isKnown = Self.binaryOperators.contains { $0.utf8.elementsEqual(letters) }
    guard isKnown else { throw unexpected() }
    position += letters.count
    return ByteRange(start, position)
  }

  private static let binaryOperators = [
    "==", "=", "!=", "=~", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef",
  ]
}
