extension Parser {
  /// Whether `$` begins an expansion here; otherwise it stands for itself.
  func beginsExpansion(within quoting: Quoting) -> Bool {
    let next = second
    switch next {
    case .openParenthesis, .openBrace: return true
    case .openBracket: return isBash
    case .singleQuote, .doubleQuote: return isBash && quoting == .none
    default: return next.continuesName || next.isSpecialParameter
    }
  }

  /// Reads what `$` begins, but for quotes.
  mutating func readExpansion(within quoting: Quoting) throws(Failure) {
    let start = position
    position = skippingJoins(start + 1)
    switch current {
    case .openParenthesis:
      try enter()
      if second == .openParenthesis {
        try readDoubleParentheses(from: start)
      } else {
        position += 1
        let list = try readSubstitution()
        try add(.substitution(list), ByteRange(start, position))
      }
      leave()
    case .openBracket:
      try enter()
      guard let end = try mate(of: .closeBracket, from: position + 1) else {
        throw unterminated("$[", from: start)
      }
      let expression = try readArithmetic(in: position + 1..<end)
      position = end + 1
      try add(.arithmetic(expression), ByteRange(start, position))
      leave()
    case .openBrace:
      try enter()
      position += 1
      try readBraced(from: start, within: quoting)
      leave()
    default: try readPlainParameter(from: start)
    }
  }

  /// Reads `$name`, `$1`, `$?`.
  private mutating func readPlainParameter(from start: Int) throws(Failure) {
    let name: ByteRange
    if current.beginsName {
      name = try takeName()
    } else {
      position += 1
      name = ByteRange(position - 1, position)
    }
    let range = ByteRange(start, position)
    let place = parameters.place(
      Script.ParameterExpansion(
        range: range, prefix: .none, name: name, subscripted: nil, operation: .none))
    try add(.parameter(place), range)
  }

  // MARK: Substitutions

  /// Reads the commands of `$(…)` or `<(…)`, and the bracket that ends them.
  private mutating func readSubstitution() throws(Failure) -> Script.CommandList {
    let outerPending = pendingHereDocuments
    let outerIsInSubstitution = isInSubstitution
    pendingHereDocuments = []
    isInSubstitution = true
    let list = try readList()
    try expect(.closeParenthesis)
    isInSubstitution = outerIsInSubstitution
    // A here-document whose body did not come yet begins after the line.
    pendingHereDocuments = outerPending + pendingHereDocuments
    return list
  }

  /// Reads `<(…)` or `>(…)`.
  mutating func readProcess() throws(Failure) {
    let start = position
    let isInput = current == .less
    try enter()
    advanceTwo()
    let list = try readSubstitution()
    leave()
    try add(.process(list, isInput: isInput), ByteRange(start, position))
  }

  /// Reads `$((…))`: arithmetic, or a substitution that begins with a subshell.
  ///
  /// The shell looks into it only when it comes to expand it, as it does for all arithmetic.
  private mutating func readDoubleParentheses(from start: Int) throws(Failure) {
    if let text = try doubleParentheses(at: position) {
      let expression = try readArithmetic(in: text)
      position = text.upperBound + 2
      try add(.arithmetic(expression), ByteRange(start, position))
      return
    }
    let content = position + 1
    position = content
    let list = try attempt { parser throws(Failure) in try parser.readSubstitution() }
    if let list {
      try add(.substitution(list), ByteRange(start, position))
      return
    }
    guard let end = try mate(of: .closeParenthesis, from: content) else {
      throw unterminated("$(", from: start)
    }
    position = end + 1
    try add(.malformed, ByteRange(start, position))
  }

  /// The text of the double parentheses that open here; nil where it is two brackets with something
  /// between their ends.
  mutating func doubleParentheses(at index: Int) throws(Failure) -> Range<Int>? {
    let content = skippingJoins(index + 1) + 1
    guard let end = try mate(of: .closeParenthesis, from: content) else {
      throw unterminated("((", from: index)
    }
    return byte(at: end + 1) == .closeParenthesis ? content..<end : nil
  }

  // MARK: Backquotes

  /// Reads `` `…` ``: its text ends at the first backquote without a backslash, and then is a script.
  mutating func readBackquoted(inQuotes: Bool) throws(Failure) {
    let start = position
    try enter()
    var end = start + 1
    var hasEscapes = false
    while end < limit, text[end] != .backquote {
      if text[end] == .backslash {
        hasEscapes = hasEscapes || isEscapedInBackquotes(byte(at: end + 1), inQuotes: inQuotes)
        end += 1
      }
      end += 1
    }
    guard end < limit else { throw unterminated("`", from: start) }
    extraWork += end - start
    var content = start + 1..<end
    if hasEscapes { content = try unescape(content, inQuotes: inQuotes) }
    let list = try attempt { parser throws(Failure) in try parser.readInnerScript(content) }
    position = end + 1
    let range = ByteRange(start, position)
    if let list { try add(.backquoted(list), range) } else { try add(.malformed, range) }
    leave()
  }

  private mutating func readInnerScript(
    _ content: Range<Int>
  ) throws(Failure) -> Script.CommandList {
    let outer = (limit, pendingHereDocuments, isInSubstitution)
    (position, limit) = (content.lowerBound, content.upperBound)
    pendingHereDocuments = []
    isInSubstitution = false
    let list = try readScript()
    (limit, pendingHereDocuments, isInSubstitution) = outer
    return list
  }

  private func isEscapedInBackquotes(_ byte: UInt8, inQuotes: Bool) -> Bool {
    switch byte {
    case .dollar, .backquote, .backslash: true
    case .doubleQuote: inQuotes
    default: false
    }
  }

  /// Gives a text of backquotes without the backslashes that only kept it together.
  private mutating func unescape(
    _ content: Range<Int>, inQuotes: Bool
  ) throws(Failure) -> Range<Int> {
    var pieces: [Range<Int>] = []
    var start = content.lowerBound
    var index = start
    while index < content.upperBound {
      if text[index] == .backslash {
        if isEscapedInBackquotes(byte(at: index + 1), inQuotes: inQuotes) {
          pieces.append(start..<index)
          start = index + 1
        }
        index += 1
      }
      index += 1
    }
    pieces.append(start..<content.upperBound)
    return try derive(pieces)
  }

  // MARK: Texts behind the source

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
      text += text[piece]
    }
    guard text.count <= (derivations.sourceCount + 512) * 8 else {
      throw Failure(kind: .limit, position: position, message: "too many texts within texts")
    }
    return start..<text.count
  }

  // MARK: Mates

  /// Finds the bracket that closes what was opened before an index, over quotes and inner brackets.
  ///
  /// Brackets within brackets are looked over once for each level, which is why there is a limit.
  mutating func mate(of closing: UInt8, from start: Int) throws(Failure) -> Int? {
    let end = findMate(of: closing, from: start)
    extraWork += (end ?? limit) - start
    guard extraWork <= (derivations.sourceCount + 512) * 16 else {
      throw Failure(kind: .limit, position: start, message: "too many brackets within brackets")
    }
    return end
  }

  private func findMate(of closing: UInt8, from start: Int) -> Int? {
    var index = start
    var expected = [closing]
    while index < limit {
      let byte = text[index]
      let last = expected[expected.count - 1]
      switch byte {
      case .backslash: index += 1
      case .singleQuote where last != .doubleQuote:
        let isAnsi = index > start && text[index - 1] == .dollar
        index += 1
        while index < limit, text[index] != .singleQuote {
          index += isAnsi && text[index] == .backslash ? 2 : 1
        }
      case .backquote:
        index += 1
        while index < limit, text[index] != .backquote {
          index += text[index] == .backslash ? 2 : 1
        }
      case .doubleQuote where last != .doubleQuote: expected.append(.doubleQuote)
      case .dollar:
        if self.byte(at: index + 1) == .openParenthesis {
          expected.append(.closeParenthesis)
          index += 1
        } else if self.byte(at: index + 1) == .openBrace {
          expected.append(.closeBrace)
          index += 1
        }
      case .openParenthesis where last == .closeParenthesis: expected.append(.closeParenthesis)
      case .openBracket where last == .closeBracket: expected.append(.closeBracket)
      case last:
        expected.removeLast()
        if expected.isEmpty { return index }
      default: break
      }
      index += 1
    }
    return nil
  }
}
