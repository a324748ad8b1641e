import ActionModel
import Expressions

/// The variables of conditions; the raw value is the variable's slot.
enum Fact: Int, CaseIterable {
  case toolName, toolServer, toolChannel, toolCanonical
  case arguments, context
  case agentID, agentVerified, agentVia
  case sessionID
  /// What the counting functions are called on.
  case session, agent, rule
  case effectsReads, effectsWrites, effectsDeletes, effectsExecutes, effectsLoads, effectsConnects
  case effectsListens, effectsSends, effectsChangesPermissions, effectsEscalates, effectsSpends
  case effectsUnknown
  case reversibility
  case thisKind, thisTarget
  case contentFindings, contentRisk
  case projectRoot
  case phase, now, tenant

  /// The name that conditions use.
  var name: String {
    switch self {
    case .toolName: "tool.name"
    case .toolServer: "tool.server"
    case .toolChannel: "tool.channel"
    case .toolCanonical: "tool.canonical"
    case .arguments: "args"
    case .context: "context"
    case .agentID: "agent.id"
    case .agentVerified: "agent.verified"
    case .agentVia: "agent.via"
    case .sessionID: "session.id"
    case .session: "session"
    case .agent: "agent"
    case .rule: "rule"
    case .reversibility: "effects.reversibility"
    case .thisKind: "this.kind"
    case .thisTarget: "this.target"
    case .contentFindings: "content.findings"
    case .contentRisk: "content.risk"
    case .projectRoot: "project.root"
    case .phase: "phase"
    case .now: "now"
    case .tenant: "tenant"
    default: effectKind.map { "effects.\($0.rawValue)" } ?? ""
    }
  }

  /// The names below a first part, such as `tool.name` and the like below `tool`, for hints.
  static func names(below prefix: String) -> [String] {
    allCases.map(\.name).filter { $0.hasPrefix(prefix + ".") }
  }

  /// The kind of effect whose targets the variable lists.
  var effectKind: Effect.Kind? {
    switch self {
    case .effectsReads: .reads
    case .effectsWrites: .writes
    case .effectsDeletes: .deletes
    case .effectsExecutes: .executes
    case .effectsLoads: .loads
    case .effectsConnects: .connects
    case .effectsListens: .listens
    case .effectsSends: .sends
    case .effectsChangesPermissions: .changesPermissions
    case .effectsEscalates: .escalates
    case .effectsSpends: .spends
    case .effectsUnknown: .unknown
    default: nil
    }
  }

  var type: ExpressionType {
    switch self {
    case .toolName, .toolServer, .toolChannel, .toolCanonical, .agentID, .agentVia, .sessionID,
      .reversibility, .thisKind, .phase, .tenant:
      .string
    case .arguments, .context: .dyn
    case .agentVerified: .bool
    case .session: CounterScopeValue.type(.session)
    case .agent: CounterScopeValue.type(.agent)
    case .rule: CounterScopeValue.type(.rule)
    case .thisTarget: TargetValue.type
    case .contentFindings: .list(FindingValue.type)
    case .contentRisk: .int
    case .projectRoot: DirectoriesValue.type
    case .now: .timestamp
    default: .list(TargetValue.type)
    }
  }

  /// Whether the variable needs the action's text to be looked into.
  var needsContent: Bool { self == .contentFindings || self == .contentRisk }

  /// Whether the variable is made from what the caller says of the circumstances.
  var needsContext: Bool { self == .context || self == .projectRoot }

  /// Whether the variable needs the action's effects to be analysed.
  var needsEffects: Bool {
    effectKind != nil || self == .reversibility || self == .thisKind || self == .thisTarget
  }
}
