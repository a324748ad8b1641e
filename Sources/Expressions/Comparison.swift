/// Compares values for the operators of equality and order (CEL language definition, "Equality and Ordering").
struct Comparison: Sendable {
  /// Whether an integer and a double are compared by their exact values.
  ///
  /// Otherwise the integer is rounded to a double first, as the conformance suite expects.
  let isExact: Bool

  // MARK: Equality

  /// Compares values of any types, those of different types as unequal; charges for what is read.
  func areEqual(
    _ left: Value, _ right: Value, _ budget: inout Budget
  ) throws(EvaluationFailure) -> Bool {
    switch (left, right) {
    case (.json(let json), _) where !json.isContainer:
      return try areEqual(Value.reading(json), right, &budget)
    case (_, .json(let json)) where !json.isContainer:
      return try areEqual(left, Value.reading(json), &budget)
    case (.string(let left), .string(let right)):
      try budget.spend(bytes: min(left.utf8.count, right.utf8.count))
      return Text.areEqual(left, right)
    case (.bool(let left), .bool(let right)): return left == right
    case (.int, _), (.uint, _), (.double, _): return numbers(left, right) == .equal
    case (.null, .null): return true
    case (.bytes(let left), .bytes(let right)):
      try budget.spend(bytes: min(left.count, right.count))
      return left == right
    case (.type(let left), .type(let right)): return left == right
    case (.timestamp(let left), .timestamp(let right)): return left == right
    case (.duration(let left), .duration(let right)): return left == right
    case (.opaque(let left), .opaque(let right)): return left.equals(right)
    default:
      if let left = ListView(left), let right = ListView(right) {
        return try areEqual(left, right, &budget)
      }
      if let left = MapView(left), let right = MapView(right) {
        return try areEqual(left, right, &budget)
      }
      return false
    }
  }

  private func areEqual(
    _ left: ListView, _ right: ListView, _ budget: inout Budget
  ) throws(EvaluationFailure) -> Bool {
    guard left.count == right.count else { return false }
    try budget.spend(left.count)
    var iterator = right.makeIterator()
    for element in left {
      guard let other = iterator.next() else { return false }
      if try !areEqual(element.known(), other.known(), &budget) { return false }
    }
    return true
  }

  private func areEqual(
    _ left: MapView, _ right: MapView, _ budget: inout Budget
  ) throws(EvaluationFailure) -> Bool {
    guard left.count == right.count else { return false }
    for (key, value) in left.entries {
      try budget.spend(1 + right.lookupCost)
      guard let other = right[key] else { return false }
      if try !areEqual(value.known(), other.known(), &budget) { return false }
    }
    return true
  }

  // MARK: Order

  /// Orders two values, numbers of any types among each other; nil if there is no order between their types.
  func order(
    _ left: Value, _ right: Value, _ budget: inout Budget
  ) throws(EvaluationFailure) -> Order? {
    switch (left, right) {
    case (.int(let left), .int(let right)): return Order(left, right)
    case (.int, _), (.uint, _), (.double, _): return numbers(left, right)
    case (.string(let left), .string(let right)):
      try budget.spend(bytes: min(left.utf8.count, right.utf8.count))
      return Text.order(left, right)
    case (.bytes(let left), .bytes(let right)):
      try budget.spend(bytes: min(left.count, right.count))
      return left.lexicographicallyPrecedes(right) ? .less : left == right ? .equal : .greater
    case (.bool(let left), .bool(let right)): return Order(left ? 1 : 0, right ? 1 : 0)
    case (.timestamp(let left), .timestamp(let right)): return Order(left, right)
    case (.duration(let left), .duration(let right)): return Order(left, right)
    default: return nil
    }
  }

  /// Orders two numbers; nil if one of the values is none.
  private func numbers(_ left: Value, _ right: Value) -> Order? {
    switch (left, right) {
    case (.int(let left), .int(let right)): Order(left, right)
    case (.uint(let left), .uint(let right)): Order(left, right)
    case (.double(let left), .double(let right)): Order(left, right)
    case (.int(let left), .uint(let right)): Order(Int128(left), Int128(right))
    case (.uint(let left), .int(let right)): Order(Int128(left), Int128(right))
    case (.int(let left), .double(let right)): order(Int128(left), right)
    case (.uint(let left), .double(let right)): order(Int128(left), right)
    case (.double(let left), .int(let right)): order(Int128(right), left).reversed
    case (.double(let left), .uint(let right)): order(Int128(right), left).reversed
    default: nil
    }
  }

  private func order(_ integer: Int128, _ double: Double) -> Order {
    guard isExact else { return Order(Double(integer), double) }
    guard !double.isNaN else { return .unordered }
    // No double of this size or beyond is within 64 bits.
    guard double.magnitude < 0x1p65 else { return double < 0 ? .greater : .less }
    let whole = double.rounded(.towardZero)
    let order = Order(integer, Int128(whole))
    return order == .equal ? Order(whole, double) : order
  }
}

extension Order {
  /// The order of the same values the other way round.
  var reversed: Order {
    switch self {
    case .less: .greater
    case .greater: .less
    case .equal, .unordered: self
    }
  }
}
