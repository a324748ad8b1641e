import ActionModel
import Expressions
package import JSON
package import Policy

/// Asks a policy about the actions of a log, in their order, and says on which it would decide otherwise.
///
/// A value: events come in one by one, and nothing of them is kept but counters and a bounded report. What an agent would
/// have done after another answer is not guessed: every action is judged as it was asked.
package struct PolicyReplay {
  package private(set) var report = ReplayReport()
  private let set: PolicySet
  private let projects: ProjectDirectories
  private let source: any ReplaySource
  private var counters: ReplayCounters
  /// Whether a counter goes by the rules that match or by effects, so that also what is only counted has to be decided.
  private let countsFindings: Bool

  /// The longest arguments that a difference shows, in bytes.
  private static let longestArguments = 1_024

  /// - Parameters:
  ///   - since: from when on every record is handed in, in nanoseconds since 1970; `.min` where the log begins with it.
  package init(
    _ set: PolicySet, projects: ProjectDirectories, source: any ReplaySource, since: Int64
  ) {
    self.set = set
    self.projects = projects
    self.source = source
    counters = ReplayCounters(set, projects: projects, since: since)
    countsFindings = set.counters.contains {
      if case .rule = $0.scope { true } else { $0.effect != nil }
    }
  }

  /// Takes an event of the log.
  ///
  /// - Parameter isJudged: false for one that comes before those of interest and is only counted.
  package mutating func on(_ event: JSONValue, sequence: UInt64, isJudged: Bool) {
    guard let decision = RecordedDecision(event, hosts: source.host) else {
      if event.endsApproval { counters.giveBack(for: event["approval"]?.string) }
      return
    }
    counters.giveBack(for: decision.action.approval)
    counters.giveBack(of: event["counted"]?["released"]?.string)
    guard let before = decision.demand else {
      if isJudged { report.takeUnasked() }
      return
    }
    guard isJudged || countsFindings else {
      return counters.feed(decision, nil, matched: [], undecided: [])
    }
    let request = request(for: decision)
    let prospect = set.prospect(of: request, counters: counters.reader(for: decision))
    if isJudged { judge(decision, sequence: sequence, before: before, prospect) }
    counters.feed(
      decision, request.effects, matched: prospect.outcome.matched,
      undecided: prospect.undecidedRules)
  }

  private mutating func judge(
    _ decision: RecordedDecision, sequence: UInt64, before: Verdict, _ prospect: PolicyProspect
  ) {
    var verdicts = prospect.verdicts
    var (reason, unknowns) = (prospect.outcome.reason, prospect.unknowns)
    if verdicts != [.deny] {
      if let complaint = counters.complaint(about: decision, matched: prospect.outcome.matched) {
        verdicts = [.deny]
        reason = Decision.Reason(code: .ruleError, text: complaint)
      } else if counters.isUncertain(decision) {
        // What cannot be summed up is denied.
        verdicts.insert(.deny)
        unknowns.append("args")
      }
    }
    guard verdicts != [before] else {
      let isSure = prospect.undecidedRules.isEmpty
      return report.takeUnchanged(
        at: decision.time,
        byOtherRules: isSure && Set(prospect.outcome.matched) != Set(decision.rules))
    }
    report.take(
      ReplayDifference(
        sequence: sequence, id: decision.id, time: decision.time, agent: decision.principal.id,
        session: decision.action.session, tool: decision.action.tool,
        arguments: decision.action.arguments.flatMap { arguments in
          let bytes = arguments.rawBytes
          return bytes.count <= Self.longestArguments ? Array(bytes) : nil
        }, before: before, after: verdicts.sorted(), rulesBefore: decision.rules,
        rulesAfter: prospect.outcome.rules, reason: reason, unknowns: unknowns))
  }

  // MARK: Facts

  /// What the policy is asked: what the record tells, and what can be found out from it again.
  private func request(for decision: RecordedDecision) -> PolicyRequest {
    var withheld = decision.withheld
    let action = decision.action
    let isWhole =
      !withheld.arguments && action.arguments.map { !withheld.hasGaps($0) } ?? true
    var effects: Effects?
    if set.needsEffects(of: action.tool) {
      effects = decision.effects ?? (isWhole ? self.effects(of: action, withheld) : nil)
      withheld.effects = effects == nil
    }
    var content: ContentFindings?
    if set.needsContent(of: action.tool) {
      content = decision.content ?? (isWhole ? source.findings(in: action) : nil)
      withheld.content = content == nil
    }
    return PolicyRequest(
      action: action, principal: decision.principal,
      now: Timestamp(unixNanoseconds: decision.time), effects: effects, content: content,
      project: projects, withheld: withheld)
  }

  /// The effects of an action whose arguments are whole; nil where they depend on a context that is not known.
  private func effects(of action: Action, _ withheld: Withheld) -> Effects? {
    if withheld.context {
      // Where it makes no difference where the agent works, it need not be known.
      let nowhere = source.effects(of: action)
      let somewhere = source.effects(of: action.placed(in: Self.somewhere))
      return nowhere == somewhere ? nowhere : nil
    }
    if let context = action.context, withheld.hasGaps(context) { return nil }
    return source.effects(of: action)
  }

  /// Some place that an agent might work in.
  private static let somewhere: JSONValue? = try? JSONDocument.parse(
    Array(#"{"cwd":"/srv/somewhere/src","home":"/home/somebody"}"#.utf8))
}

extension Action {
  /// The same action in other circumstances.
  fileprivate func placed(in context: JSONValue?) -> Action {
    Action(
      caller: caller, agent: agent, tenant: tenant, session: session, phase: phase, tool: tool,
      arguments: arguments, context: context, can: can)
  }
}

extension JSONValue {
  /// Whether the event says that a request for approval is over without having been used.
  fileprivate var endsApproval: Bool {
    switch self["type"]?.string {
    case "approval.expired", "reservation.released": true
    case "approval.answered", "approval.recovered":
      self["state"]?.isString(equalTo: "denied") == true
    default: false
    }
  }
}
