extension StandardLibrary {
  /// `contains()`, `startsWith()` and `endsWith()`.
  static var strings: [Function] {
    test("contains") { (text, part, budget) throws(EvaluationFailure) in
      // The search is quadratic at worst.
      try budget.spend(bytes: text.utf8.count.multipliedSaturating(by: 1 + part.utf8.count / 8))
      return Text.contains(text, part)
    }
      + test("startsWith") { (text, part, budget) throws(EvaluationFailure) in
        try budget.spend(bytes: part.utf8.count)
        return Text.hasPrefix(text, part)
      }
      + test("endsWith") { (text, part, budget) throws(EvaluationFailure) in
        try budget.spend(bytes: part.utf8.count)
        return Text.hasSuffix(text, part)
      }
  }

  private static func test(
    _ name: String,
    _ test: @escaping @Sendable (String, String, inout Budget) throws(EvaluationFailure) -> Bool
  ) -> [Function] {
    overloads(
      name, isReceiverStyle: true, [Signature([.string, .string], .bool)],
      .binary { (text, part, budget) throws(EvaluationFailure) in
        guard case .string(let text) = text, case .string(let part) = part else {
          throw .noOverload(name, text, part)
        }
        return .bool(try test(text, part, &budget))
      })
  }
}

extension Int {
  /// The product, or the largest number if that is beyond it.
  fileprivate func multipliedSaturating(by other: Int) -> Int {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    return overflow ? .max : product
  }
}
