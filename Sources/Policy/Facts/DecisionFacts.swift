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
  /// What is unknown of an item of a list until it is requested.
  static let awaited: Set<String> = [Fact.arguments.name, "effects", "content", "this"]

  /// The effect that a rule with `covers` is being asked about, and its position.
  private var current: (effect: Effect, index: Int)?

  init(_ request: PolicyRequest, ledger: CounterLedger) {
    self.request = request
    self.ledger = ledger
  }

  /// Makes an effect the one that `this` means.
  func look(at effect: Effect, _ index: Int) { current = (effect, index) }

  func lookAway() { current = nil }

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
    case .context: return try context()
    case .agentID: return .string(request.principal.id)
    case .agentVerified: return .bool(request.principal.verified)
    case .agentVia: return .string(request.principal.via ?? "")
    case .sessionID: return .string(request.action.session ?? "")
    case .session: return counters(.session)
    case .agent: return counters(.agent)
    case .rule: return counters(.rule)
    case .reversibility: return .string(try effects().reversibility.rawValue)
    case .thisKind: return .string(try this().effect.kind.rawValue)
    case .thisTarget:
      let (effect, index) = try this()
      return try target(effect, index).known()
    case .contentFindings:
      return .list(try content().all.map { .opaque(FindingValue(finding: $0)) })
    case .contentRisk: return .int(Int64(try content().risk))
    case .projectRoot: return try projectRoot()
    case .phase: return .string(request.action.phase.rawValue)
    case .now: return .timestamp(request.now)
    case .tenant: return .string(request.principal.tenant)
    default:
      guard let kind = fact.effectKind else { return .null }
      return .list(try targets(of: kind))
    }
  }

  private func arguments() throws(EvaluationFailure) -> Value {
    let name = Fact.arguments.name
    if request.withheld?.arguments == true { throw .unknown([name]) }
    if let arguments = request.action.arguments {
      return try request.withheld?.value(arguments, named: name).known() ?? .json(arguments)
    }
    if request.awaitsArguments { throw .unknown([name]) }
    return .json(.emptyObject)
  }

  private func context() throws(EvaluationFailure) -> Value {
    let name = Fact.context.name
    guard let withheld = request.withheld else {
      return .json(request.action.context ?? .emptyObject)
    }
    if withheld.context { throw .unknown([name]) }
    return try withheld.value(request.action.context ?? .emptyObject, named: name).known()
  }

  private func effects() throws(EvaluationFailure) -> Effects {
    if request.awaitsArguments || request.withheld?.effects == true { throw .unknown(["effects"]) }
    return request.effects ?? .unknown
  }

  private func content() throws(EvaluationFailure) -> ContentFindings {
    if request.awaitsArguments || request.withheld?.content == true { throw .unknown(["content"]) }
    let content = request.content ?? .unknown
    guard content.isComplete else {
      throw .error(.init(.invalidArgument, "the contents could not be inspected to their end"))
    }
    return content
  }

  /// The targets of one kind of effect; an unknown effect could be of any kind, so its targets are among them.
  private func targets(of kind: Effect.Kind) throws(EvaluationFailure) -> [Value] {
    let effects = try effects()
    guard request.withheld != nil else {
      return effects.targets(of: kind).map { .opaque(TargetValue(target: $0)) }
    }
    var targets: [Value] = []
    for (index, effect) in effects.all.enumerated()
    where effect.kind == kind || effect.kind == .unknown {
      targets.append(target(effect, index))
    }
    return targets
  }

  private func target(_ effect: Effect, _ index: Int) -> Value {
    if request.withheld?.targets.contains(index) == true { return .unknown("effects") }
    return .opaque(TargetValue(target: effect.target))
  }

  private func this() throws(EvaluationFailure) -> (effect: Effect, index: Int) {
    if let current { return current }
    guard request.awaitsArguments else { throw .error(.init(.noSuchField, "this")) }
    throw .unknown(["this"])
  }

  private func projectRoot() throws(EvaluationFailure) -> Value {
    let directory = request.action.context?["cwd"]?.string
    if let withheld = request.withheld,
      withheld.context || directory.map(withheld.isRemnant) == true
    {
      throw .unknown(["context.cwd"])
    }
    guard let directories = request.project.value(containing: directory) else {
      throw .error(.init(.noSuchField, "project.root"))
    }
    return .opaque(directories)
  }

  private func counters(_ scope: CounterScopeValue.Scope) -> Value {
    .opaque(CounterScopeValue(scope: scope, ledger: ledger))
  }
}
