extension SQLLexer {
  /// Reads a name or keyword, or the string whose prefix it turns out to be.
  mutating func word() {
    let start = position
    position += 1
    skipName()
    if position < bytes.count, bytes[position] == UInt8(ascii: "'"), position - start <= 12,
      prefixedString(from: start)
    {
      return
    }
    if dialect == .postgresql, position - start == 1, bytes[start] | 0x20 == UInt8(ascii: "u"),
      peek() == UInt8(ascii: "&"), peek(1) == UInt8(ascii: "'") || peek(1) == UInt8(ascii: "\"")
    {
      position += 1
      return peek() == UInt8(ascii: "'")
        ? string(from: start, escapes: false) : doubleQuoted(from: start)
    }
    let text = text(start..<position).lowercased()
    if dialect == .tsql, text == "go", isAtLineStart, endsBatch() {
      return append(.separator, from: start)
    }
    append(.word, from: start, text)
  }

  /// Moves to where a name ends.
  mutating func skipName() {
    while position < bytes.count, isNamePart(bytes[position]) {
      if dialect == .tsql, bytes[position] >= 0x80, startsWideSpace { break }
      position += 1
    }
  }

  private var startsWideSpace: Bool {
    switch (peek(), peek(1)) {
    case (0xC2, 0x85), (0xC2, 0xA0), (0xE1, 0x9A), (0xE3, 0x80), (0xE2, 0x80), (0xE2, 0x81): true
    default: false
    }
  }

  /// Reads `N'…'`, `E'…'`, `X'…'`, `_utf8'…'` from the quote on; false where the word is no such prefix.
  private mutating func prefixedString(from start: Int) -> Bool {
    let letter = bytes[start] | 0x20
    if position - start == 1 {
      switch letter {
      case UInt8(ascii: "e") where dialect == .postgresql: string(from: start, escapes: true)
      case UInt8(ascii: "n") where dialect != .sqlite, UInt8(ascii: "x"): string(from: start)
      case UInt8(ascii: "b") where dialect == .postgresql || dialect == .mysql: string(from: start)
      default: return false
      }
      return true
    }
    guard dialect == .mysql, bytes[start] == UInt8(ascii: "_") else { return false }
    string(from: start)
    return true
  }

  /// Whether nothing but a count stands after `GO` in its line; moves behind it.
  private mutating func endsBatch() -> Bool {
    var index = position
    while index < bytes.count, bytes[index] != UInt8(ascii: "\n"),
      bytes[index] != UInt8(ascii: "\r")
    {
      let byte = bytes[index]
      guard byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || Self.isDigit(byte) else {
        return false
      }
      index += 1
    }
    position = index
    return true
  }

  /// Reads a number; where a name may begin with digits, it may turn out to be a name.
  mutating func number(from start: Int) {
    var isComplete = false
    if bytes[position] == UInt8(ascii: "0"), peek(1) | 0x20 == UInt8(ascii: "x") {
      position += 2
      while position < bytes.count, isHex(bytes[position]) { position += 1 }
    } else {
      digits()
      if peek() == UInt8(ascii: ".") {
        position += 1
        digits()
      }
      if peek() | 0x20 == UInt8(ascii: "e") { isComplete = exponent(from: start) }
    }
    guard tokens.last?.kind != .fault else { return }
    guard position < bytes.count, Self.isNameStart(bytes[position]) else {
      return append(.number, from: start, text(start..<position))
    }
    switch dialect {
    case .mysql where !isComplete && !bytes[start..<position].contains(UInt8(ascii: ".")):
      while position < bytes.count, isNamePart(bytes[position]) { position += 1 }
      append(.word, from: start, text(start..<position).lowercased())
    case .sqlite: fault("a number with letters after it", from: start)
    default: append(.number, from: start, text(start..<position))
    }
  }

  /// Moves past digits.
  mutating func digits() {
    while position < bytes.count, Self.isDigit(bytes[position]) { position += 1 }
  }

  /// Reads `e5` after a number; false where no digits follow, which the servers take in different ways.
  private mutating func exponent(from start: Int) -> Bool {
    let sign = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-") ? 1 : 0
    guard Self.isDigit(peek(1 + sign)) else {
      let hasPoint = bytes[start..<position].contains(UInt8(ascii: "."))
      if dialect == .tsql || dialect == .mysql && hasPoint {
        fault("a number that is read in several ways", from: start)
      }
      return false
    }
    position += 1 + sign
    digits()
    return true
  }

  private func isHex(_ byte: UInt8) -> Bool {
    Self.isDigit(byte)
      || UInt8(ascii: "a") <= byte | 0x20 && byte | 0x20 <= UInt8(ascii: "f")
  }

  // MARK: Client programs

  /// Whether a line for the client program may begin here: SQLite's `.shell`.
  var isCommandLine: Bool {
    guard dialect == .sqlite, isAtLineStart, Self.isNameStart(peek(1)) else { return false }
    switch tokens.last?.kind {
    case nil, .semicolon, .command: return true
    default: return false
    }
  }

  /// Reads to the end of the line.
  mutating func commandLine() {
    let start = position
    while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
    append(.command, from: start, text(start..<position))
  }

  /// Reads what begins with a backslash: a command for the client program.
  mutating func backslash() {
    let start = position
    if dialect == .mysql, peek(1) | 0x20 == UInt8(ascii: "g") {
      position += 2
      return append(.semicolon, from: start)
    }
    if dialect == .mysql, peek(1) == UInt8(ascii: "N") {
      position += 2
      return append(.word, from: start, "null")
    }
    dialect == .mysql || dialect == .postgresql
      ? commandLine() : fault("a byte that no token begins with", from: start)
  }
}
