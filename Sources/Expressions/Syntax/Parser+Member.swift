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
        let mark = token.range
        if try takes(.question) {
          let index = try expression()
          let end = try expect(.closeBracket)
          operand = try optionalPart(
            OptionalExtensions.Form.index, mark, operand, index, to: end)
          continue
        }
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
    if token.kind == .symbol(.question) {
      let mark = token.range
      try advance()
      let name = token
      guard let field = name.kind.fieldName else {
        throw SyntaxError(name.range.start, "expected a field's name, found \(name.kind.name)")
      }
      try advance()
      let key = try node(.literal(.string(field)), name.range.start, name.range.end)
      return try optionalPart(
        OptionalExtensions.Form.field, mark, operand, key, to: name.range.end)
    }
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
        try Macros.expandMember(field, operand, arguments)
        ?? .call(
          Syntax.Call(
            function: field, nameRange: name.range, receiver: operand, arguments: arguments))
      return try node(kind, operand.range.start, end, over: [operand] + arguments)
    default:
      throw SyntaxError(name.range.start, "expected a field's name, found \(name.kind.name)")
    }
  }

  /// The part of a value that may not be there.
  private func optionalPart(
    _ function: String, _ mark: SourceRange, _ operand: Syntax, _ part: Syntax, to end: Int
  ) throws(SyntaxError) -> Syntax {
    try call(
      function, [operand, part], SourceRange(start: operand.range.start, end: end), nameAt: mark)
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
      return try listLiteral(from: first.range.start)
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
    var optionalKeys: [Syntax] = []
    while token.kind != .symbol(.closeBrace) {
      try checkCount(entries.count)
      let isOptional = try takes(.question)
      let key = try expression()
      if isOptional { optionalKeys.append(key) }
      _ = try expect(.colon)
      let value = try expression()
      entries.append((key, value))
      children += [key, value]
      guard try takes(.comma) else { break }
    }
    let end = try expect(.closeBrace)
    let map = try node(.map(entries), start, end, over: children)
    guard !optionalKeys.isEmpty else { return map }
    let keys = try node(.list(optionalKeys), start, end, over: optionalKeys)
    return try call(OptionalExtensions.Form.entries, [map, keys], map.range)
  }

  /// `"[" [["?"] Expr {"," ["?"] Expr}] "]"` after its bracket: with optional elements a sum of lists.
  private mutating func listLiteral(from start: Int) throws(SyntaxError) -> Syntax {
    var runs: [Syntax] = []
    var elements: [Syntax] = []
    var count = 0
    while token.kind != .symbol(.closeBracket) {
      try checkCount(count)
      count += 1
      let mark = token.range
      if try takes(.question) {
        if !elements.isEmpty {
          runs.append(try node(.list(elements), start, mark.start, over: elements))
          elements = []
        }
        let element = try expression()
        runs.append(try call(OptionalExtensions.Form.elements, [element], element.range))
      } else {
        elements.append(try expression())
      }
      guard try takes(.comma) else { break }
    }
    let end = try expect(.closeBracket)
    guard var sum = runs.first else {
      return try node(.list(elements), start, end, over: elements)
    }
    if !elements.isEmpty { runs.append(try node(.list(elements), start, end, over: elements)) }
    for run in runs.dropFirst() {
      sum = try node(.binary(.add, sum, run), start, end, over: [sum, run])
    }
    return sum
  }

  private func call(
    _ function: String, _ arguments: [Syntax], _ range: SourceRange, nameAt name: SourceRange? = nil
  ) throws(SyntaxError) -> Syntax {
    try node(
      .call(
        Syntax.Call(
          function: function, nameRange: name ?? range, receiver: nil, arguments: arguments)),
      range.start, range.end, over: arguments)
  }
}

extension Token.Kind {
  /// The name of a field, written plainly or in backquotes.
  fileprivate var fieldName: String? {
    switch self {
    case .identifier(let name), .quotedIdentifier(let name): name
    default: nil
    }
  }
}
