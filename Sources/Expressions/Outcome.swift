/// What an evaluation came to.
package enum Outcome: Sendable {
  case value(Value)
  case error(EvaluationError)
  /// The result depends on variables or attributes that are not known; their names, sorted.
  case unknown([String])
}

extension Outcome {
  /// The value, if it is a `bool`.
  package var bool: Bool? {
    if case .value(.bool(let value)) = self { value } else { nil }
  }
}
