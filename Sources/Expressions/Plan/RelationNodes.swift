import JSON

/// `left == right` or `left != right`
final class EqualityNode: ConditionNode {
  private let left: any Node
  private let right: any Node
  private let isNegated: Bool
  private let comparison: Comparison

  init(_ left: any Node, _ right: any Node, isNegated: Bool, _ comparison: Comparison) {
    self.left = left
    self.right = right
    self.isNegated = isNegated
    self.comparison = comparison
  }

  func test(_ frame: inout Frame) throws(EvaluationFailure) -> Bool {
    let left = try left.evaluate(&frame)
    let right = try right.evaluate(&frame)
    return try comparison.areEqual(left, right, &frame.budget) != isNegated
  }
}

/// `operand == "text"` or `operand != "text"`: compares a JSON string where it lies.
final class TextEqualityNode: ConditionNode {
  private let operand: any Node
  private let text: String
  private let isNegated: Bool

  init(_ operand: any Node, _ text: String, isNegated: Bool) {
    self.operand = operand
    self.text = text
    self.isNegated = isNegated
  }

  func test(_ frame: inout Frame) throws(EvaluationFailure) -> Bool {
    let value = try operand.evaluateLazily(&frame)
    try frame.budget.spend(bytes: text.utf8.count)
    switch value {
    case .json(let json) where json.isString: return json.isString(equalTo: text) != isNegated
    case .string(let value): return Text.areEqual(value, text) != isNegated
    default:
      // An integer that is too large is an error here as everywhere.
      _ = try value.resolved()
      return isNegated
    }
  }
}

/// `<`, `<=`, `>` or `>=`
final class OrderNode: ConditionNode {
  private let relation: BinaryOperator
  private let left: any Node
  private let right: any Node
  private let comparison: Comparison

  init(_ relation: BinaryOperator, _ left: any Node, _ right: any Node, _ comparison: Comparison) {
    self.relation = relation
    self.left = left
    self.right = right
    self.comparison = comparison
  }

  func test(_ frame: inout Frame) throws(EvaluationFailure) -> Bool {
    let left = try left.evaluate(&frame)
    let right = try right.evaluate(&frame)
    return try comparison.holds(relation, left, right, &frame.budget)
  }
}

/// An order relation to an integer that is known before.
final class IntegerOrderNode: ConditionNode {
  private let relation: BinaryOperator
  private let operand: any Node
  private let bound: Int64
  private let comparison: Comparison

  init(_ relation: BinaryOperator, _ operand: any Node, _ bound: Int64, _ comparison: Comparison) {
    self.relation = relation
    self.operand = operand
    self.bound = bound
    self.comparison = comparison
  }

  func test(_ frame: inout Frame) throws(EvaluationFailure) -> Bool {
    let value = try operand.evaluate(&frame)
    guard case .int(let number) = value else {
      return try comparison.holds(relation, value, .int(bound), &frame.budget)
    }
    return switch relation {
    case .less: number < bound
    case .lessOrEqual: number <= bound
    case .greater: number > bound
    default: number >= bound
    }
  }
}

extension Comparison {
  /// Says whether `<`, `<=`, `>` or `>=` holds; an error for values without order.
  fileprivate func holds(
    _ relation: BinaryOperator, _ left: Value, _ right: Value, _ budget: inout Budget
  ) throws(EvaluationFailure) -> Bool {
    guard let order = try order(left, right, &budget) else {
      throw .noOverload(relation.rawValue, left, right)
    }
    return switch relation {
    case .less: order == .less
    case .lessOrEqual: order == .less || order == .equal
    case .greater: order == .greater
    default: order == .greater || order == .equal
    }
  }
}

/// `element in list` or `key in map`
final class MembershipNode: ConditionNode {
  private let element: any Node
  private let container: any Node
  private let comparison: Comparison

  init(_ element: any Node, _ container: any Node, _ comparison: Comparison) {
    self.element = element
    self.container = container
    self.comparison = comparison
  }

  func test(_ frame: inout Frame) throws(EvaluationFailure) -> Bool {
    let element = try element.evaluate(&frame)
    let container = try container.evaluateLazily(&frame)
    try frame.budget.spend()
    if let map = MapView(container) {
      try frame.budget.spend(map.lookupCost)
      return map[element] != nil
    }
    guard let list = ListView(container) else { throw .noOverload("@in", element, container) }
    for candidate in list {
      try frame.budget.spend()
      if try comparison.areEqual(candidate.known(), element, &frame.budget) { return true }
    }
    return false
  }
}

/// `operand in ["a", "b", …]`: compares a JSON string where it lies, and looks up in a set where there are many texts.
final class TextMembershipNode: ConditionNode {
  private let operand: any Node
  private let texts: [String]
  private let set: Set<MapKey>

  /// More texts than this are looked up in a set.
  private static let few = 8

  init(_ operand: any Node, _ texts: [String]) {
    self.operand = operand
    self.texts = texts
    set = texts.count > TextMembershipNode.few ? Set(texts.map(MapKey.text)) : []
  }

  func test(_ frame: inout Frame) throws(EvaluationFailure) -> Bool {
    let value = try operand.evaluateLazily(&frame)
    try frame.budget.spend()
    switch value {
    case .json(let json) where json.isString:
      if set.isEmpty { return texts.contains { json.isString(equalTo: $0) } }
      guard case .string(let text) = try value.resolved() else { return false }
      try frame.budget.spend(bytes: text.utf8.count)
      return set.contains(.text(text))
    case .string(let text):
      if set.isEmpty { return texts.contains { Text.areEqual($0, text) } }
      try frame.budget.spend(bytes: text.utf8.count)
      return set.contains(.text(text))
    default:
      _ = try value.resolved()
      return false
    }
  }
}
