import Matching

/// Resolves names and overloads and deduces types (CEL language definition, "Gradual Type Checking").
struct Checker {
  let environment: Environment
  var types = Substitution()
  var errors: [SyntaxError] = []
  /// The variables of the macros around the current place, innermost last.
  private var locals: [(name: String, type: ExpressionType)] = []
  /// The most places that a frame needs for them.
  private(set) var localCount = 0

  /// More errors than this are not collected.
  private static let maximumErrors = 20

  init(_ environment: Environment) {
    self.environment = environment
  }

  /// Records an error, unless types are not checked.
  mutating func report(_ range: SourceRange, _ message: String, hint: String? = nil) {
    guard environment.options.checksTypes, errors.count < Checker.maximumErrors else { return }
    errors.append(SyntaxError(range.start, message, hint: hint))
  }

  /// Demands a type of something already checked; what is `dyn` is left to the evaluation.
  mutating func demand(_ expected: ExpressionType, of node: Resolved, for place: String) {
    guard !types.accepts(node.type, as: expected) else { return }
    report(node.range, "\(place) needs `\(expected)`, found `\(types.finished(node.type))`")
  }

  mutating func check(_ syntax: Syntax) -> Resolved {
    switch syntax.kind {
    case .literal(let value):
      return Resolved(kind: .constant(value), type: value.literalType, range: syntax.range)
    case .identifier(let name, let isRooted): return identifier(name, isRooted, syntax.range)
    case .select(let operand, let field): return select(operand, field, syntax)
    case .presence(let operand, let field): return presence(operand, field, syntax.range)
    case .index(let operand, let index): return self.index(operand, index, syntax.range)
    case .call(let call): return self.call(call, syntax.range)
    case .unary(let unaryOperator, let operand):
      return unary(unaryOperator, operand, syntax.range)
    case .binary(let binaryOperator, let left, let right):
      return binary(binaryOperator, check(left), check(right), syntax.range)
    case .logical(let logicalOperator, let operands):
      let operands = operands.map { check($0) }
      let symbol = logicalOperator == .and ? "`&&`" : "`||`"
      for operand in operands { demand(.bool, of: operand, for: symbol) }
      return Resolved(
        kind: .logical(logicalOperator, operands), type: .bool, range: syntax.range)
    case .conditional(let condition, let then, let otherwise):
      return conditional(check(condition), check(then), check(otherwise), syntax.range)
    case .list(let elements): return list(elements, syntax.range)
    case .map(let entries): return map(entries, syntax.range)
    case .comprehension(let comprehension): return self.comprehension(comprehension, syntax.range)
    }
  }

  // MARK: Names

  private mutating func identifier(
    _ name: String, _ isRooted: Bool, _ range: SourceRange
  ) -> Resolved {
    if !isRooted, let place = locals.lastIndex(where: { $0.name == name }) {
      return Resolved(kind: .local(place), type: locals[place].type, range: range)
    }
    if let known = named(name, range) { return known }
    report(
      range, "undeclared reference to `\(name)`",
      hint: Suggestion.hint(
        for: name, among: Array(environment.variables.keys) + locals.map(\.name)))
    return failing(.init(.undeclared, "`\(name)`"), range)
  }

  func failing(_ error: EvaluationError, _ range: SourceRange) -> Resolved {
    Resolved(kind: .failing(error), type: .dyn, range: range)
  }

  /// A variable of the environment, or the name of a type.
  private func named(_ name: String, _ range: SourceRange) -> Resolved? {
    if let (slot, type) = environment.variables[name] {
      return Resolved(kind: .variable(slot: slot, name: name), type: type, range: range)
    }
    guard Checker.typeNames.contains(name) || environment.types[name] != nil else { return nil }
    return Resolved(kind: .constant(.type(name)), type: .type, range: range)
  }

  private static let typeNames: Set<String> = {
    let types: [ExpressionType] = [
      .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .type,
      .list(.dyn), .map(key: .dyn, value: .dyn), .optional(.dyn),
    ]
    return Set(types.map(\.runtimeName))
  }()

  /// The dotted name that a chain of selections spells, if it starts at a name that no macro binds.
  func qualifiedName(_ syntax: Syntax) -> String? {
    switch syntax.kind {
    case .identifier(let name, let isRooted):
      isRooted || !locals.contains { $0.name == name } ? name : nil
    case .select(let operand, let field): qualifiedName(operand).map { "\($0).\(field)" }
    default: nil
    }
  }

  private mutating func select(
    _ operand: Syntax, _ field: String, _ syntax: Syntax
  ) -> Resolved {
    if let name = qualifiedName(syntax), let known = named(name, syntax.range) { return known }
    let operand = check(operand)
    let (type, index) = fieldType(of: operand.type, field, syntax.range)
    return Resolved(
      kind: .field(operand, name: field, index: index), type: type, range: syntax.range)
  }

  private mutating func presence(
    _ operand: Syntax, _ field: String, _ range: SourceRange
  ) -> Resolved {
    let operand = check(operand)
    let (_, index) = fieldType(of: operand.type, field, range)
    return Resolved(
      kind: .presence(operand, name: field, index: index), type: .bool, range: range)
  }

  private mutating func fieldType(
    of operand: ExpressionType, _ field: String, _ range: SourceRange
  ) -> (ExpressionType, index: Int?) {
    switch types.head(operand) {
    case .dyn, .parameter: return (.dyn, nil)
    case .optional(let wrapped):
      let (type, index) = fieldType(of: wrapped, field, range)
      return (.optional(type), index)
    case .map(let key, let value):
      guard types.accepts(.string, as: key) else { break }
      return (value, nil)
    case .opaque(let name):
      guard let type = environment.types[name] else { break }
      if let (index, fieldType) = type.field(named: field) { return (fieldType, index) }
      report(
        range, "`\(name)` has no field `\(field)`",
        hint: Suggestion.hint(for: field, among: type.fields.map(\.name))
          ?? "it has \(type.fields.map { "`\($0.name)`" }.joined(separator: ", "))")
      return (.dyn, nil)
    default: break
    }
    report(
      range, "a value of type `\(types.finished(operand))` has no field `\(field)`")
    return (.dyn, nil)
  }

  // MARK: Macros

  private mutating func comprehension(
    _ syntax: Syntax.Comprehension, _ range: SourceRange
  ) -> Resolved {
    let operand = check(syntax.operand)
    let name = syntax.macro.rawValue
    let (first, second) = elementTypes(of: operand, macro: name)
    let start = locals.count
    let isPair = syntax.variables.count == 2
    for (index, variable) in syntax.variables.enumerated() {
      locals.append((variable, isPair && index == 1 ? second : isPair ? first.pair : first.single))
    }
    localCount = max(localCount, locals.count)
    let condition = syntax.condition.map { check($0) }
    let body = check(syntax.body)
    locals.removeSubrange(start...)
    if let condition { demand(.bool, of: condition, for: "the condition of `\(name)()`") }
    let type: ExpressionType
    switch syntax.macro {
    case .all, .exists, .existsOne:
      demand(.bool, of: body, for: "the condition of `\(name)()`")
      type = .bool
    case .filter:
      demand(.bool, of: body, for: "the condition of `filter()`")
      type = .list(first.single)
    case .map, .transformList: type = .list(body.type)
    case .transformMap: type = .map(key: first.pair, value: body.type)
    }
    return Resolved(
      kind: .comprehension(
        Resolved.Comprehension(
          macro: syntax.macro, operand: operand,
          locals: Array(start..<start + syntax.variables.count),
          condition: condition, body: body)),
      type: type, range: range)
  }

  /// The types of a macro's variables: the first where it is alone and where it is one of two, and the second.
  private mutating func elementTypes(
    of operand: Resolved, macro: String
  ) -> (first: (single: ExpressionType, pair: ExpressionType), second: ExpressionType) {
    switch types.head(operand.type) {
    case .list(let element): return ((element, .int), element)
    case .map(let key, let value): return ((key, key), value)
    case .dyn, .parameter: return ((.dyn, .dyn), .dyn)
    case let other:
      report(
        operand.range, "`\(macro)()` needs a list or a map, found `\(types.finished(other))`")
      return ((.dyn, .dyn), .dyn)
    }
  }
}

extension Value {
  /// The static type of a literal.
  fileprivate var literalType: ExpressionType {
    switch self {
    case .null: .null
    case .bool: .bool
    case .int: .int
    case .uint: .uint
    case .double: .double
    case .string: .string
    case .bytes: .bytes
    default: .dyn
    }
  }
}
