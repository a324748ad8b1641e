extension Parser {
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
    let outer = (limit, pendingStart, isInSubstitution)
    let pendingCount = pendingHereDocuments.count
    (position, limit) = (content.lowerBound, content.upperBound)
    (pendingStart, isInSubstitution) = (pendingCount, false)
    let list = try readScript()
    pendingHereDocuments.removeSubrange(pendingCount...)
    (limit, pendingStart, isInSubstitution) = outer
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
}
