extension Parser {
  /// Reads one command with its redirections (`command` of the grammar).
  mutating func readCommand() throws(Failure) -> Script.Command {
    let start = position
    if current == .openParenthesis {
      let kind = try readParenthesized()
      return try finish(kind, from: start)
    }
    guard let (word, end) = keyword() else { return try readSimpleCommand() }
    switch word {
    case .function:
      position = end
      return try readFunctionKeyword(from: start)
    case .coproc:
      position = end
      return try readCoprocess(from: start)
    case .time: return try readSimpleCommand()
    default:
      guard word.beginsCompound else { throw unexpected() }
      position = end
      let kind = try readCompound(word)
      return try finish(kind, from: start)
    }
  }

  /// Reads the redirections after a compound command.
  private mutating func finish(
    _ kind: Script.Command.Kind, from start: Int
  ) throws(Failure) -> Script.Command {
    let mark = redirections.mark
    var end = position
    skipBlanks()
    while try readRedirection() {
      end = position
      skipBlanks()
    }
    return Script.Command(
      range: ByteRange(start, end), kind: kind, redirections: redirections.close(from: mark))
  }

  // MARK: Simple commands

  /// Reads assignments, words and redirections, or the definition of a function that a name begins.
  private mutating func readSimpleCommand() throws(Failure) -> Script.Command {
    let start = position
    let wordMark = words.mark
    let assignmentMark = assignments.mark
    let redirectionMark = redirections.mark
    var isDeclaration = false
    var end = position
    while true {
      skipBlanks()
      let byte = current
      if byte == 0 || byte == .newline || byte == .semicolon || byte == .bar
        || byte == .closeParenthesis
      {
        break
      }
      if byte == .openParenthesis {
        let isName =
          words.mark == wordMark + 1 && assignments.mark == assignmentMark
          && redirections.mark == redirectionMark
        guard isName else { throw unexpected() }
        let name = words.opened(wordMark)
        words.drop(to: wordMark)
        return try readFunction(named: name, from: start)
      }
      if byte.mayBeginRedirection, try readRedirection() {
        end = position
        continue
      }
      if byte == .ampersand { break }
      let isCommand = words.mark == wordMark
      if !(isCommand || isDeclaration) || !byte.beginsName {
        words.add(try readWord())
      } else if isCommand {
        try readAssignmentOrWord()
      } else {
        words.add(try readDeclarationArgument())
      }
      end = position
      if isCommand, words.mark > wordMark { isDeclaration = declares(words.opened(wordMark)) }
    }
    guard end > start else { throw unexpected() }
    if words.mark > wordMark + 2 { noteExtendedPatterns(from: wordMark) }
    return Script.Command(
      range: ByteRange(start, end),
      kind: .simple(
        assignments: assignments.close(from: assignmentMark), words: words.close(from: wordMark)),
      redirections: redirections.close(from: redirectionMark))
  }

  /// Whether a command takes assignments as arguments.
  private func declares(_ word: Script.Word) -> Bool {
    guard isBash, word.range.count <= 8 else { return false }
    var letters: UInt64 = 0
    for index in word.range.range { letters = letters << 8 | UInt64(text[index]) }
    return Self.declarations.contains(letters)
  }

  /// The commands, their bytes in a number as those of a `Keyword`.
  private static let declarations: [UInt64] = [
    "alias", "declare", "eval", "export", "let", "local", "readonly", "typeset",
  ].map { $0.utf8.reduce(0) { $0 << 8 | UInt64($1) } }

  /// Takes note of `shopt -s extglob`; the shell has read the rest of the line by the time it runs it.
  private mutating func noteExtendedPatterns(from mark: Int) {
    func text(_ index: Int) -> ArraySlice<UInt8> { self.text[words.opened(index).range.range] }
    guard isBash, text(mark).elementsEqual("shopt".utf8), text(mark + 1).elementsEqual("-s".utf8)
    else { return }
    for index in mark + 2..<words.mark where text(index).elementsEqual("extglob".utf8) {
      willHaveExtendedPatterns = true
    }
  }

  // MARK: Functions and coprocesses

  /// Reads `()` and the body after a function's name.
  private mutating func readFunction(
    named name: Script.Word, from start: Int
  ) throws(Failure) -> Script.Command {
    position += 1
    skipBlanks()
    try expect(.closeParenthesis)
    return try readFunctionBody(of: name, from: start)
  }

  private mutating func readFunctionKeyword(from start: Int) throws(Failure) -> Script.Command {
    skipBlanks()
    guard current != 0, !current.endsWord else { throw unexpected() }
    let name = try readWord()
    skipBlanks()
    if current == .openParenthesis, second == .closeParenthesis || second.isBlank {
      let opening = position
      position += 1
      skipBlanks()
      if current == .closeParenthesis {
        position += 1
      } else {
        position = opening
      }
    }
    return try readFunctionBody(of: name, from: start)
  }

  private mutating func readFunctionBody(
    of name: Script.Word, from start: Int
  ) throws(Failure) -> Script.Command {
    try skipLines()
    if isBash, !beginsCompound { throw unexpected() }
    try enter()
    let body = try readCommand()
    leave()
    return Script.Command(
      range: ByteRange(start, body.range.upperBound),
      kind: .function(name: name, body: commands.place(body)), redirections: .empty)
  }

  private mutating func readCoprocess(from start: Int) throws(Failure) -> Script.Command {
    skipBlanks()
    var name: Script.Word?
    if !beginsCompound {
      if keyword() != nil { throw unexpected() }
      var end = position
      while byte(at: end).continuesName { end += 1 }
      let afterName = end
      while byte(at: end).isBlank { end += 1 }
      if afterName > position, end > afterName {
        let word = position..<afterName
        let before = position
        position = end
        if beginsCompound {
          name = try literalWord(word)
        } else {
          position = before
        }
      }
    }
    try enter()
    let body = try readCommand()
    leave()
    return Script.Command(
      range: ByteRange(start, body.range.upperBound),
      kind: .coprocess(name: name, body: commands.place(body)), redirections: .empty)
  }

  /// Whether a compound command begins here.
  private var beginsCompound: Bool {
    current == .openParenthesis || keyword()?.word.beginsCompound == true
  }

  private mutating func literalWord(_ range: Range<Int>) throws(Failure) -> Script.Word {
    let mark = parts.mark
    let range = ByteRange(range.lowerBound, range.upperBound)
    try add(.literal(hasSpecials: false), range)
    return Script.Word(range: range, parts: parts.close(from: mark), traits: [])
  }
}
