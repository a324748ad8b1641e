extension Parser {
  /// A primary expression with the fields, indexes and calls that follow it.
  mutating func member() throws(SyntaxError) -> Syntax {
    try member(after: primary())
  }

  mutating func member(after operand: Syntax) throws(SyntaxError) -> Syntax {
    var operand = operand
    while true {
      if try takes(.dot) {
        operand = try selection(from: operand)
      } else if try takes(.openBracket) {
        let index = try expression()
        let end = try expect(.closeBracket)
        operand = try node(
          .index(operand, index), operand.range.start, end, over: [operand, index])
      } else {
        return operand
      }
    }
  }

  /// `IDENT ["(" [ExprList] ")"]` after a dot.
  private mutating func selection(from operand: Syntax) throws(SyntaxError) -> Syntax {
    let name = token
    switch name.kind {
    case .quotedIdentifier(let field):
      try advance()
      return try node(
        .select(operand, field: field), operand.range.start, name.range.end, over: [operand])
    case .identifier(let field):
      try advance()
      guard try takes(.openParenthesis) else {
        return try node(
          .select(operand, field: field), operand.range.start, name.range.end, over: [operand])
      }
      let (arguments, end) = try list(closedBy: .closeParenthesis)
      let kind =
        try Macros.expandComprehension(field, operand, arguments)
        ?? .call(
          Syntax.Call(
            function: field, nameRange: name.range, receiver: operand, arguments: arguments))
      return try node(kind, operand.range.start, end, over: [operand] + arguments)
    default:
      throw SyntaxError(name.range.start, "expected a field's name, found \(name.kind.name)")
    }
  }

  private mutating func primary() throws(SyntaxError) -> Syntax {
    let first = token
    switch first.kind {
    case .int(let value):
      guard value < 1 << 63 else {
        throw SyntaxError(
          first.range.start, "number `\(value)` does not fit 64 bits",
          hint: "write `\(value)u` for an unsigned number")
      }
      return try literal(.int(Int64(value)))
    case .uint(let value): return try literal(.uint(value))
    case .double(let value): return try literal(.double(value))
    case .string(let value): return try literal(.string(value))
    case .bytes(let value): return try literal(.bytes(value))
    case .bool(let value): return try literal(.bool(value))
    case .null: return try literal(.null)
    case .identifier(let name):
      return try variableOrCall(name, from: first.range.start, isRooted: false)
    case .symbol(.dot):
      try advance()
      guard case .identifier(let name) = token.kind else { throw unexpected() }
      return try variableOrCall(name, from: first.range.start, isRooted: true)
    case .symbol(.openParenthesis):
      try advance()
      let inner = try expression()
      let end = try expect(.closeParenthesis)
      return Syntax(
        kind: inner.kind, range: SourceRange(start: first.range.start, end: end),
        depth: inner.depth)
    case .symbol(.openBracket):
      try advance()
      let (elements, end) = try list(closedBy: .closeBracket)
      return try node(.list(elements), first.range.start, end, over: elements)
    case .symbol(.openBrace): return try map()
    default: throw unexpected()
    }
  }

  private mutating func literal(_ value: Value) throws(SyntaxError) -> Syntax {
    let range = token.range
    try advance()
    return try node(.literal(value), range.start, range.end)
  }

  /// A variable, or a call of a function that has no receiver.
  private mutating func variableOrCall(
    _ name: String, from start: Int, isRooted: Bool
  ) throws(SyntaxError) -> Syntax {
    let range = token.range
    guard !Token.Kind.reservedWords.contains(name) else {
      throw SyntaxError(range.start, "`\(name)` is a reserved word", hint: "choose another name")
    }
    try advance()
    guard try takes(.openParenthesis) else {
      return try node(.identifier(name, isRooted: isRooted), start, range.end)
    }
    let (arguments, end) = try list(closedBy: .closeParenthesis)
    let kind =
      try Macros.expandPresence(name, arguments, nameAt: range.start)
      ?? .call(
        Syntax.Call(function: name, nameRange: range, receiver: nil, arguments: arguments))
    return try node(kind, start, end, over: arguments)
  }

  /// `"{" [Expr ":" Expr {"," Expr ":" Expr}] "}"`
  private mutating func map() throws(SyntaxError) -> Syntax {
    let start = token.range.start
    try advance()
    var entries: [(key: Syntax, value: Syntax)] = []
    var children: [Syntax] = []
    while token.kind != .symbol(.closeBrace) {
      try checkCount(entries.count)
      let key = try expression()
      _ = try expect(.colon)
      let value = try expression()
      entries.append((key, value))
      children += [key, value]
      guard try takes(.comma) else { break }
    }
    let end = try expect(.closeBrace)
    return try node(.map(entries), start, end, over: children)
  }
}
