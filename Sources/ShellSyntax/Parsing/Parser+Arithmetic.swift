/// A place in an arithmetic text: in one of its parts, or behind the last.
private struct Cursor {
  var part: Int
  let end: Int
  /// In a literal part, an index of the text.
  var offset: Int
}

extension Parser {
  /// Reads an arithmetic text whose end is known, and the expression in it.
  ///
  /// The shell looks into it only when it comes to expand it.
  mutating func readArithmetic(in range: Range<Int>) throws(Failure) -> Script.Arithmetic {
    let found = try attempt { parser throws(Failure) in
      try parser.readArithmetic(
        from: range.lowerBound, to: range.upperBound, isUpToSemicolon: false)
    }
    if let found { return found }
    let mark = parts.mark
    let whole = ByteRange(range.lowerBound, range.upperBound)
    try add(.malformed, whole)
    return Script.Arithmetic(range: whole, parts: parts.close(from: mark), root: nil)
  }

  /// Reads an arithmetic text up to an end, or up to a semicolon before it.
  mutating func readArithmetic(
    from start: Int, to end: Int, isUpToSemicolon: Bool
  ) throws(Failure) -> Script.Arithmetic {
    let outer = limit
    (position, limit) = (start, end)
    let mark = parts.mark
    _ = try readQuoted(until: isUpToSemicolon ? .semicolon : .arithmetic)
    limit = outer
    let run = parts.close(from: mark)
    return Script.Arithmetic(
      range: ByteRange(start, position), parts: run, root: expression(of: run))
  }

  /// Reads the expression in parts already read (bash manual 6.5); nil where there is none, or only
  /// the expanded text can tell.
  mutating func expression(of run: Run<Script.WordPart>) -> Place<Script.ArithmeticNode>? {
    guard !run.isEmpty else { return nil }
    var cursor = Cursor(part: run.indices.lowerBound, end: run.indices.upperBound, offset: 0)
    cursor.offset = start(ofPart: cursor)
    let outerDepth = depth
    let count = arithmetic.elements.count
    let root = readExpression(&cursor, above: 0)
    depth = outerDepth
    guard let root, peek(&cursor) == nil else {
      arithmetic.truncate(to: count)
      return nil
    }
    return root
  }

  // MARK: The cursor

  private func start(ofPart cursor: Cursor) -> Int {
    cursor.part < cursor.end ? parts.elements[cursor.part].range.lowerBound : 0
  }

  private enum Peeked: Equatable {
    case byte(UInt8)
    case expansion
    case quoted
  }

  /// What comes next after white space; nil at the end.
  private func peek(_ cursor: inout Cursor) -> Peeked? {
    while cursor.part < cursor.end {
      let part = parts.elements[cursor.part]
      switch part.kind {
      case .literal:
        while cursor.offset < part.range.upperBound {
          let byte = text[cursor.offset]
          guard byte.isBlank || byte == .newline || byte == 0x0D else { return .byte(byte) }
          cursor.offset += 1
        }
        advancePart(&cursor)
      case .parameter, .substitution, .backquoted, .arithmetic: return .expansion
      default: return .quoted
      }
    }
    return nil
  }

  private func advancePart(_ cursor: inout Cursor) {
    cursor.part += 1
    cursor.offset = start(ofPart: cursor)
  }

  /// The byte so far behind the cursor in the same literal part; 0 at its end.
  private func ahead(_ cursor: Cursor, _ distance: Int) -> UInt8 {
    let index = cursor.offset + distance
    return index < parts.elements[cursor.part].range.upperBound ? text[index] : 0
  }

  private mutating func take(_ byte: UInt8, _ cursor: inout Cursor) -> Bool {
    guard peek(&cursor) == .byte(byte) else { return false }
    cursor.offset += 1
    return true
  }

  // MARK: Expressions

  private typealias Node = Place<Script.ArithmeticNode>

  /// An operator between two operands.
  private struct Infix {
    enum Kind {
      case binary(Script.ArithmeticNode.Binary)
      case assign(Script.ArithmeticNode.Binary?)
      case question
    }

    let kind: Kind
    let length: Int
    let level: Int
  }

  private enum Level {
    static let comma = 1
    static let assignment = 2
    static let question = 3
  }

  /// Reads operators that bind more closely than a level.
  private mutating func readExpression(_ cursor: inout Cursor, above level: Int) -> Node? {
    depth += 1
    defer { depth -= 1 }
    guard depth <= limits.depth, var left = readOperand(&cursor) else { return nil }
    while let infix = infix(&cursor), infix.level > level {
      cursor.offset += infix.length
      switch infix.kind {
      case .binary(let operation):
        // The power is the one that groups from the right.
        let side = operation == .power ? infix.level - 1 : infix.level
        guard let right = readExpression(&cursor, above: side) else { return nil }
        left = arithmetic.place(.binary(operation, left, right))
      case .assign(let operation):
        guard isVariable(left),
          let right = readExpression(&cursor, above: infix.level - 1)
        else { return nil }
        left = arithmetic.place(.assign(operation, target: left, right))
      case .question:
        guard let yes = readExpression(&cursor, above: 0), take(.colon, &cursor),
          let no = readExpression(&cursor, above: infix.level - 1)
        else { return nil }
        left = arithmetic.place(.choice(left, yes, no))
      }
    }
    return left
  }

  private func isVariable(_ place: Node) -> Bool {
    if case .variable = arithmetic.elements[place] { true } else { false }
  }

  private func infix(_ cursor: inout Cursor) -> Infix? {
    guard case .byte(let first) = peek(&cursor) else { return nil }
    let next = ahead(cursor, 1)
    func simple(_ operation: Script.ArithmeticNode.Binary, _ level: Int) -> Infix {
      next == .equals
        ? Infix(kind: .assign(operation), length: 2, level: Level.assignment)
        : Infix(kind: .binary(operation), length: 1, level: level)
    }
    func double(_ operation: Script.ArithmeticNode.Binary, _ level: Int) -> Infix {
      Infix(kind: .binary(operation), length: 2, level: level)
    }
    switch first {
    case .comma: return Infix(kind: .binary(.comma), length: 1, level: Level.comma)
    case .equals:
      return next == .equals
        ? double(.equal, 9) : Infix(kind: .assign(nil), length: 1, level: Level.assignment)
    case .question: return Infix(kind: .question, length: 1, level: Level.question)
    case .bar: return next == .bar ? double(.or, 4) : simple(.bitOr, 6)
    case .ampersand: return next == .ampersand ? double(.and, 5) : simple(.bitAnd, 8)
    case .caret: return simple(.bitXor, 7)
    case .exclamation: return next == .equals ? double(.unequal, 9) : nil
    case .less, .greater:
      let isLess = first == .less
      if next == first {
        let shift: Script.ArithmeticNode.Binary = isLess ? .shiftLeft : .shiftRight
        return ahead(cursor, 2) == .equals
          ? Infix(kind: .assign(shift), length: 3, level: Level.assignment) : double(shift, 11)
      }
      if next == .equals { return double(isLess ? .lessOrEqual : .greaterOrEqual, 10) }
      return Infix(kind: .binary(isLess ? .less : .greater), length: 1, level: 10)
    case .plus: return simple(.add, 12)
    case .dash: return simple(.subtract, 12)
    case .star: return next == .star ? double(.power, 14) : simple(.multiply, 13)
    case .slash: return simple(.divide, 13)
    case .percent: return simple(.remainder, 13)
    default: return nil
    }
  }

  // MARK: Operands

  private mutating func readOperand(_ cursor: inout Cursor) -> Node? {
    switch peek(&cursor) {
    case .expansion:
      let part = Place<Script.WordPart>(cursor.part)
      advancePart(&cursor)
      return arithmetic.place(.expansion(part))
    case .byte(let byte):
      switch byte {
      case .openParenthesis:
        cursor.offset += 1
        guard let inner = readExpression(&cursor, above: 0), take(.closeParenthesis, &cursor)
        else { return nil }
        return inner
      case .plus, .dash, .exclamation, .tilde: return readPrefixed(byte, &cursor)
      default:
        if byte.isDigit { return readNumber(&cursor) }
        guard byte.beginsName else { return nil }
        return readVariable(&cursor)
      }
    default: return nil
    }
  }

  private mutating func readPrefixed(_ byte: UInt8, _ cursor: inout Cursor) -> Node? {
    depth += 1
    defer { depth -= 1 }
    guard depth <= limits.depth else { return nil }
    let isStep = (byte == .plus || byte == .dash) && ahead(cursor, 1) == byte
    if isStep {
      var target = cursor
      target.offset += 2
      if case .byte(let next) = peek(&target), next.beginsName {
        cursor = target
        guard let variable = readVariable(&cursor, takesStep: false) else { return nil }
        return arithmetic.place(
          .step(by: byte == .plus ? 1 : -1, isPrefix: true, target: variable))
      }
    }
    cursor.offset += 1
    guard let operand = readOperand(&cursor) else { return nil }
    let operation: Script.ArithmeticNode.Unary =
      switch byte {
      case .plus: .plus
      case .dash: .minus
      case .exclamation: .not
      default: .complement
      }
    return arithmetic.place(.unary(operation, operand))
  }

  private mutating func readVariable(_ cursor: inout Cursor, takesStep: Bool = true) -> Node? {
    let start = cursor.offset
    while ahead(cursor, 0).continuesName { cursor.offset += 1 }
    let name = ByteRange(start, cursor.offset)
    var subscripted: Script.Subscript?
    if ahead(cursor, 0) == .openBracket {
      cursor.offset += 1
      let opening = cursor
      guard let number = readExpression(&cursor, above: 0), peek(&cursor) == .byte(.closeBracket)
      else { return nil }
      subscripted = .element(word(from: opening, to: cursor), number: number)
      cursor.offset += 1
    } else if isGlued(cursor) {
      return nil
    }
    let variable = arithmetic.place(.variable(name, subscripted))
    guard takesStep, case .byte(let sign) = peek(&cursor), sign == .plus || sign == .dash,
      ahead(cursor, 1) == sign
    else { return variable }
    cursor.offset += 2
    return arithmetic.place(.step(by: sign == .plus ? 1 : -1, isPrefix: false, target: variable))
  }

  /// The text of a subscript as a word of its own, for the key of an associative array.
  private mutating func word(from start: Cursor, to end: Cursor) -> Script.Word {
    let first = parts.elements.count
    var traits: Script.WordTraits = []
    for index in start.part...end.part {
      let part = parts.elements[index]
      guard case .literal = part.kind else {
        traits.insert(.expansion)
        _ = parts.place(part)
        continue
      }
      let range = ByteRange(
        index == start.part ? start.offset : part.range.lowerBound,
        index == end.part ? end.offset : part.range.upperBound)
      if !range.isEmpty {
        _ = parts.place(Script.WordPart(range: range, kind: .literal(hasSpecials: false)))
      }
    }
    return Script.Word(
      range: ByteRange(start.offset, end.offset),
      parts: Run(start: first, count: parts.elements.count - first), traits: traits)
  }

  /// Reads a number; the shell wraps around what 64 bits cannot hold.
  private mutating func readNumber(_ cursor: inout Cursor) -> Node? {
    let start = cursor.offset
    var base: Int64 = 10
    if ahead(cursor, 0) == UInt8(ascii: "0") {
      let isHexadecimal = ahead(cursor, 1) | 0x20 == UInt8(ascii: "x")
      base = isHexadecimal ? 16 : 8
      cursor.offset += isHexadecimal ? 2 : 1
    }
    var value: Int64 = 0
    var hasBase = false
    while true {
      let byte = ahead(cursor, 0)
      if byte == .hash, !hasBase, base == 10, (2...64).contains(value) {
        (base, value, hasBase) = (value, 0, true)
      } else if byte.continuesName || byte == .at && hasBase {
        guard let digit = digit(byte, base: base), digit < base else { return nil }
        value = value &* base &+ digit
      } else {
        break
      }
      cursor.offset += 1
    }
    guard !isGlued(cursor) else { return nil }
    return arithmetic.place(.number(value, ByteRange(start, cursor.offset)))
  }

  /// The value of a digit of bases up to 64: `0-9a-zA-Z@_`, either case up to base 36.
  private func digit(_ byte: UInt8, base: Int64) -> Int64? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Int64(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): Int64(byte - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "Z"):
      Int64(byte - UInt8(ascii: "A")) + (base <= 36 ? 10 : 36)
    case .at: 62
    case UInt8(ascii: "_"): 63
    default: nil
    }
  }

  /// Whether an expansion follows at once, so that what was read is only the beginning of a text.
  private func isGlued(_ cursor: Cursor) -> Bool {
    let isAtEnd = cursor.offset >= parts.elements[cursor.part].range.upperBound
    return isAtEnd && cursor.part + 1 < cursor.end
  }
}
