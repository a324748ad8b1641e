/// One step of a compiled program; a program is a tree of them.
protocol Node: AnyObject, Sendable {
  /// Evaluates to a value that is no unread JSON scalar.
  func evaluate(_ frame: inout Frame) throws(EvaluationFailure) -> Value

  /// Evaluates to a value that may be an unread JSON scalar, where that saves reading it.
  func evaluateLazily(_ frame: inout Frame) throws(EvaluationFailure) -> Value

  /// Evaluates to a `bool`; an error for values of other types.
  func test(_ frame: inout Frame) throws(EvaluationFailure) -> Bool
}

extension Node {
  func evaluateLazily(_ frame: inout Frame) throws(EvaluationFailure) -> Value {
    try evaluate(&frame)
  }

  func test(_ frame: inout Frame) throws(EvaluationFailure) -> Bool {
    let value = try evaluate(&frame)
    guard case .bool(let result) = value else {
      throw .error(.init(.noSuchOverload, "expected `bool`, found `\(value.typeName)`"))
    }
    return result
  }

  /// The value of a node that is a constant.
  var constant: Value? { (self as? ConstantNode)?.value }
}

/// A node whose result is a `bool`: it only says how to test.
protocol ConditionNode: Node {}

extension ConditionNode {
  func evaluate(_ frame: inout Frame) throws(EvaluationFailure) -> Value {
    .bool(try test(&frame))
  }
}

/// What one evaluation works on.
struct Frame {
  let activation: any Activation
  /// The values of the variables of the macros that are running.
  var locals: [Value]
  var budget: Budget

  init(_ activation: any Activation, localCount: Int, costLimit: Int) {
    self.activation = activation
    locals = localCount == 0 ? [] : Array(repeating: .null, count: localCount)
    budget = Budget(costLimit)
  }
}

/// A value known when the program was compiled.
final class ConstantNode: Node {
  let value: Value

  init(_ value: Value) {
    self.value = value
  }

  func evaluate(_ frame: inout Frame) throws(EvaluationFailure) -> Value { value }
}

/// What can only fail, in a program whose types are not checked.
final class FailingNode: Node {
  private let error: EvaluationError

  init(_ error: EvaluationError) {
    self.error = error
  }

  func evaluate(_ frame: inout Frame) throws(EvaluationFailure) -> Value { throw .error(error) }
}

/// Demands a type of a value whose type could not be checked before.
final class ExpectedTypeNode: Node {
  private let operand: any Node
  private let type: ExpressionType

  init(_ operand: any Node, _ type: ExpressionType) {
    self.operand = operand
    self.type = type
  }

  func evaluate(_ frame: inout Frame) throws(EvaluationFailure) -> Value {
    let value = try operand.evaluate(&frame)
    guard type.includes(value) else {
      throw .error(.init(.noSuchOverload, "expected `\(type)`, found `\(value.typeName)`"))
    }
    return value
  }
}

extension ExpressionType {
  /// Says whether a value may be of this type; lists and maps are not looked into.
  func includes(_ value: Value) -> Bool {
    switch (self, value) {
    case (.dyn, _), (.parameter, _), (.null, .null), (.bool, .bool), (.int, .int), (.uint, .uint),
      (.double, .double), (.string, .string), (.bytes, .bytes), (.list, .list), (.map, .map),
      (.type, .type), (.timestamp, .timestamp), (.duration, .duration):
      true
    case (.opaque(let name), .opaque(let value)): value.typeName == name
    case (.optional, .opaque(let value)): value is OptionalValue
    case (.list, .json(let json)): json.isArray
    case (.map, .json(let json)): json.isObject
    default: false
    }
  }
}
