import ShellSyntax

/// Arithmetic (bash manual 6.5): 64-bit numbers with wrap-around.
extension ShellEvaluation {
  /// The value of an expression; nil where it is not known.
  mutating func evaluate(_ expression: ShellScript.Arithmetic, in program: Program) -> Int64? {
    guard step(at: program.evidence(expression.range)) else { return nil }
    if let root = expression.root { return evaluate(root, in: program) }
    if expression.range.isEmpty { return 0 }
    var builder = FieldBuilder()
    expand(expression.parts, in: program, isQuoted: true, into: &builder)
    return number(of: builder.joined(), at: program.evidence(expression.range))
  }

  /// The value of a text that is an expression.
  mutating func number(of text: PartialText, at bytes: Range<Int>) -> Int64? {
    guard let known = text.constant else { return nil }
    if let number = ShellNumber.read(known) { return number }
    if known.utf8.allSatisfy({ $0 == 32 || $0 == 9 || $0 == 10 }) { return 0 }
    guard nesting < EvaluationLimits.nesting, known.utf8.count < EvaluationLimits.wordLength,
      let program = parse("((" + known.filter { $0 != "\"" } + "))", at: bytes),
      case .arithmetic(let expression)? = program.script.commands.last?.kind,
      let root = expression.root
    else { return nil }
    nesting += 1
    defer { nesting -= 1 }
    return evaluate(root, in: program)
  }

  mutating func evaluate(_ place: Place<ShellScript.ArithmeticNode>, in program: Program) -> Int64?
  {
    guard depth < EvaluationLimits.depth else { return nil }
    depth += 1
    defer { depth -= 1 }
    switch program.script.arithmetic[place] {
    case .number(let value, _): return value
    case .variable(let name, let subscripted):
      switch read(program.text(name), subscripted, in: program) {
      case .unset: return 0
      case .text(let text): return self.number(of: text, at: program.evidence(name))
      case .list, .unknownList: return nil
      }
    case .expansion(let part):
      var builder = FieldBuilder()
      expand(Run(start: Int(part.index), count: 1), in: program, isQuoted: true, into: &builder)
      return number(of: builder.joined(), at: program.evidence(program.script.parts[part].range))
    case .unary(let operation, let operand):
      guard let value = evaluate(operand, in: program) else { return nil }
      switch operation {
      case .plus: return value
      case .minus: return 0 &- value
      case .not: return value == 0 ? 1 : 0
      case .complement: return ~value
      }
    case .binary(let operation, let left, let right):
      return evaluate(operation, left, right, in: program)
    case .assign(let operation, let target, let value):
      var result = evaluate(value, in: program)
      if let operation {
        let old = evaluate(target, in: program)
        if let known = result, let old {
          result = apply(operation, old, known)
        } else {
          result = nil
        }
      }
      store(result, to: target, in: program)
      return result
    case .step(let step, let isPrefix, let target):
      let old = evaluate(target, in: program)
      let new = old.map { $0 &+ step }
      store(new, to: target, in: program)
      return isPrefix ? new : old
    case .choice(let condition, let yes, let no):
      guard let condition = evaluate(condition, in: program) else {
        let before = memory
        let left = evaluate(yes, in: program)
        let after = memory
        memory = before
        let right = evaluate(no, in: program)
        memory = merged(after, memory)
        return left == right ? left : nil
      }
      return evaluate(condition != 0 ? yes : no, in: program)
    }
  }

  private mutating func evaluate(
    _ operation: ShellScript.ArithmeticNode.Binary, _ left: Place<ShellScript.ArithmeticNode>,
    _ right: Place<ShellScript.ArithmeticNode>, in program: Program
  ) -> Int64? {
    let first = evaluate(left, in: program)
    switch operation {
    case .and:
      if first == 0 { return 0 }
      guard let second = evaluate(right, in: program, isSure: first != nil) else { return nil }
      return second == 0 ? 0 : first.map { _ in 1 }
    case .or:
      if let first, first != 0 { return 1 }
      guard let second = evaluate(right, in: program, isSure: first != nil) else { return nil }
      return second != 0 ? 1 : first.map { _ in 0 }
    case .comma: return evaluate(right, in: program)
    default:
      let second = evaluate(right, in: program)
      guard let first, let second else { return nil }
      return apply(operation, first, second)
    }
  }

  /// The value of what may be left out, with what it assigns.
  private mutating func evaluate(
    _ place: Place<ShellScript.ArithmeticNode>, in program: Program, isSure: Bool
  ) -> Int64? {
    let before = memory
    let value = evaluate(place, in: program)
    if !isSure { memory = merged(before, memory) }
    return value
  }

  /// The value of an operation; nil where the shell refuses it.
  private func apply(_ operation: ShellScript.ArithmeticNode.Binary, _ left: Int64, _ right: Int64)
    -> Int64?
  {
    switch operation {
    case .power: return power(left, right)
    case .multiply: return left &* right
    case .divide: return right == 0 ? nil : left.dividedReportingOverflow(by: right).partialValue
    case .remainder:
      return right == 0 ? nil : left.remainderReportingOverflow(dividingBy: right).partialValue
    case .add: return left &+ right
    case .subtract: return left &- right
    case .shiftLeft: return left &<< right
    case .shiftRight: return left &>> right
    case .less: return left < right ? 1 : 0
    case .lessOrEqual: return left <= right ? 1 : 0
    case .greater: return left > right ? 1 : 0
    case .greaterOrEqual: return left >= right ? 1 : 0
    case .equal: return left == right ? 1 : 0
    case .unequal: return left != right ? 1 : 0
    case .bitAnd: return left & right
    case .bitXor: return left ^ right
    case .bitOr: return left | right
    case .and: return left != 0 && right != 0 ? 1 : 0
    case .or: return left != 0 || right != 0 ? 1 : 0
    case .comma: return right
    }
  }

  private func power(_ base: Int64, _ exponent: Int64) -> Int64? {
    guard exponent >= 0 else { return nil }
    var (result, base, exponent) = (Int64(1), base, exponent)
    while exponent > 0 {
      if exponent & 1 == 1 { result = result &* base }
      base = base &* base
      exponent >>= 1
    }
    return result
  }

  private mutating func store(
    _ value: Int64?, to target: Place<ShellScript.ArithmeticNode>, in program: Program
  ) {
    guard case .variable(let range, let subscripted) = program.script.arithmetic[target] else {
      return
    }
    assign(
      program.text(range), key: key(subscripted, of: program.text(range), in: program),
      value.map { PartialText(String($0)) } ?? .segment, isAppend: false, carriesData: false,
      at: program.evidence(range))
  }

  /// The key that a subscript means; nil where there is none.
  mutating func key(_ subscripted: ShellScript.Subscript?, of name: String, in program: Program)
    -> PartialText?
  {
    switch subscripted {
    case nil: return nil
    case .each, .joined: return .anything
    case .element(let word, let number):
      if case .map? = pick(name) { return expandText(word, in: program) }
      let value: Int64?
      if let number {
        value = evaluate(number, in: program)
      } else {
        let text = expandText(word, in: program)
        value = self.number(of: text, at: program.evidence(word.range))
      }
      return value.map { PartialText(String($0)) } ?? .anything
    }
  }
}
