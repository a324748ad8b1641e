import ActionModel
import Expressions

/// The functions of conditions over counters, called on `session`, `agent` or `rule`.
///
/// | written | result |
/// |---|---|
/// | `session.count(tool, window)` | how many actions the pattern's tools were allowed within the window |
/// | `session.sum(tool, argument, window)` | the sum of a number in the arguments of those actions |
/// | `session.seen(tool, window)` | whether there was one |
///
/// All arguments are written out, so that what is counted is known when the policy is loaded: a tool pattern, the
/// argument's name (`order.total` for a member of a member) and a window such as `duration("24h")`. In the place of a
/// pattern `effects.sends` and its like mean the actions of all tools that have, or may have, such an effect. `session` counts
/// the session's actions, `agent` the agent's, `rule` all that this rule matched.
///
/// Sums are exact decimals. A whole one enters the condition as `int`, and arithmetic with it stays exact; one with a
/// fraction enters as the nearest `double`. Count money in its smallest unit where a cap must be met to the cent.
enum CounterFunctions {
  /// Makes the functions; what they count is entered into the catalogue.
  static func all(_ catalogue: CounterCatalogue) -> [Function] {
    CounterScopeValue.Scope.allCases.flatMap { scope in
      [
        function("count", scope, [.string, .duration], returns: .int, catalogue),
        function("sum", scope, [.string, .string, .duration], returns: .dyn, catalogue),
        function("seen", scope, [.string, .duration], returns: .bool, catalogue),
      ]
    }
  }

  private static func function(
    _ name: String, _ scope: CounterScopeValue.Scope, _ parameters: [ExpressionType],
    returns result: ExpressionType, _ catalogue: CounterCatalogue
  ) -> Function {
    Function(
      name, on: CounterScopeValue.type(scope), parameters, returns: result,
      .variadic { (values, _) throws(EvaluationFailure) in
        throw .error(.init(.noSuchOverload, "`\(scope.rawValue).\(name)` with computed arguments"))
      },
      prepare: { (literals) throws(Function.LiteralError) in
        let index = try enter(name, scope, literals, in: catalogue)
        return .variadic { (values, _) throws(EvaluationFailure) in
          guard case .opaque(let opaque)? = values.first,
            let counters = opaque as? CounterScopeValue
          else { throw .noOverload(name) }
          return value(counters.ledger.value(of: index), of: name)
        }
      })
  }

  private static func value(_ value: CounterValue, of function: String) -> Value {
    switch (value, function) {
    case (.unknown, _): .unknown("what `\(function)` counts")
    case (.whole(let number), "seen"): .bool(number > 0)
    case (.whole(let number), _): .int(number)
    case (.fraction(let number), _): .double(number)
    }
  }

  private static func enter(
    _ name: String, _ scope: CounterScopeValue.Scope, _ literals: [Value?],
    in catalogue: CounterCatalogue
  ) throws(Function.LiteralError) -> Int {
    guard case .string(let text)? = literals[1] else {
      throw Function.LiteralError(argument: 1, "the tool pattern is not written out")
    }
    let effect = try effect(text)
    guard let tool = ToolPattern(effect == nil ? text : "*") else {
      throw Function.LiteralError(
        argument: 1, "`\(text)` is not a tool pattern",
        hint: "write `fs.read`, `fs.*` or in full `channel:server/name`")
    }
    let last = literals.count - 1
    guard case .duration(let duration)? = literals[last] else {
      throw Function.LiteralError(
        argument: last, "the window is not written out", hint: "write it as `duration(\"24h\")`")
    }
    guard let window = duration.wholeNanoseconds, window > 0 else {
      throw Function.LiteralError(
        argument: last, "a window is longer than nothing", hint: "such as `duration(\"24h\")`")
    }
    let kind: CounterSpecification.Kind
    switch name {
    case "count": kind = .count
    case "seen": kind = .seen
    default: kind = .sum(argument: try argument(literals[2]))
    }
    return catalogue.index(scope: scope, kind: kind, tool: tool, effect: effect, window: window)
  }

  /// The kind of effect that is named instead of a tool; nil for a tool.
  private static func effect(_ text: String) throws(Function.LiteralError) -> Effect.Kind? {
    let prefix = "effects."
    guard text.hasPrefix(prefix) else { return nil }
    if let kind = Effect.Kind(rawValue: String(text.dropFirst(prefix.count))) { return kind }
    let kinds = Effect.Kind.allCases.map { "`\(prefix)\($0.rawValue)`" }
    throw Function.LiteralError(
      argument: 1, "`\(text)` is no kind of effect",
      hint: "write one of \(kinds.joined(separator: ", "))")
  }

  private static func argument(_ literal: Value?) throws(Function.LiteralError) -> [String] {
    guard case .string(let text)? = literal else {
      throw Function.LiteralError(argument: 2, "the argument's name is not written out")
    }
    let path = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard !path.contains("") else {
      throw Function.LiteralError(
        argument: 2, "`\(text)` names no argument", hint: "write `amount` or `order.total`")
    }
    return path
  }
}

extension Duration {
  /// The span in nanoseconds; nil beyond 64 bits of them.
  fileprivate var wholeNanoseconds: Int64? {
    let (seconds, attoseconds) = components
    let (product, isTooLong) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, overflows) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
    return isTooLong || overflows ? nil : sum
  }
}
