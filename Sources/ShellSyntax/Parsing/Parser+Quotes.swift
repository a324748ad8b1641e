/// How the text around an expansion is quoted.
enum Quoting {
  case none, double, hereDocument
}

/// What ends a text that is expanded as in double quotes.
enum QuotedEnding {
  /// `"`
  case doubleQuote
  /// The end of the here-document.
  case hereDocument
  /// `}` of a parameter expansion in double quotes.
  case brace
  /// `}` of a parameter expansion in a here-document.
  case braceInHereDocument
  /// The end of the arithmetic text.
  case arithmetic
  /// `;` or the end, in `for ((…;…;…))`.
  case semicolon
  /// `:` or `}`, in `${name:offset:length}`.
  case slice

  /// How expansions in the text are quoted.
  var quoting: Quoting {
    self == .hereDocument || self == .braceInHereDocument ? .hereDocument : .double
  }
}

extension Parser {
  /// Reads `'…'` or `$'…'`, from the quote on.
  mutating func readSingleQuoted(from start: Int, isAnsi: Bool) throws(Failure) {
    position += 1
    while position < limit, text[position] != .singleQuote {
      position += isAnsi && text[position] == .backslash ? 2 : 1
    }
    guard position < limit else { throw unterminated("'", from: start) }
    position += 1
    try add(isAnsi ? .ansiQuoted : .singleQuoted, ByteRange(start, position))
  }

  /// Reads `"…"`, from the quote on.
  mutating func readDoubleQuoted(
    from start: Int, isTranslated: Bool
  ) throws(Failure) -> Script.WordTraits {
    position += 1
    let mark = parts.mark
    let traits = try readQuoted(until: .doubleQuote)
    guard current == .doubleQuote else { throw unterminated("\"", from: start) }
    position += 1
    let run = parts.close(from: mark)
    try add(.doubleQuoted(run, isTranslated: isTranslated), ByteRange(start, position))
    return traits
  }

  /// Reads parts as they stand within double quotes (XCU 2.2.3).
  mutating func readQuoted(until ending: QuotedEnding) throws(Failure) -> Script.WordTraits {
    var traits: Script.WordTraits = []
    var start = position
    /// Within single quotes of `"${name:-'…'}"`, which hide `}` and are kept.
    var isInSingleQuotes = false
    /// How many parentheses and `?` are open, which hide `:`.
    var open = 0
    let beginning = position

    reading: while position < limit {
      let byte = text[position]
      switch byte {
      case .backslash:
        let next = self.byte(at: position + 1)
        guard next == .newline || quotes(next, until: ending) else {
          position = min(position + 2, limit)
          continue
        }
        try addQuotedLiteral(from: start)
        if next != .newline { try add(.escaped, ByteRange(position, position + 2)) }
        position += 2
        start = position
        continue
      case .doubleQuote:
        if ending == .doubleQuote { break reading }
        if ending != .hereDocument, !isInSingleQuotes {
          try addQuotedLiteral(from: start)
          traits.formUnion(try readDoubleQuoted(from: position, isTranslated: false))
          traits.insert(.quoted)
          start = position
          continue
        }
      case .singleQuote:
        if ending == .brace { isInSingleQuotes.toggle() }
      case .dollar, .backquote:
        if byte == .dollar, !beginsExpansion(within: .double) { break }
        try addQuotedLiteral(from: start)
        traits.insert(.expansion)
        if byte == .dollar {
          try readExpansion(within: ending.quoting)
        } else {
          try readBackquoted(inQuotes: ending.quoting == .double)
        }
        start = position
        continue
      case .closeBrace:
        switch ending {
        case .slice, .braceInHereDocument: break reading
        case .brace: if !isInSingleQuotes { break reading }
        default: break
        }
      case .openParenthesis, .question:
        if ending == .slice { open += 1 }
      case .closeParenthesis:
        if ending == .slice, open > 0 { open -= 1 }
      case .colon:
        if ending == .slice {
          if open == 0 { break reading }
          open -= 1
        }
      case .semicolon:
        if ending == .semicolon { break reading }
      default: break
      }
      position += 1
    }
    try addQuotedLiteral(from: start)
    if isInSingleQuotes { throw unterminated("'", from: beginning) }
    return traits
  }

  private mutating func addQuotedLiteral(from start: Int) throws(Failure) {
    guard position > start else { return }
    try add(.literal(hasSpecials: false), ByteRange(start, position))
  }

  /// Whether a backslash quotes a byte.
  private func quotes(_ byte: UInt8, until ending: QuotedEnding) -> Bool {
    switch byte {
    case .dollar, .backquote, .backslash: true
    case .doubleQuote: ending != .hereDocument
    case .closeBrace: ending == .brace || ending == .braceInHereDocument
    default: false
    }
  }
}
