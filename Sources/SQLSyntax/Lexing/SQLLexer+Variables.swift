extension SQLLexer {
  /// Reads what begins with `@`, `$`, `?`, `:` or `#`: a variable or parameter, where it is no operator.
  mutating func variable() {
    let start = position
    let byte = bytes[position]
    if dialect == .sqlite { return sqliteParameter() }
    if byte == UInt8(ascii: "?") {
      position += 1
      return append(.variable, from: start, "?")
    }
    if byte == UInt8(ascii: "$"), dialect == .postgresql, dollarQuoted() { return }
    if byte == UInt8(ascii: "$"), dialect == .tsql, peek(1) == UInt8(ascii: "(") {
      return fault("a variable of the client program", from: start)
    }
    if byte == UInt8(ascii: "$"), dialect == .tsql, Self.isDigit(peek(1)) {
      position += 1
      return number(from: start)
    }
    if byte == UInt8(ascii: ":") {
      if dialect == .tsql, isAtLineStart { return commandLine() }
      if peek(1) == byte || peek(1) == UInt8(ascii: "=") {
        position += 2
        return append(.operator, from: start, text(start..<position))
      }
    }
    position += 1
    if byte == UInt8(ascii: "@"), peek() == byte { position += 1 }
    if byte == UInt8(ascii: "@"), dialect == .mysql, isQuote(peek()) {
      return quotedVariable(from: start)
    }
    let nameStart = position
    skipName()
    append(
      position == nameStart ? .operator : .variable, from: start,
      text(start..<position).lowercased())
  }

  /// Reads the name of MySQL's `@'…'`, ``@`…` `` or `@"…"`, with what is doubled or escaped in it.
  private mutating func quotedVariable(from start: Int) {
    let quote = peek()
    var name: [UInt8] = []
    guard quotedPart(quote, escapes: quote != UInt8(ascii: "`"), into: &name) else {
      return fault("a name does not end", from: start)
    }
    append(.variable, from: start, text(start..<position).lowercased())
  }

  /// Reads `?1`, `$a`, `@a`, `:a` or `#1`; after Tcl's fashion a name may hold `::` and end in `(…)`,
  /// with anything but a space in it.
  private mutating func sqliteParameter() {
    let start = position
    position += 1
    if bytes[start] == UInt8(ascii: "?") {
      digits()
      return append(.variable, from: start, text(start..<position))
    }
    var isNamed = false
    while position < bytes.count {
      if isNamePart(bytes[position]) {
        isNamed = true
        position += 1
      } else if isNamed, bytes[position] == UInt8(ascii: "(") {
        repeat { position += 1 } while position < bytes.count && !endsTclIndex(bytes[position])
        guard peek() == UInt8(ascii: ")") else {
          return fault("the index of a parameter does not end", from: start)
        }
        position += 1
        break
      } else if bytes[position] == UInt8(ascii: ":"), peek(1) == UInt8(ascii: ":") {
        position += 2
      } else {
        break
      }
    }
    guard isNamed else { return fault("a byte that no token begins with", from: start) }
    append(.variable, from: start, text(start..<position).lowercased())
  }

  private func endsTclIndex(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ")") || byte == UInt8(ascii: " ") || 0x09...0x0D ~= byte
  }

  private func isQuote(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "`")
  }
}
