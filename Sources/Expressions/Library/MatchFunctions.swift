import Matching

extension StandardLibrary {
  /// `matches()`, in both styles of call: RE2 patterns, found anywhere in the text ("Regular Expressions").
  static var matching: [Function] {
    let signatures = [Signature([.string, .string], .bool)]
    let body = Function.Body.binary { (text, pattern, budget) throws(EvaluationFailure) in
      guard case .string(let text) = text, case .string(let pattern) = pattern else {
        throw .noOverload("matches", text, pattern)
      }
      // Compiling costs more than most searches.
      try budget.spend(1_000 + 4 * pattern.utf8.count)
      let expression: RegularExpression
      do throws(RegularExpressionError) {
        expression = try RegularExpression(pattern)
      } catch {
        throw .error(.init(.invalidArgument, error.description))
      }
      return .bool(try search(text, expression, &budget))
    }
    return overloads("matches", signatures, body, prepare: prepareMatch)
      + overloads("matches", isReceiverStyle: true, signatures, body, prepare: prepareMatch)
  }

  /// Compiles a literal pattern once.
  private static let prepareMatch: Function.Preparation = {
    (literals) throws(Function.LiteralError) in
    guard case .string(let pattern) = literals[1] else { return nil }
    let expression: RegularExpression
    do throws(RegularExpressionError) {
      expression = try RegularExpression(pattern)
    } catch {
      throw Function.LiteralError(argument: 1, error.description)
    }
    return .binary { (text, pattern, budget) throws(EvaluationFailure) in
      guard case .string(let text) = text else { throw .noOverload("matches", text, pattern) }
      return .bool(try search(text, expression, &budget))
    }
  }

  private static func search(
    _ text: String, _ expression: RegularExpression, _ budget: inout Budget
  ) throws(EvaluationFailure) -> Bool {
    // The search is linear in the text for a given pattern.
    try budget.spend(bytes: text.utf8.count * (1 + expression.pattern.utf8.count / 32))
    return expression.matches(text)
  }
}
