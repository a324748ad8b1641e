/// Compiles a checked tree into nodes: folds what is constant, reads literals once, and chooses the node that fits.
struct Planner {
  private let environment: Environment
  private let comparison: Comparison
  /// What is wrong with literals.
  private(set) var errors: [SyntaxError] = []

  /// What folding one constant may cost.
  private static let foldingCost = 1_000

  init(_ environment: Environment) {
    self.environment = environment
    comparison = Comparison(isExact: environment.options.mixedNumbers)
  }

  mutating func plan(_ tree: Resolved) -> any Node {
    switch tree.kind {
    case .constant(let value): return ConstantNode(value)
    case .variable(let slot, _): return VariableNode(slot: slot)
    case .local(let place): return LocalNode(place)
    case .failing(let error): return FailingNode(error)
    case .field(let operand, let name, let index):
      let field = field(name, index)
      if case .variable(let slot, _) = operand.kind { return VariableFieldNode(slot: slot, field) }
      let operand = plan(operand)
      return folded(FieldNode(operand, field), [operand])
    case .presence(let operand, let name, let index):
      let operand = plan(operand)
      return folded(PresenceNode(operand, field(name, index)), [operand])
    case .index(let operand, let index):
      let children = [plan(operand), plan(index)]
      return folded(IndexNode(children[0], children[1]), children)
    case .call(let call): return self.call(call)
    case .unary(let unaryOperator, let operand):
      let operand = plan(operand)
      return folded(
        unaryOperator == .not ? NotNode(operand) : NegationNode(operand), [operand])
    case .binary(let binaryOperator, let left, let right):
      let children = [plan(left), plan(right)]
      return folded(binary(binaryOperator, children[0], children[1]), children)
    case .logical(let logicalOperator, let operands):
      let children = operands.map { plan($0) }
      return folded(
        LogicalNode.tree(children[...], deciding: logicalOperator == .or), children)
    case .conditional(let condition, let then, let otherwise):
      let children = [plan(condition), plan(then), plan(otherwise)]
      return folded(ConditionalNode(children[0], children[1], children[2]), children)
    case .list(let elements):
      let children = elements.map { plan($0) }
      return folded(ListNode(children), children)
    case .map(let entries):
      let children = entries.map { (key: plan($0.key), value: plan($0.value)) }
      return folded(MapNode(children), children.flatMap { [$0.key, $0.value] })
    case .comprehension(let comprehension): return self.comprehension(comprehension)
    }
  }

  /// Replaces a node over constants by its value; one that fails stays, to fail when it is evaluated.
  private func folded(_ node: any Node, _ children: [any Node]) -> any Node {
    guard children.allSatisfy({ $0 is ConstantNode }) else { return node }
    var frame = Frame(
      ValueActivation([]), localCount: 0, costLimit: Planner.foldingCost)
    guard let value = try? node.evaluate(&frame) else { return node }
    return ConstantNode(value)
  }

  private func field(_ name: String, _ index: Int?) -> FieldName {
    let byType = environment.types.values.compactMap { type in
      type.field(named: name).map { (type: type.name, index: $0.index) }
    }
    return FieldName(name: name, index: index, byType: index == nil ? byType : [])
  }

  // MARK: Operators

  private func binary(
    _ binaryOperator: BinaryOperator, _ left: any Node, _ right: any Node
  ) -> any Node {
    switch binaryOperator {
    case .add, .subtract, .multiply, .divide, .remainder:
      return ArithmeticNode(
        binaryOperator, left, right, mixesNumbers: environment.options.mixedNumbers)
    case .equal, .notEqual:
      let isNegated = binaryOperator == .notEqual
      if case .string(let text) = right.constant {
        return TextEqualityNode(left, text, isNegated: isNegated)
      }
      if case .string(let text) = left.constant {
        return TextEqualityNode(right, text, isNegated: isNegated)
      }
      return EqualityNode(left, right, isNegated: isNegated, comparison)
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      if case .int(let bound) = right.constant {
        return IntegerOrderNode(binaryOperator, left, bound, comparison)
      }
      return OrderNode(binaryOperator, left, right, comparison)
    case .membership:
      if let texts = right.constant.flatMap(Planner.texts) {
        return TextMembershipNode(left, texts)
      }
      return MembershipNode(left, right, comparison)
    }
  }

  /// The elements of a list of nothing but strings.
  private static func texts(_ value: Value) -> [String]? {
    guard case .list(let values) = value else { return nil }
    var texts: [String] = []
    for value in values {
      guard case .string(let text) = value else { return nil }
      texts.append(text)
    }
    return texts
  }

  // MARK: Calls

  private mutating func call(_ call: Resolved.Call) -> any Node {
    let arguments = call.arguments.map { plan($0) }
    let literals = arguments.map(\.constant)
    var overloads: [(function: Function, body: Function.Body)] = []
    for function in call.candidates {
      // The standard overloads of one name share their code: the first stands for all.
      if !function.checksArguments, overloads.last?.function.checksArguments == false { continue }
      overloads.append((function, body(of: function, literals, call)))
    }
    guard overloads.count == 1, let (function, body) = overloads.first,
      !function.checksArguments || function.accepts(call.arguments)
    else { return DispatchNode(call.function, arguments, overloads) }
    if !function.checksArguments, let test = TextTest(rawValue: function.name),
      case .string(let part) = literals.last
    {
      return folded(TextTestNode(test, arguments[0], part), arguments)
    }
    let node: any Node =
      switch body {
      case .unary(let body): UnaryCallNode(arguments[0], body)
      case .binary(let body): BinaryCallNode(arguments[0], arguments[1], body)
      case .variadic(let body): VariadicCallNode(arguments, body)
      }
    // A host's function may read what changes between evaluations.
    return function.checksArguments ? node : folded(node, arguments)
  }

  private mutating func body(
    of function: Function, _ literals: [Value?], _ call: Resolved.Call
  ) -> Function.Body {
    guard let preparation = function.preparation else { return function.body }
    do {
      guard let body = try preparation(literals), body.takes(literals.count) else {
        return function.body
      }
      return body
    } catch {
      if environment.options.checksLiterals, call.arguments.indices.contains(error.argument) {
        let range = call.arguments[error.argument].range
        errors.append(SyntaxError(range.start, error.message, hint: error.hint))
      }
      return function.body
    }
  }

  // MARK: Macros

  private mutating func comprehension(_ comprehension: Resolved.Comprehension) -> any Node {
    let iteration = Iteration(plan(comprehension.operand), locals: comprehension.locals)
    let condition = comprehension.condition.map { plan($0) }
    let body = plan(comprehension.body)
    return switch comprehension.macro {
    case .all: QuantifierNode(iteration, body, deciding: false)
    case .exists: QuantifierNode(iteration, body, deciding: true)
    case .existsOne: ExistsOneNode(iteration, body)
    case .filter: TransformListNode(iteration, condition: body, body: nil)
    case .map, .transformList: TransformListNode(iteration, condition: condition, body: body)
    case .transformMap: TransformMapNode(iteration, condition: condition, body: body)
    }
  }
}

extension Function {
  /// Says whether the arguments' types alone show that they fit, so that nothing is left to check.
  fileprivate func accepts(_ arguments: [Resolved]) -> Bool {
    zip(parameters, arguments).allSatisfy { $0 == .dyn || $0 == $1.type }
  }
}
