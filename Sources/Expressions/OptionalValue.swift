/// A value or none: what `optional.of(x)`, `optional.none()`, `map.?key` and `list[?index]` give.
struct OptionalValue: OpaqueValue {
  static let none = OptionalValue(nil)

  /// What the comparison of two values may cost.
  private static let comparisonCost = 10_000

  let value: Value?

  init(_ value: Value?) { self.value = value }

  init(_ value: Value, of function: String) throws(EvaluationFailure) {
    guard case .opaque(let optional as OptionalValue) = value else {
      throw .noOverload(function, value)
    }
    self = optional
  }

  var typeName: String { ExpressionType.optional(.dyn).runtimeName }

  /// Reads something of the value; none where there is no value, or the value has no such thing.
  func reading(
    _ read: (Value) throws(EvaluationFailure) -> Value
  ) throws(EvaluationFailure) -> OptionalValue {
    guard let value else { return .none }
    do throws(EvaluationFailure) {
      return OptionalValue(try read(value))
    } catch {
      guard case .error(let problem) = error,
        problem.code == .noSuchKey || problem.code == .indexOutOfRange
      else { throw error }
      return .none
    }
  }

  func field(_ index: Int) throws(EvaluationFailure) -> Value {
    throw .error(.init(.noSuchField, "\(index)"))
  }

  func equals(_ other: any OpaqueValue) -> Bool {
    guard let other = other as? OptionalValue else { return false }
    switch (value, other.value) {
    case (nil, nil): return true
    case (let value?, let other?):
      // Values too large to compare within the budget are not found equal.
      var budget = Budget(OptionalValue.comparisonCost)
      return (try? Comparison(isExact: true).areEqual(value, other, &budget)) ?? false
    default: return false
    }
  }
}
