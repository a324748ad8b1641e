/// Supplies the values of an environment's variables for one evaluation.
///
/// A variable is asked for by the slot that `Environment.declare(variable:_:)` returned, and only if the evaluation
/// reaches it, so that a host can produce values lazily. An object, so that evaluating many programs copies nothing.
package protocol Activation: AnyObject {
  /// Produces a variable's value; throws `.unknown` for one that is not known, `.error` for one that cannot be had.
  func value(slot: Int) throws(EvaluationFailure) -> Value
}

/// An activation that holds one value a slot.
package final class ValueActivation: Activation {
  private let values: [Value]

  /// Takes the values in the order of the slots.
  package init(_ values: [Value]) {
    self.values = values
  }

  package func value(slot: Int) throws(EvaluationFailure) -> Value {
    guard slot < values.count else { throw .error(.init(.undeclared, "variable \(slot)")) }
    return values[slot]
  }
}
