extension SQLLexer {
  /// Skips white space and comments; an executable comment is entered, not skipped.
  mutating func skipBlank() {
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        position += 1
        isAtLineStart = true
      } else if isSpace(byte) {
        position += 1
      } else if byte >= 0x80, let width = wideSpace() {
        position += width
      } else if !skipComment(byte) {
        return
      }
    }
  }

  private func isSpace(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "\t"), 0x0C: true
    case 0x0B: dialect != .sqlite
    case 0x01..<0x20: dialect == .tsql
    default: false
    }
  }

  /// Measures a character beyond ASCII that the dialect takes for a space.
  private func wideSpace() -> Int? {
    let (first, second, third) = (peek(), peek(1), peek(2))
    if first == 0xEF, second == 0xBB, third == 0xBF {
      return dialect == .sqlite || position == 0 ? 3 : nil
    }
    guard dialect == .tsql else { return nil }
    switch (first, second, third) {
    case (0xC2, 0x85, _), (0xC2, 0xA0, _): return 2
    case (0xE1, 0x9A, 0x80), (0xE3, 0x80, 0x80), (0xE2, 0x81, 0x9F): return 3
    case (0xE2, 0x80, 0x80...0x8B), (0xE2, 0x80, 0xA8...0xA9), (0xE2, 0x80, 0xAF): return 3
    default: return nil
    }
  }

  /// Skips a comment that begins here; false where none does.
  private mutating func skipComment(_ byte: UInt8) -> Bool {
    let following = peek(1)
    switch (byte, following) {
    case (UInt8(ascii: "-"), UInt8(ascii: "-")):
      // MySQL wants a space or a control character after the dashes.
      let third = peek(2)
      if dialect == .mysql, third > UInt8(ascii: " "), third != 0x7F { return false }
      lineComment()
    case (UInt8(ascii: "#"), _) where dialect == .mysql: lineComment()
    case (UInt8(ascii: "/"), UInt8(ascii: "*")): blockComment()
    case (UInt8(ascii: "*"), UInt8(ascii: "/")) where executableEnd != nil:
      guard position == executableEnd else {
        fault("an executable comment that ends in a string or comment", from: position)
        return true
      }
      executableEnd = nil
      position += 2
    default: return false
    }
    return true
  }

  private mutating func lineComment() {
    let start = position
    while position < bytes.count, bytes[position] != UInt8(ascii: "\n") {
      if bytes[position] == UInt8(ascii: "\r"), peek(1) != UInt8(ascii: "\n") {
        if dialect == .postgresql { return }
        // Servers and clients differ on whether a lone carriage return ends the line.
        if position + 1 < bytes.count {
          return fault("a line comment with a carriage return in it", from: start)
        }
      }
      position += 1
    }
  }

  private mutating func blockComment() {
    let start = position
    if dialect == .mysql, enterExecutable() { return }
    position += 2
    // SQLite lets the end of the text end a comment.
    if !skipComment(nests: nestsComments), dialect != .sqlite {
      fault("a comment does not end", from: start)
    }
  }

  /// Moves behind the end of the comment that began before; false where it does not end.
  private mutating func skipComment(nests: Bool) -> Bool {
    var depth = 1
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
        position += 2
        depth -= 1
        if depth == 0 { return true }
      } else if nests, bytes[position] == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
        position += 2
        depth += 1
      } else {
        position += 1
      }
    }
    return false
  }

  private var nestsComments: Bool { dialect == .postgresql || dialect == .tsql }

  /// Enters MySQL's `/*!50100 … */` or MariaDB's `/*M! … */`, whose contents are executed, or skips one.
  ///
  /// One that could end elsewhere for servers that skip it than for those that enter it is not followed: where
  /// comments or strings stand in it that hold a comment's beginning or end.
  private mutating func enterExecutable() -> Bool {
    let start = position
    let isMariaDB = peek(2) | 0x20 == UInt8(ascii: "m") && peek(3) == UInt8(ascii: "!")
    guard isMariaDB || peek(2) == UInt8(ascii: "!") else { return false }
    position += isMariaDB ? 4 : 3
    let comment = ExecutableComment(version: commentVersion(), isMariaDB: isMariaDB)
    var end = position
    while end + 1 < bytes.count,
      bytes[end] != UInt8(ascii: "*") || bytes[end + 1] != UInt8(ascii: "/")
    {
      if bytes[end] == UInt8(ascii: "/"), bytes[end + 1] == UInt8(ascii: "*") {
        fault("a comment inside an executable comment", from: start)
        return true
      }
      end += 1
    }
    guard end + 1 < bytes.count else {
      // What is in it is looked at all the same, and the missing end is a fault at the text's.
      executableEnd = bytes.count
      return true
    }
    if comment.isConditional { conditional.insert(comment) }
    if skipped.contains(comment) { position = end + 2 } else { executableEnd = end }
    return true
  }

  /// Reads the version that an executable comment is for; 0 for any. Fewer than five digits belong to the statement.
  private mutating func commentVersion() -> Int {
    let number = bytes[position..<min(position + 6, bytes.count)].prefix(while: Self.isDigit)
    guard number.count >= 5 else { return 0 }
    position += number.count
    return number.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }
}
