extension Parser {
  /// Reads everything there is.
  mutating func readScript() throws(Failure) -> Script.CommandList {
    let list = try readList()
    guard position >= limit else { throw unexpected() }
    return list
  }

  /// Reads commands up to what cannot begin one: the end, `)`, `;;` or a reserved word that closes.
  mutating func readList() throws(Failure) -> Script.CommandList {
    let mark = lists.mark
    try skipLines()
    while beginsCommand {
      let start = position
      let run = try readAndOr()
      let end = position
      skipBlanks()
      var isBackground = false
      var isLast = false
      switch current {
      case .semicolon where second != .semicolon && !(isBash && second == .ampersand):
        position += 1
      case .ampersand:
        isBackground = true
        position += 1
      case .newline: break
      default: isLast = true
      }
      lists.add(
        Script.AndOrList(range: ByteRange(start, end), pipelines: run, isBackground: isBackground))
      if isLast { break }
      try skipLines()
    }
    return lists.close(from: mark)
  }

  /// Reads a list that may not be empty (`compound_list` of the grammar).
  mutating func readRequiredList() throws(Failure) -> Script.CommandList {
    let list = try readList()
    if list.isEmpty { throw unexpected() }
    return list
  }

  /// Whether a command can begin here, after blanks.
  private var beginsCommand: Bool {
    switch current {
    case 0, .closeParenthesis, .semicolon, .bar: false
    case .ampersand: isBash && second == .greater
    default: keyword().map { !$0.word.isCloser } ?? true
    }
  }

  private mutating func readAndOr() throws(Failure) -> Run<Script.Pipeline> {
    let mark = pipelines.mark
    var connection = Script.Pipeline.Connection.first
    while true {
      pipelines.add(try readPipeline(connection))
      skipBlanks()
      if current == .ampersand, second == .ampersand {
        connection = .and
      } else if current == .bar, second == .bar {
        connection = .or
      } else {
        return pipelines.close(from: mark)
      }
      advanceTwo()
      try skipLines()
    }
  }

  private mutating func readPipeline(
    _ connection: Script.Pipeline.Connection
  ) throws(Failure) -> Script.Pipeline {
    let start = position
    var isNegated = false
    var isTimed = false
    while mayBePrefix, let (word, end) = keyword(), word == .not || word == .time {
      position = end
      if word == .not { isNegated.toggle() } else { isTimed = true }
      skipBlanks()
      if word == .time { skipTimeOptions() }
    }
    let mark = commands.mark
    if position > start, endsEmptyPipeline {
      return Script.Pipeline(
        range: ByteRange(start, position), connection: connection, isNegated: isNegated,
        isTimed: isTimed, commands: commands.close(from: mark))
    }
    while true {
      commands.add(try readCommand())
      let end = position
      skipBlanks()
      guard current == .bar, second != .bar else {
        return Script.Pipeline(
          range: ByteRange(start, end), connection: connection, isNegated: isNegated,
          isTimed: isTimed, commands: commands.close(from: mark))
      }
      if isBash, second == .ampersand {
        commands.updateLast { $0.pipesErrors = true }
        advanceTwo()
      } else {
        position += 1
      }
      try skipLines()
      if let (word, _) = keyword(), word == .not { throw unexpected() }
    }
  }

  /// Whether `!` or `time` may stand here, be it behind a joined line.
  private var mayBePrefix: Bool {
    current == .exclamation || current == UInt8(ascii: "t") || current == .backslash
  }

  /// `!` and `time` may stand alone before a line end or `;`.
  private var endsEmptyPipeline: Bool {
    switch current {
    case 0, .newline: true
    case .semicolon: second != .semicolon
    default: false
    }
  }

  private mutating func skipTimeOptions() {
    for option in [UInt8(ascii: "p"), .dash] {
      let end = position + 2
      guard current == .dash, byte(at: position + 1) == option,
        end >= limit || text[end].endsWord
      else { continue }
      position = end
      skipBlanks()
    }
  }

  /// The reserved word that stands here, if one does, and where it ends (XCU 2.4).
  @inline(__always)
  func keyword() -> (word: Keyword, end: Int)? {
    // Most words are told from them by two letters.
    current.mayBeginKeyword(before: byte(at: position + 1)) ? readKeyword() : nil
  }

  private func readKeyword() -> (word: Keyword, end: Int)? {
    var letters: UInt64 = 0
    var index = skippingJoins(position)
    while true {
      let byte = byte(at: index)
      if byte == 0 || byte.endsWord { break }
      guard letters >> 56 == 0 else { return nil }
      letters = letters << 8 | UInt64(byte)
      index = skippingJoins(index + 1)
    }
    guard let word = Keyword(rawValue: letters), isBash || !word.isBash else { return nil }
    if word == .not, hasExtendedPatterns, byte(at: index) == .openParenthesis { return nil }
    return (word, index)
  }

  /// Moves past a reserved word that must stand here.
  mutating func expect(_ expected: Keyword) throws(Failure) {
    guard let (word, end) = keyword(), word == expected else {
      throw unexpected(expecting: expected.text)
    }
    position = end
  }

  /// Moves past a reserved word if it stands here.
  mutating func take(_ expected: Keyword) -> Bool {
    guard let (word, end) = keyword(), word == expected else { return false }
    position = end
    return true
  }

  /// Moves past a byte that must stand here.
  mutating func expect(_ expected: UInt8) throws(Failure) {
    guard current == expected else {
      throw unexpected(expecting: String(decoding: [expected], as: UTF8.self))
    }
    position += 1
  }
}
