import JSON

/// The part that all macros over elements share: the operand, and where each element goes.
struct Iteration: Sendable {
  private let operand: any Node
  private let locals: [Int]

  init(_ operand: any Node, locals: [Int]) {
    self.operand = operand
    self.locals = locals
  }

  /// Calls the body once for each element of a list or key of a map, until it returns false.
  func forEach(
    _ frame: inout Frame,
    _ body: (_ key: Value, inout Frame) throws(EvaluationFailure) -> Bool
  ) throws(EvaluationFailure) {
    let operand = try operand.evaluateLazily(&frame)
    switch operand {
    case .list(let values):
      for (position, element) in values.enumerated() {
        guard try visit(element, at: position, &frame, body) else { return }
      }
    case .json(let json) where json.isArray:
      for (position, element) in json.elements.enumerated() {
        guard try visit(.json(element), at: position, &frame, body) else { return }
      }
    default:
      guard let map = MapView(operand) else {
        throw .error(
          .init(.noSuchOverload, "a macro needs a list or map, found `\(operand.typeName)`"))
      }
      try frame.budget.spend(map.count)
      for (key, value) in map.entries {
        bind(key, value, alone: key, &frame)
        guard try body(key, &frame) else { return }
      }
    }
  }

  private func visit(
    _ element: Value, at position: Int, _ frame: inout Frame,
    _ body: (_ key: Value, inout Frame) throws(EvaluationFailure) -> Bool
  ) throws(EvaluationFailure) -> Bool {
    try frame.budget.spend()
    let key = Value.int(Int64(position))
    bind(key, element, alone: element, &frame)
    return try body(key, &frame)
  }

  private func bind(_ first: Value, _ second: Value, alone: Value, _ frame: inout Frame) {
    if locals.count == 2 {
      frame.locals[locals[0]] = first
      frame.locals[locals[1]] = second
    } else {
      frame.locals[locals[0]] = alone
    }
  }

  /// The single variable's current value, read if it was JSON.
  func element(_ frame: inout Frame) throws(EvaluationFailure) -> Value {
    try frame.locals[locals[0]].resolved()
  }
}

/// `all()` or `exists()`: combines the elements' results as `&&` or `||` do.
final class QuantifierNode: ConditionNode {
  private let iteration: Iteration
  private let condition: any Node
  private let deciding: Bool

  init(_ iteration: Iteration, _ condition: any Node, deciding: Bool) {
    self.iteration = iteration
    self.condition = condition
    self.deciding = deciding
  }

  func test(_ frame: inout Frame) throws(EvaluationFailure) -> Bool {
    var failures = AbsorbedFailures()
    var isDecided = false
    try iteration.forEach(&frame) { (_, frame) throws(EvaluationFailure) in
      do throws(EvaluationFailure) {
        isDecided = try condition.test(&frame) == deciding
      } catch {
        try failures.absorb(error)
      }
      return !isDecided
    }
    if isDecided { return deciding }
    try failures.rethrow()
    return !deciding
  }
}

/// `existsOne()`: counts the elements that fulfil the condition.
final class ExistsOneNode: ConditionNode {
  private let iteration: Iteration
  private let condition: any Node

  init(_ iteration: Iteration, _ condition: any Node) {
    self.iteration = iteration
    self.condition = condition
  }

  func test(_ frame: inout Frame) throws(EvaluationFailure) -> Bool {
    var count = 0
    try iteration.forEach(&frame) { (_, frame) throws(EvaluationFailure) in
      if try condition.test(&frame) { count += 1 }
      return true
    }
    return count == 1
  }
}

/// `map()`, `filter()` or `transformList()`: makes a list; without a body it keeps the elements themselves.
final class TransformListNode: Node {
  private let iteration: Iteration
  private let condition: (any Node)?
  private let body: (any Node)?

  init(_ iteration: Iteration, condition: (any Node)?, body: (any Node)?) {
    self.iteration = iteration
    self.condition = condition
    self.body = body
  }

  func evaluate(_ frame: inout Frame) throws(EvaluationFailure) -> Value {
    var values: [Value] = []
    try iteration.forEach(&frame) { (_, frame) throws(EvaluationFailure) in
      if let condition, try !condition.test(&frame) { return true }
      if let body {
        values.append(try body.evaluate(&frame))
      } else {
        values.append(try iteration.element(&frame))
      }
      return true
    }
    return .list(values)
  }
}

/// `transformMap()`: makes a map with the same keys.
final class TransformMapNode: Node {
  private let iteration: Iteration
  private let condition: (any Node)?
  private let body: any Node

  init(_ iteration: Iteration, condition: (any Node)?, body: any Node) {
    self.iteration = iteration
    self.condition = condition
    self.body = body
  }

  func evaluate(_ frame: inout Frame) throws(EvaluationFailure) -> Value {
    var map = MapValue()
    try iteration.forEach(&frame) { (key, frame) throws(EvaluationFailure) in
      if let condition, try !condition.test(&frame) { return true }
      try map.insert(key, body.evaluate(&frame))
      return true
    }
    return .map(map)
  }
}
