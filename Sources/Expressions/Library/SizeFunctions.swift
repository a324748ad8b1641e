extension StandardLibrary {
  /// `size()`, in both styles of call.
  static var sizes: [Function] {
    let sized: [ExpressionType] = [
      .string, .bytes, .list(.parameter("A")), .map(key: .parameter("A"), value: .parameter("B")),
    ]
    let signatures = sized.map { Signature([$0], .int) }
    let body = Function.Body.unary { (value, budget) throws(EvaluationFailure) in
      .int(Int64(try size(value, &budget)))
    }
    return overloads("size", signatures, body)
      + overloads("size", isReceiverStyle: true, signatures, body)
  }

  /// Counts code points, bytes, elements or entries.
  private static func size(
    _ value: Value, _ budget: inout Budget
  ) throws(EvaluationFailure) -> Int {
    switch value {
    case .string(let text):
      try budget.spend(bytes: text.utf8.count)
      return text.unicodeScalars.count
    case .bytes(let bytes): return bytes.count
    default:
      guard let count = ListView(value)?.count ?? MapView(value)?.count else {
        throw .noOverload("size", value)
      }
      return count
    }
  }
}
