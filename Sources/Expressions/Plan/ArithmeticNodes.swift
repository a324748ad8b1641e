/// `+`, `-`, `*`, `/` or `%`
final class ArithmeticNode: Node {
  private let operation: BinaryOperator
  private let left: any Node
  private let right: any Node
  private let mixesNumbers: Bool

  init(_ operation: BinaryOperator, _ left: any Node, _ right: any Node, mixesNumbers: Bool) {
    self.operation = operation
    self.left = left
    self.right = right
    self.mixesNumbers = mixesNumbers
  }

  func evaluate(_ frame: inout Frame) throws(EvaluationFailure) -> Value {
    let left = try left.evaluate(&frame)
    let right = try right.evaluate(&frame)
    try frame.budget.spend()
    switch (left, right) {
    case (.int(let left), .int(let right)):
      return .int(try Arithmetic.integers(operation, left, right))
    case (.uint(let left), .uint(let right)):
      return .uint(try Arithmetic.integers(operation, left, right))
    case (.double(let first), .double(let second)):
      guard let result = Arithmetic.doubles(operation, first, second) else { break }
      return .double(result)
    case (.string, _), (.bytes, _), (.list, _), (.json, _):
      guard operation == .add else { break }
      return try Arithmetic.concatenation(left, right, &frame.budget)
    default:
      if let result = try Moments.arithmetic(operation, left, right) { return result }
      if mixesNumbers, let result = try Arithmetic.mixed(operation, left, right) { return result }
    }
    throw .noOverload(operation.rawValue, left, right)
  }
}

/// `-operand`
final class NegationNode: Node {
  private let operand: any Node

  init(_ operand: any Node) {
    self.operand = operand
  }

  func evaluate(_ frame: inout Frame) throws(EvaluationFailure) -> Value {
    let value = try operand.evaluate(&frame)
    switch value {
    case .double(let number): return .double(-number)
    case .int(let number):
      guard number != .min else { throw .error(.init(.overflow, "`-(\(number))`")) }
      return .int(-number)
    default: throw .noOverload(UnaryOperator.negate.rawValue, value)
    }
  }
}
