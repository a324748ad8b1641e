import ActionModel
import Expressions
import JSON

/// Supplies conditions with the facts of one decision, each made when the first condition asks for it.
///
/// It belongs to one decision on one thread. In phase `list` no arguments exist yet: `args` and the effects
/// are unknown then, and conditions that need them come out unknown.
final class DecisionFacts: Activation {
  private let request: PolicyRequest
  private let ledger: CounterLedger
  /// The effect that a rule with `covers` is being asked about.
  var current: Effect?

  init(_ request: PolicyRequest, ledger: CounterLedger) {
    self.request = request
    self.ledger = ledger
  }

  func value(slot: Int) throws(EvaluationFailure) -> Value {
    guard let fact = Fact(rawValue: slot) else {
      throw .error(.init(.undeclared, "variable \(slot)"))
    }
    switch fact {
    case .toolName: return .string(request.action.tool.name)
    case .toolServer: return .string(request.action.tool.server)
    case .toolChannel: return .string(request.action.tool.channel)
    case .toolCanonical: return .string(request.action.tool.canonical ?? "")
    case .arguments: return try arguments()
    case .context: return .json(request.action.context ?? .emptyObject)
    case .agentID: return .string(request.principal.id)
    case .agentVerified: return .bool(request.principal.verified)
    case .agentVia: return .string(request.principal.via ?? "")
    case .sessionID: return .string(request.action.session ?? "")
    case .session: return counters(.session)
    case .agent: return counters(.agent)
    case .rule: return counters(.rule)
    case .reversibility: return .string(try effects().reversibility.rawValue)
    case .thisKind: return .string(try this().kind.rawValue)
    case .thisTarget: return .opaque(TargetValue(target: try this().target))
    case .contentFindings:
      return .list(try content().all.map { .opaque(FindingValue(finding: $0)) })
    case .contentRisk: return .int(Int64(try content().risk))
    case .projectRoot: return try projectRoot()
    case .phase: return .string(request.action.phase.rawValue)
    case .now: return .timestamp(request.now)
    case .tenant: return .string(request.principal.tenant)
    default:
      guard let kind = fact.effectKind else { return .null }
      return .list(try effects().targets(of: kind).map { .opaque(TargetValue(target: $0)) })
    }
  }

  private func arguments() throws(EvaluationFailure) -> Value {
    if let arguments = request.action.arguments { return .json(arguments) }
    if request.awaitsArguments { throw .unknown([Fact.arguments.name]) }
    return .json(.emptyObject)
  }

  private func effects() throws(EvaluationFailure) -> Effects {
    if request.awaitsArguments { throw .unknown(["effects"]) }
    return request.effects ?? .unknown
  }

  private func content() throws(EvaluationFailure) -> ContentFindings {
    if request.awaitsArguments { throw .unknown(["content"]) }
    let content = request.content ?? .unknown
    guard content.isComplete else {
      throw .error(.init(.invalidArgument, "the contents could not be inspected to their end"))
    }
    return content
  }

  private func this() throws(EvaluationFailure) -> Effect {
    if let current { return current }
    guard request.awaitsArguments else { throw .error(.init(.noSuchField, "this")) }
    throw .unknown(["this"])
  }

  private func projectRoot() throws(EvaluationFailure) -> Value {
    let directory = request.action.context?["cwd"]?.string
    guard let directories = request.project.value(containing: directory) else {
      throw .error(.init(.noSuchField, "project.root"))
    }
    return .opaque(directories)
  }

  private func counters(_ scope: CounterScopeValue.Scope) -> Value {
    .opaque(CounterScopeValue(scope: scope, ledger: ledger))
  }
}
