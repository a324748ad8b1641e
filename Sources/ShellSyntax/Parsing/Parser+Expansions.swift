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
    let outer = (pendingStart, isInSubstitution)
    (pendingStart, isInSubstitution) = (pendingHereDocuments.count, true)
    let list = try readList()
    try expect(.closeParenthesis)
    // A here-document whose body did not come yet begins after the line: it stays pending.
    (pendingStart, isInSubstitution) = outer
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
}
