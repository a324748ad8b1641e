/// Calls a function of one argument.
final class UnaryCallNode: Node {
  private let argument: any Node
  private let body: @Sendable (Value, inout Budget) throws(EvaluationFailure) -> Value

  init(
    _ argument: any Node,
    _ body: @escaping @Sendable (Value, inout Budget) throws(EvaluationFailure) -> Value
  ) {
    self.argument = argument
    self.body = body
  }

  func evaluate(_ frame: inout Frame) throws(EvaluationFailure) -> Value {
    let argument = try argument.evaluate(&frame)
    try frame.budget.spend()
    return try body(argument, &frame.budget).resolved()
  }
}

/// Calls a function of two arguments.
final class BinaryCallNode: Node {
  private let first: any Node
  private let second: any Node
  private let body: @Sendable (Value, Value, inout Budget) throws(EvaluationFailure) -> Value

  init(
    _ first: any Node, _ second: any Node,
    _ body: @escaping @Sendable (Value, Value, inout Budget) throws(EvaluationFailure) -> Value
  ) {
    self.first = first
    self.second = second
    self.body = body
  }

  func evaluate(_ frame: inout Frame) throws(EvaluationFailure) -> Value {
    let first = try first.evaluate(&frame)
    let second = try second.evaluate(&frame)
    try frame.budget.spend()
    return try body(first, second, &frame.budget).resolved()
  }
}

/// Calls a function of any number of arguments.
final class VariadicCallNode: Node {
  private let arguments: [any Node]
  private let body: @Sendable ([Value], inout Budget) throws(EvaluationFailure) -> Value

  init(
    _ arguments: [any Node],
    _ body: @escaping @Sendable ([Value], inout Budget) throws(EvaluationFailure) -> Value
  ) {
    self.arguments = arguments
    self.body = body
  }

  func evaluate(_ frame: inout Frame) throws(EvaluationFailure) -> Value {
    var values: [Value] = []
    values.reserveCapacity(arguments.count)
    for argument in arguments { values.append(try argument.evaluate(&frame)) }
    try frame.budget.spend()
    return try body(values, &frame.budget).resolved()
  }
}

/// Chooses among overloads by the types of the values.
final class DispatchNode: Node {
  private let name: String
  private let arguments: [any Node]
  private let overloads: [(function: Function, body: Function.Body)]

  init(
    _ name: String, _ arguments: [any Node],
    _ overloads: [(function: Function, body: Function.Body)]
  ) {
    self.name = name
    self.arguments = arguments
    self.overloads = overloads
  }

  func evaluate(_ frame: inout Frame) throws(EvaluationFailure) -> Value {
    var values: [Value] = []
    values.reserveCapacity(arguments.count)
    for argument in arguments { values.append(try argument.evaluate(&frame)) }
    try frame.budget.spend()
    for (function, body) in overloads where function.includes(values) {
      return try body.call(values, &frame.budget).resolved()
    }
    throw .noOverload(name, values)
  }
}

extension Function {
  /// Says whether values are of the parameters' types; standard functions look for themselves.
  fileprivate func includes(_ values: [Value]) -> Bool {
    !checksArguments || zip(parameters, values).allSatisfy { $0.includes($1) }
  }
}

extension Function.Body {
  /// Calls the body with as many arguments as it declares.
  fileprivate func call(
    _ values: [Value], _ budget: inout Budget
  ) throws(EvaluationFailure) -> Value {
    switch self {
    case .unary(let body): try body(values[0], &budget)
    case .binary(let body): try body(values[0], values[1], &budget)
    case .variadic(let body): try body(values, &budget)
    }
  }
}
