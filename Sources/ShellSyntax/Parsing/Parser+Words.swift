/// What ends a text outside double quotes.
enum WordEnding {
  /// A blank or an operator.
  case word
  /// The same, but for `|` and what stands in parentheses: the right side of `=~`.
  case regularExpression
  /// `}` of a parameter expansion.
  case brace
  /// `}` or `/`: the pattern of `${name/pattern/text}`.
  case braceOrSlash
  /// `]` of a subscript.
  case bracket
  /// `]` of a subscript in `${…}`, or the `}` that comes before it.
  case bracketOrBrace
}

extension Parser {
  /// Reads a word, which must have at least one byte.
  mutating func readWord(until ending: WordEnding = .word) throws(Failure) -> Script.Word {
    let start = position
    let word = try readText(until: ending)
    guard position > start else { throw unexpected() }
    return word
  }

  /// Reads a text that may be empty.
  mutating func readText(
    until ending: WordEnding, isValue: Bool = false
  ) throws(Failure) -> Script.Word {
    try countNode()
    let start = position
    let mark = parts.mark
    let traits = try readUnquoted(until: ending, isValue: isValue)
    return Script.Word(
      range: ByteRange(start, position), parts: parts.close(from: mark), traits: traits)
  }

  /// Adds a part to the word being read.
  mutating func add(_ kind: Script.WordPart.Kind, _ range: ByteRange) throws(Failure) {
    try countNode()
    parts.add(Script.WordPart(range: range, kind: kind))
  }

  /// Adds the literal part that ends here, if it has any byte.
  private mutating func addLiteral(from start: Int, hasSpecials: Bool) throws(Failure) {
    guard position > start else { return }
    try add(.literal(hasSpecials: hasSpecials), ByteRange(start, position))
  }

  /// Whether a process substitution begins here.
  var beginsProcess: Bool {
    isBash && (current == .less || current == .greater) && second == .openParenthesis
  }

  /// Reads parts outside double quotes.
  ///
  /// - Parameter isValue: whether it is what an assignment assigns, in which a tilde may follow a colon.
  mutating func readUnquoted(
    until ending: WordEnding, isValue: Bool = false
  ) throws(Failure) -> Script.WordTraits {
    let wordStart = position
    var traits: Script.WordTraits = []
    /// Where the literal being read began.
    var start = position
    var hasSpecials = false
    /// Whether an unquoted `[` or `{` stands before.
    var hasBracket = false
    var hasBrace = false
    /// How many brackets of patterns, regular expressions or subscripts are open.
    var open = 0
    let breaks = ending == .word || ending == .regularExpression
    let isSubscript = ending == .bracket || ending == .bracketOrBrace
    /// Where the value of what looks like an assignment begins; nil before a tilde asks for it.
    var valueStart: Int? = isValue ? wordStart : nil

    reading: while position < limit {
      let byte = text[position]
      switch byte {
      case .space, .tab, .newline, .semicolon, .ampersand:
        if breaks, open == 0 { break reading }
      case .bar:
        if ending == .word, open == 0 { break reading }
      case .openParenthesis:
        if ending == .regularExpression || breaks && open > 0 {
          open += 1
        } else if breaks {
          break reading
        }
      case .closeParenthesis:
        if breaks {
          if open == 0 { break reading }
          open -= 1
        }
      case .less, .greater:
        if beginsProcess {
          try addLiteral(from: start, hasSpecials: hasSpecials)
          try readProcess()
          traits.insert(.expansion)
          (start, hasSpecials) = (position, false)
          continue
        }
        if breaks, open == 0 { break reading }
      case .openBracket:
        hasBracket = true
        hasSpecials = true
        if isSubscript { open += 1 }
      case .closeBracket:
        if hasBracket { traits.insert(.pattern) }
        if isSubscript {
          if open == 0 { break reading }
          open -= 1
        }
      case .closeBrace:
        switch ending {
        case .brace, .braceOrSlash, .bracketOrBrace: break reading
        default: break
        }
      case .slash:
        if ending == .braceOrSlash { break reading }
      case .openBrace:
        hasBrace = true
        hasSpecials = true
      case .comma:
        if hasBrace { traits.insert(.brace) }
      case UInt8(ascii: "."):
        if hasBrace, self.byte(at: position + 1) == byte { traits.insert(.brace) }
      case .star, .question, .at, .plus, .exclamation:
        if byte == .star || byte == .question {
          traits.insert(.pattern)
          hasSpecials = true
        }
        if hasExtendedPatterns, breaks, self.byte(at: position + 1) == .openParenthesis {
          traits.insert(.pattern)
          hasSpecials = true
          open += 1
          position += 1
        }
      case .tilde:
        if valueStart == nil { valueStart = startOfValue(in: wordStart, until: ending) }
        let canBegin =
          position == wordStart || position == valueStart
          || position > start && text[position - 1] == .colon && position > valueStart ?? position
        if canBegin, let end = tildeEnd(endsAtColon: position >= valueStart ?? .max) {
          try addLiteral(from: start, hasSpecials: hasSpecials)
          try add(.tilde, ByteRange(position, end))
          traits.insert(.tilde)
          position = end
          (start, hasSpecials) = (end, false)
          continue
        }
      case .backslash, .singleQuote, .doubleQuote, .backquote, .dollar:
        if byte == .dollar, !beginsExpansion(within: .none) { break }
        try addLiteral(from: start, hasSpecials: hasSpecials)
        traits.formUnion(try readSpecial(byte))
        (start, hasSpecials) = (position, false)
        continue
      default: break
      }
      position += 1
    }
    try addLiteral(from: start, hasSpecials: hasSpecials)
    if open > 0, breaks { throw unterminated("(", from: wordStart) }
    return traits
  }

  /// Reads the part that a quoting byte or `$` begins, and says what it tells of its word.
  private mutating func readSpecial(_ byte: UInt8) throws(Failure) -> Script.WordTraits {
    let start = position
    switch byte {
    case .backslash:
      if self.byte(at: start + 1) == .newline {
        position += 2
        return []
      }
      // A backslash that ends the text stands for itself.
      position = min(start + 2, limit)
      let isLast = position == start + 1
      try add(
        isLast ? .literal(hasSpecials: false) : .escaped, ByteRange(start, position))
      return isLast ? [] : .quoted
    case .singleQuote:
      try readSingleQuoted(from: start, isAnsi: false)
      return .quoted
    case .doubleQuote:
      return try readDoubleQuoted(from: start, isTranslated: false).union(.quoted)
    case .backquote:
      try readBackquoted(inQuotes: false)
      return .expansion
    default:
      let next = skippingJoins(start + 1)
      if isBash, self.byte(at: next) == .singleQuote {
        position = next
        try readSingleQuoted(from: start, isAnsi: true)
        return .quoted
      }
      if isBash, self.byte(at: next) == .doubleQuote {
        position = next
        return try readDoubleQuoted(from: start, isTranslated: true).union(.quoted)
      }
      try readExpansion(within: .none)
      return .expansion
    }
  }

  /// Where the tilde prefix that begins here ends (XCU 2.6.1); nil where the tilde is an ordinary byte.
  private func tildeEnd(endsAtColon: Bool) -> Int? {
    var end = position + 1
    while end < limit {
      let byte = text[end]
      if byte == .slash || byte.endsWord || byte == .closeBrace || endsAtColon && byte == .colon {
        return end
      }
      guard byte.continuesName || byte == .dash || byte == .plus || byte == UInt8(ascii: ".")
      else { return nil }
      end += 1
    }
    return end
  }

  /// Where the value begins in a word that looks like an assignment, in which bash expands tildes
  /// wherever the word stands; past the end for any other word.
  private func startOfValue(in wordStart: Int, until ending: WordEnding) -> Int {
    guard isBash, ending == .word, text[wordStart].beginsName else { return .max }
    var end = wordStart
    while end < position, text[end].continuesName { end += 1 }
    return text[end] == .equals ? end + 1 : .max
  }
}
