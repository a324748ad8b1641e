/// Reads a source text into a syntax tree by the grammar of the language definition, "Syntax".
struct Parser {
  private var lexer: Lexer
  private let limits: ExpressionLimits
  private(set) var token: Token
  private var nesting = 0

  /// Reads a whole source text.
  static func parse(
    _ source: [UInt8], limits: ExpressionLimits
  ) throws(SyntaxError) -> Syntax {
    guard source.count <= limits.sourceLength else {
      throw SyntaxError(
        0, "the expression is \(source.count) bytes long, more than \(limits.sourceLength)",
        hint: "split it into several rules")
    }
    var parser = try Parser(source, limits: limits)
    let tree = try parser.expression()
    guard parser.token.kind == .end else { throw parser.unexpected() }
    return tree
  }

  private init(_ source: [UInt8], limits: ExpressionLimits) throws(SyntaxError) {
    lexer = Lexer(source)
    self.limits = limits
    token = try lexer.next()
  }

  // MARK: Tokens

  mutating func advance() throws(SyntaxError) {
    token = try lexer.next()
  }

  mutating func takes(_ symbol: Token.Symbol) throws(SyntaxError) -> Bool {
    guard token.kind == .symbol(symbol) else { return false }
    try advance()
    return true
  }

  /// Takes a closing symbol and returns where it ends.
  mutating func expect(_ symbol: Token.Symbol) throws(SyntaxError) -> Int {
    guard token.kind == .symbol(symbol) else {
      throw SyntaxError(
        token.range.start, "expected `\(symbol.rawValue)`, found \(token.kind.name)")
    }
    let end = token.range.end
    try advance()
    return end
  }

  func unexpected() -> SyntaxError {
    if token.kind == .end {
      return SyntaxError(token.range.start, "the expression ends too early")
    }
    return SyntaxError(token.range.start, "unexpected \(token.kind.name)")
  }

  // MARK: Nodes

  /// Makes a node over its children, unless the tree becomes too deep.
  func node(
    _ kind: Syntax.Kind, _ start: Int, _ end: Int, over children: [Syntax] = []
  ) throws(SyntaxError) -> Syntax {
    var depth = 0
    for child in children { depth = max(depth, child.depth) }
    guard depth < limits.depth else { throw tooDeep(start) }
    return Syntax(kind: kind, range: SourceRange(start: start, end: end), depth: depth + 1)
  }

  private func tooDeep(_ offset: Int) -> SyntaxError {
    SyntaxError(
      offset, "the expression is nested more than \(limits.depth) levels deep",
      hint: "split it into several rules")
  }

  // MARK: Grammar

  /// `ConditionalOr ["?" ConditionalOr ":" Expr]`
  mutating func expression() throws(SyntaxError) -> Syntax {
    guard nesting < limits.depth else { throw tooDeep(token.range.start) }
    nesting += 1
    defer { nesting -= 1 }
    let condition = try logical(.or)
    guard try takes(.question) else { return condition }
    let then = try logical(.or)
    _ = try expect(.colon)
    let otherwise = try expression()
    return try node(
      .conditional(condition, then, otherwise), condition.range.start, otherwise.range.end,
      over: [condition, then, otherwise])
  }

  /// Operands joined by `||`, or by `&&`, as one node.
  private mutating func logical(_ logicalOperator: LogicalOperator) throws(SyntaxError) -> Syntax {
    let symbol: Token.Symbol = logicalOperator == .or ? .or : .and
    let first = logicalOperator == .or ? try logical(.and) : try binary(above: 0)
    guard token.kind == .symbol(symbol) else { return first }
    var operands = [first]
    while try takes(symbol) {
      try checkCount(operands.count)
      operands.append(logicalOperator == .or ? try logical(.and) : try binary(above: 0))
    }
    return try node(
      .logical(logicalOperator, operands), first.range.start,
      operands[operands.count - 1].range.end, over: operands)
  }

  /// Relations, sums and products, by precedence climbing.
  private mutating func binary(above precedence: Int) throws(SyntaxError) -> Syntax {
    var left = try unary()
    while case .symbol(let symbol) = token.kind, let (found, own) = Parser.binaryOperator(symbol),
      own > precedence
    {
      try advance()
      let right = try binary(above: own)
      left = try node(
        .binary(found, left, right), left.range.start, right.range.end, over: [left, right])
    }
    return left
  }

  private static func binaryOperator(_ symbol: Token.Symbol) -> (BinaryOperator, Int)? {
    switch symbol {
    case .equal: (.equal, 1)
    case .notEqual: (.notEqual, 1)
    case .less: (.less, 1)
    case .lessOrEqual: (.lessOrEqual, 1)
    case .greater: (.greater, 1)
    case .greaterOrEqual: (.greaterOrEqual, 1)
    case .membership: (.membership, 1)
    case .plus: (.add, 2)
    case .minus: (.subtract, 2)
    case .times: (.multiply, 3)
    case .divide: (.divide, 3)
    case .remainder: (.remainder, 3)
    default: nil
    }
  }

  /// `"!" {"!"} Member`, `"-" {"-"} Member` or a member alone; a minus before a number belongs to the number.
  private mutating func unary() throws(SyntaxError) -> Syntax {
    guard case .symbol(let symbol) = token.kind, symbol == .not || symbol == .minus else {
      return try member()
    }
    var starts: [Int] = []
    while token.kind == .symbol(symbol) {
      guard starts.count < limits.depth else { throw tooDeep(token.range.start) }
      starts.append(token.range.start)
      try advance()
    }
    var operand: Syntax
    if symbol == .minus, let literal = try negativeLiteral(startingAt: starts[starts.count - 1]) {
      starts.removeLast()
      operand = try member(after: literal)
    } else {
      operand = try member()
    }
    for start in starts.reversed() {
      operand = try node(
        .unary(symbol == .not ? .not : .negate, operand), start, operand.range.end, over: [operand])
    }
    return operand
  }

  private mutating func negativeLiteral(startingAt start: Int) throws(SyntaxError) -> Syntax? {
    let value: Value
    switch token.kind {
    case .int(let magnitude): value = .int(Int64(truncatingIfNeeded: 0 &- magnitude))
    case .double(let magnitude): value = .double(-magnitude)
    default: return nil
    }
    let literal = try node(.literal(value), start, token.range.end)
    try advance()
    return literal
  }

  /// `Expr {"," Expr}` with an optional comma at the end, up to a closing symbol; returns where that ends.
  mutating func list(
    closedBy symbol: Token.Symbol
  ) throws(SyntaxError) -> (elements: [Syntax], end: Int) {
    var elements: [Syntax] = []
    while token.kind != .symbol(symbol) {
      try checkCount(elements.count)
      elements.append(try expression())
      guard try takes(.comma) else { break }
    }
    return (elements, try expect(symbol))
  }

  func checkCount(_ count: Int) throws(SyntaxError) {
    guard count < limits.elements else {
      throw SyntaxError(token.range.start, "more than \(limits.elements) elements in one place")
    }
  }
}
