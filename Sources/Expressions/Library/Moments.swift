/// Adds and subtracts timestamps and durations; what leaves their range is an error.
enum Moments {
  /// Calculates; nil for operands that are not of these types, or an operation they do not have.
  static func arithmetic(
    _ operation: BinaryOperator, _ left: Value, _ right: Value
  ) throws(EvaluationFailure) -> Value? {
    switch (operation, left, right) {
    case (.add, .timestamp(let moment), .duration(let span)),
      (.add, .duration(let span), .timestamp(let moment)):
      return try moment.adding(span, negated: false).map(Value.timestamp)
        .orThrow("timestamp", operation)
    case (.subtract, .timestamp(let moment), .duration(let span)):
      return try moment.adding(span, negated: true).map(Value.timestamp)
        .orThrow("timestamp", operation)
    case (.subtract, .timestamp(let left), .timestamp(let right)):
      return try left.since(right).map(Value.duration).orThrow("duration", operation)
    case (.add, .duration(let left), .duration(let right)):
      return try DurationText.inRange(left + right).map(Value.duration)
        .orThrow("duration", operation)
    case (.subtract, .duration(let left), .duration(let right)):
      return try DurationText.inRange(left - right).map(Value.duration)
        .orThrow("duration", operation)
    default: return nil
    }
  }
}

extension Value? {
  fileprivate func orThrow(
    _ type: String, _ operation: BinaryOperator
  ) throws(EvaluationFailure) -> Value {
    guard let self else {
      throw .error(.init(.overflow, "\(type) as the result of `\(operation.symbol)`"))
    }
    return self
  }
}
