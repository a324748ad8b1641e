/// The tests of a string for a part of it, by the names of their functions.
enum TextTest: String, Sendable, CaseIterable {
  case contains, startsWith, endsWith

  /// Tests the text, and charges for what is read of it.
  func holds(
    _ text: Span<UInt8>, _ part: Span<UInt8>, _ budget: inout Budget
  ) throws(EvaluationFailure) -> Bool {
    switch self {
    case .contains:
      // The search is quadratic at worst.
      let (cost, overflow) = text.count.multipliedReportingOverflow(by: 1 + part.count / 8)
      try budget.spend(bytes: overflow ? .max : cost)
      return Text.contains(text, part)
    case .startsWith:
      try budget.spend(bytes: part.count)
      return Text.hasPrefix(text, part)
    case .endsWith:
      try budget.spend(bytes: part.count)
      return Text.hasSuffix(text, part)
    }
  }
}

extension StandardLibrary {
  /// `contains()`, `startsWith()` and `endsWith()`.
  static var strings: [Function] {
    TextTest.allCases.flatMap { test in
      overloads(
        test.rawValue, isReceiverStyle: true, [Signature([.string, .string], .bool)],
        .binary { (text, part, budget) throws(EvaluationFailure) in
          guard case .string(let text) = text, case .string(let part) = part else {
            throw .noOverload(test.rawValue, text, part)
          }
          return .bool(try test.holds(text.utf8Span.span, part.utf8Span.span, &budget))
        })
    }
  }
}
