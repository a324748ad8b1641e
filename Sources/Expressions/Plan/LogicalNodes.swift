/// Collects what kept operands of `&&` and `||` from having a value, while another may still decide the result.
///
/// Something unknown counts for more than an error, since it may turn out to decide; a spent budget ends everything.
struct AbsorbedFailures {
  private var failure: EvaluationFailure?

  var isEmpty: Bool { if case nil = failure { true } else { false } }

  mutating func absorb(_ new: EvaluationFailure) throws(EvaluationFailure) {
    if case .error(let error) = new, error.code == .cost { throw new }
    switch (failure, new) {
    case (nil, _), (.error, .unknown): failure = new
    case (.unknown(let names), .unknown(let more)):
      failure = .unknown(Set(names).union(more).sorted())
    default: break
    }
  }

  /// Throws what was absorbed, if anything was.
  func rethrow() throws(EvaluationFailure) {
    if let failure { throw failure }
  }
}

/// `&&` or `||` (CEL language definition, "Logical Operators").
final class LogicalNode: ConditionNode {
  private let left: any Node
  private let right: any Node
  /// The value of an operand that decides the result: `false` for `&&`, `true` for `||`.
  private let deciding: Bool

  private init(_ left: any Node, _ right: any Node, deciding: Bool) {
    self.left = left
    self.right = right
    self.deciding = deciding
  }

  /// Makes a balanced tree of two operands or more, so that long chains stay shallow.
  static func tree(_ operands: ArraySlice<any Node>, deciding: Bool) -> any Node {
    guard operands.count > 1 else { return operands[operands.startIndex] }
    let middle = operands.startIndex + operands.count / 2
    return LogicalNode(
      tree(operands[..<middle], deciding: deciding), tree(operands[middle...], deciding: deciding),
      deciding: deciding)
  }

  func test(_ frame: inout Frame) throws(EvaluationFailure) -> Bool {
    var failures = AbsorbedFailures()
    do {
      if try left.test(&frame) == deciding { return deciding }
    } catch {
      try failures.absorb(error)
    }
    if failures.isEmpty { return try right.test(&frame) }
    do {
      if try right.test(&frame) == deciding { return deciding }
    } catch {
      try failures.absorb(error)
    }
    try failures.rethrow()
    return !deciding
  }
}

/// `condition ? then : otherwise`
final class ConditionalNode: Node {
  private let condition: any Node
  private let then: any Node
  private let otherwise: any Node

  init(_ condition: any Node, _ then: any Node, _ otherwise: any Node) {
    self.condition = condition
    self.then = then
    self.otherwise = otherwise
  }

  func evaluate(_ frame: inout Frame) throws(EvaluationFailure) -> Value {
    try condition.test(&frame) ? then.evaluate(&frame) : otherwise.evaluate(&frame)
  }
}

/// `!operand`
final class NotNode: ConditionNode {
  private let operand: any Node

  init(_ operand: any Node) {
    self.operand = operand
  }

  func test(_ frame: inout Frame) throws(EvaluationFailure) -> Bool {
    !(try operand.test(&frame))
  }
}
