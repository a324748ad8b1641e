extension Parser {
  /// The text of the double parentheses that open here; nil where it is two brackets with something
  /// between their ends.
  mutating func doubleParentheses(at index: Int) throws(Failure) -> Range<Int>? {
    let content = skippingJoins(index + 1) + 1
    guard let end = try mate(of: .closeParenthesis, from: content) else {
      throw unterminated("((", from: index)
    }
    return byte(at: end + 1) == .closeParenthesis ? content..<end : nil
  }

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
