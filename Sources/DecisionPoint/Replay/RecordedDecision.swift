import ActionModel
import AuditLog
import Calendar
import JSON
import Policy

/// A decision of the log, with all that its record tells of what it was made from.
struct RecordedDecision {
  let id: String
  /// In nanoseconds since 1970.
  let time: Int64
  let action: Action
  let principal: Principal
  /// What the caller was answered.
  let verdict: Verdict
  /// What the policy demanded, whatever people or limits made of it; nil where the policy was never asked.
  let demand: Verdict?
  /// The rules that matched.
  let rules: [String]
  let effects: Effects?
  let content: ContentFindings?
  let withheld: Withheld

  /// Reads an event as `DecisionRecord` writes it; nil for any other.
  init?(_ event: JSONValue, hosts: (String) -> HostTarget) {
    guard event["type"]?.isString(equalTo: "decision") == true,
      let id = event["id"]?.string, let agent = event["agent"],
      let time = event["time"]?.string.flatMap(UTCTimestamp.unixNanoseconds),
      let tool = event["tool"].flatMap(ToolName.init(recorded:)),
      let phase = event["phase"]?.string.flatMap(Phase.init(rawValue:)),
      let verdict = event["verdict"]?.string.flatMap(Verdict.init(rawValue:)),
      let code = event["reason"]?["code"]?.string.flatMap(ReasonCode.init(rawValue:))
    else { return nil }
    self.id = id
    self.time = time
    self.verdict = verdict
    demand = code.demand(in: verdict)
    rules = event["rules"]?.elements.compactMap(\.string) ?? []

    let tenant = event["tenant"]?.string ?? Principal.defaultTenant
    let via = agent["via"]?.string
    principal = Principal(
      tenant: tenant, id: agent["id"]?.string ?? "", verified: agent["verified"]?.bool ?? false,
      via: via)
    let proof = agent["proof"]?.string.flatMap(Caller.Proof.init(rawValue:)) ?? .none
    action = Action(
      caller: Caller(id: via ?? principal.id, proof: proof, tenant: tenant, mayClaim: []),
      agent: principal.id, tenant: tenant, session: event["session"]?.string, phase: phase,
      tool: tool, arguments: event["args"], context: event["context"],
      approval: event["approval"]?.string, can: Abilities(recorded: event["can"]))

    var withheld = Withheld(mark: Redactor.mark)
    withheld.arguments = event["args"] == nil && event["args_hmac"] != nil
    withheld.context = event["context"] == nil
    withheld.abilities = event["can"] == nil
    effects = Effects(
      recorded: event["effects"], event["reversibility"], hosts: hosts, &withheld)
    content = ContentFindings(recorded: event["findings"], event["risk"])
    self.withheld = withheld
  }
}

extension ReasonCode {
  /// What the policy demanded where a decision came to a verdict for this reason; nil where the policy had no say.
  fileprivate func demand(in verdict: Verdict) -> Verdict? {
    switch self {
    case .rule, .defaultAllow, .defaultDeny, .defaultApproval, .ruleError, .effectNotCovered,
      .obligationUnsupported:
      verdict
    case .approved, .granted, .approvalUnknown, .approvalActionChanged, .approvalOtherAgent,
      .approvalDenied, .approvalExpired, .approvalUsed, .tooManyApprovals, .storageFailed:
      .requireApproval
    case .invalidArguments, .rateLimited, .contention, .claimRefused, .callerRateLimited,
      .policyUnavailable, .overloaded, .auditFailed, .auditDiskFull, .auditBroken:
      nil
    }
  }
}

extension ToolName {
  fileprivate init?(recorded tool: JSONValue) {
    guard let channel = tool["channel"]?.string, let name = tool["name"]?.string else {
      return nil
    }
    let server = tool["server"]?.string ?? ""
    if channel == "native" {
      self = .native(name, server: server)
    } else {
      self.init(
        channel: channel, server: server, name: name, canonical: tool["canonical"]?.string)
    }
  }
}

extension Abilities {
  fileprivate init(recorded list: JSONValue?) {
    self = []
    for kind in list?.elements.compactMap({ $0.string.flatMap(Obligation.Kind.init(rawValue:)) })
      ?? []
    {
      formUnion(Abilities(kind))
    }
  }
}

extension ContentFindings {
  /// Reads findings; nil where the text was not looked into, or the record says less than rules read.
  fileprivate init?(recorded list: JSONValue?, _ risk: JSONValue?) {
    guard let list, let risk = risk?.numberText.flatMap({ Int($0) }) else { return nil }
    var findings: [Finding] = []
    for entry in list.elements {
      guard let detector = entry["detector"]?.string, let kind = entry["kind"]?.string,
        let severity = entry["severity"]?.string.flatMap(Severity.init(rawValue:))
      else { return nil }
      findings.append(
        Finding(
          detector: detector, kind: kind, severity: severity,
          evidence: Evidence(argument: entry["argument"]?.string ?? "", bytes: 0..<0)))
    }
    let isComplete = !findings.contains { $0.kind == "inspection" }
    self.init(all: findings, risk: risk, isComplete: isComplete)
  }
}
