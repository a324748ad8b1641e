import Expressions

/// What counting functions are called on in conditions: `session`, `agent` or `rule`.
struct CounterScopeValue: OpaqueValue {
  enum Scope: String, CaseIterable {
    case session, agent, rule
  }

  static func type(_ scope: Scope) -> ExpressionType { .opaque("\(scope.rawValue) counters") }

  let scope: Scope
  let ledger: CounterLedger

  var typeName: String { "\(scope.rawValue) counters" }

  func field(_ index: Int) throws(EvaluationFailure) -> Value {
    throw .error(.init(.noSuchField, "\(index)"))
  }

  func equals(_ other: any OpaqueValue) -> Bool {
    (other as? CounterScopeValue)?.scope == scope
  }
}
