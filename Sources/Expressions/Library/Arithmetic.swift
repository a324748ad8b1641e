/// Calculates with numbers, and joins strings, bytes and lists (CEL language definition, "Overflow").
enum Arithmetic {
  static func integers<Number: FixedWidthInteger>(
    _ operation: BinaryOperator, _ left: Number, _ right: Number
  ) throws(EvaluationFailure) -> Number {
    let result: (partialValue: Number, overflow: Bool)
    switch operation {
    case .add: result = left.addingReportingOverflow(right)
    case .subtract: result = left.subtractingReportingOverflow(right)
    case .multiply: result = left.multipliedReportingOverflow(by: right)
    case .divide, .remainder:
      guard right != 0 else {
        throw .error(.init(.divisionByZero, text(operation, left, right)))
      }
      result =
        operation == .divide
        ? left.dividedReportingOverflow(by: right)
        : left.remainderReportingOverflow(dividingBy: right)
    default: throw .error(.init(.noSuchOverload, operation.rawValue))
    }
    guard !result.overflow else { throw .error(.init(.overflow, text(operation, left, right))) }
    return result.partialValue
  }

  private static func text<Number: FixedWidthInteger>(
    _ operation: BinaryOperator, _ left: Number, _ right: Number
  ) -> String {
    "`\(left) \(operation.symbol) \(right)`"
  }

  /// Calculates by IEEE 754; nil for an operation that doubles do not have.
  static func doubles(_ operation: BinaryOperator, _ left: Double, _ right: Double) -> Double? {
    switch operation {
    case .add: left + right
    case .subtract: left - right
    case .multiply: left * right
    case .divide: left / right
    default: nil
    }
  }

  /// Calculates with numbers of two types: with a double as doubles, else exactly and as an `int`; nil for other values.
  static func mixed(
    _ operation: BinaryOperator, _ left: Value, _ right: Value
  ) throws(EvaluationFailure) -> Value? {
    switch (left, right) {
    case (.int(let left), .uint(let right)):
      return try narrowed(operation, Int128(left), Int128(right))
    case (.uint(let left), .int(let right)):
      return try narrowed(operation, Int128(left), Int128(right))
    default:
      guard let left = double(left), let right = double(right) else { return nil }
      return doubles(operation, left, right).map(Value.double)
    }
  }

  private static func narrowed(
    _ operation: BinaryOperator, _ left: Int128, _ right: Int128
  ) throws(EvaluationFailure) -> Value? {
    guard operation != .remainder else { return nil }
    guard let result = Int64(exactly: try integers(operation, left, right)) else {
      throw .error(.init(.overflow, text(operation, left, right)))
    }
    return .int(result)
  }

  private static func double(_ value: Value) -> Double? {
    switch value {
    case .int(let number): Double(number)
    case .uint(let number): Double(number)
    case .double(let number): number
    default: nil
    }
  }

  /// Joins two strings, bytes or lists; charges for the length of the result.
  static func concatenation(
    _ left: Value, _ right: Value, _ budget: inout Budget
  ) throws(EvaluationFailure) -> Value {
    switch (left, right) {
    case (.string(let left), .string(let right)):
      try budget.spend(bytes: left.utf8.count + right.utf8.count)
      return .string(left + right)
    case (.bytes(let left), .bytes(let right)):
      try budget.spend(bytes: left.count + right.count)
      return .bytes(left + right)
    default:
      guard let first = ListView(left), let second = ListView(right) else {
        throw .noOverload(BinaryOperator.add.rawValue, left, right)
      }
      try budget.spend(first.count + second.count)
      return .list(Array(first) + Array(second))
    }
  }
}
