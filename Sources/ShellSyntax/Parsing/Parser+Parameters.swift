extension Parser {
  /// Reads a `${…}`, from behind the brace on.
  ///
  /// What the shell would refuse as a bad substitution when it comes to expand it is `malformed`.
  mutating func readBraced(from start: Int, within quoting: Quoting) throws(Failure) {
    let content = position
    let nodesBefore = nodes
    let mark = parts.mark
    if let expansion = try readParameter(from: start, within: quoting) {
      let place = parameters.place(expansion)
      return try add(.parameter(place), expansion.range)
    }
    parts.drop(to: mark)
    // What was not read as words yet may hold quotes and brackets that belong together.
    let rest = nodes == nodesBefore ? content : position
    guard let end = try mate(of: .closeBrace, from: rest) else {
      throw unterminated("${", from: start)
    }
    position = end + 1
    try add(.malformed, ByteRange(start, position))
  }

  /// Reads up to `}`; nil, at the byte that is wrong, for a bad substitution.
  private mutating func readParameter(
    from start: Int, within quoting: Quoting
  ) throws(Failure) -> Script.ParameterExpansion? {
    let prefix = readPrefix()
    guard let name = readName() else { return nil }
    var subscripted: Script.Subscript?
    if isBash, current == .openBracket {
      guard let found = try readSubscript() else { return nil }
      subscripted = found
    }
    let operation: Script.ParameterExpansion.Operation
    if current == .closeBrace {
      operation = .none
    } else if prefix == .length {
      return nil
    } else if prefix == .indirect, current == .at || current == .star,
      byte(at: position + 1) == .closeBrace
    {
      operation = .names(isJoined: current == .star)
      position += 1
    } else {
      guard let found = try readOperation(within: quoting) else { return nil }
      operation = found
    }
    guard current == .closeBrace else {
      guard position < limit else { throw unterminated("${", from: start) }
      return nil
    }
    position += 1
    var meaning = operation
    if prefix == .indirect, case .none = operation {
      switch subscripted {
      case .each: meaning = .keys(isJoined: false)
      case .joined: meaning = .keys(isJoined: true)
      default: break
      }
    }
    return Script.ParameterExpansion(
      range: ByteRange(start, position), prefix: prefix, name: name, subscripted: subscripted,
      operation: meaning)
  }

  /// Reads `#` or `!` where it is a prefix and not the name of a parameter.
  private mutating func readPrefix() -> Script.ParameterExpansion.Prefix {
    let next = byte(at: position + 1)
    let isBeforeName =
      next.continuesName || next.isSpecialParameter && byte(at: position + 2) == .closeBrace
    switch current {
    case .hash where isBeforeName:
      position += 1
      return .length
    case .exclamation where isBash && isBeforeName:
      position += 1
      return .indirect
    default: return .none
    }
  }

  private mutating func readName() -> ByteRange? {
    let start = position
    if current.isDigit {
      while current.isDigit { position += 1 }
    } else if current.beginsName {
      while current.continuesName { position += 1 }
    } else if current.isSpecialParameter {
      position += 1
    } else {
      return nil
    }
    return ByteRange(start, position)
  }

  /// Reads `[…]` after a name; nil where `}` comes before `]`.
  private mutating func readSubscript() throws(Failure) -> Script.Subscript? {
    position += 1
    let word = try readText(until: .bracketOrBrace)
    guard current == .closeBracket else { return nil }
    position += 1
    return subscripted(by: word)
  }

  /// What a text between square brackets means.
  mutating func subscripted(by word: Script.Word) -> Script.Subscript {
    if word.range.count == 1 {
      switch text[word.range.lowerBound] {
      case .at: return .each
      case .star: return .joined
      default: break
      }
    }
    return .element(word, number: expression(of: word.parts))
  }

  // MARK: Operations

  private mutating func readOperation(
    within quoting: Quoting
  ) throws(Failure) -> Script.ParameterExpansion.Operation? {
    let letter = current
    switch letter {
    case .colon:
      let next = byte(at: position + 1)
      guard next == .dash || next == .equals || next == .question || next == .plus else {
        return isBash ? try readSlice() : nil
      }
      position += 1
      return try readAlternative(hasColon: true, within: quoting)
    case .dash, .equals, .question, .plus:
      return try readAlternative(hasColon: false, within: quoting)
    case .hash, .percent:
      let isLongest = takeRepeated(letter)
      let word = try readText(until: .brace)
      return letter == .hash
        ? .removePrefix(word, isLongest: isLongest) : .removeSuffix(word, isLongest: isLongest)
    case .slash where isBash: return try readReplacement()
    case .caret where isBash, .comma where isBash, .tilde where isBash:
      let isEvery = takeRepeated(letter)
      return .changeCase(
        letter == .caret ? .upper : letter == .comma ? .lower : .toggled,
        pattern: try readText(until: .brace), isEvery: isEvery)
    case .at where isBash:
      let name = byte(at: position + 1)
      guard "UuLQEPAKak".utf8.contains(name) else { return nil }
      position += 2
      return .transform(name)
    default: return nil
    }
  }

  /// Moves past an operator, and past a second of its kind.
  private mutating func takeRepeated(_ letter: UInt8) -> Bool {
    position += 1
    guard current == letter else { return false }
    position += 1
    return true
  }

  private mutating func readAlternative(
    hasColon: Bool, within quoting: Quoting
  ) throws(Failure) -> Script.ParameterExpansion.Operation {
    let letter = current
    position += 1
    let word =
      switch quoting {
      case .none: try readText(until: .brace)
      case .double: try readQuotedWord(until: .brace)
      case .hereDocument: try readQuotedWord(until: .braceInHereDocument)
      }
    switch letter {
    case .dash: return .useDefault(word, hasColon: hasColon)
    case .equals: return .assignDefault(word, hasColon: hasColon)
    case .question: return .refuseUnset(word, hasColon: hasColon)
    default: return .useAlternative(word, hasColon: hasColon)
    }
  }

  private mutating func readQuotedWord(until ending: QuotedEnding) throws(Failure) -> Script.Word {
    try countNode()
    let start = position
    let mark = parts.mark
    let traits = try readQuoted(until: ending)
    return Script.Word(
      range: ByteRange(start, position), parts: parts.close(from: mark), traits: traits)
  }

  private mutating func readSlice() throws(Failure) -> Script.ParameterExpansion.Operation {
    position += 1
    let offset = try readSliceNumber()
    guard current == .colon else { return .substring(offset: offset, length: nil) }
    position += 1
    return .substring(offset: offset, length: try readSliceNumber())
  }

  private mutating func readSliceNumber() throws(Failure) -> Script.Arithmetic {
    let word = try readQuotedWord(until: .slice)
    return Script.Arithmetic(
      range: word.range, parts: word.parts, root: expression(of: word.parts))
  }

  private mutating func readReplacement() throws(Failure) -> Script.ParameterExpansion.Operation {
    var scope = Script.ParameterExpansion.Scope.first
    if takeRepeated(.slash) {
      scope = .every
    } else if current == .hash {
      position += 1
      scope = .atStart
    } else if current == .percent {
      position += 1
      scope = .atEnd
    }
    let pattern = try readText(until: .braceOrSlash)
    guard current == .slash else { return .replace(pattern: pattern, with: nil, scope) }
    position += 1
    return .replace(pattern: pattern, with: try readText(until: .brace), scope)
  }
}
