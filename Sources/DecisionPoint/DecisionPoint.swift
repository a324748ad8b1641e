package import ActionModel
package import Approvals
package import AuditLog
import Calendar
import Expressions
import JSON
package import Limits
import Locking
package import Policy
package import Storage
package import Telemetry

/// Turns an action into a decision: the only way to a verdict, for every enforcement point.
package final class DecisionPoint: Sendable {
  private let policy = Striped<LivePolicy?> { nil }
  private let admission: AdmissionControl
  private let counters: Counters
  private let analysis: any EffectSource
  private let analyzesAll: Bool
  private let inspection: any ContentSource
  private let approvals: Approvals
  private let sharing: SharedCounting
  private let desk: ApprovalDesk
  private let journal: Journal
  private let clock: DecisionClock
  private let metrics: DecisionMetrics
  private let ids: DecisionIDs
  /// Whether other instances may be on the same storage.
  private let hasSiblings: Bool

  /// - Parameters:
  ///   - analysis: says what actions would do.
  ///   - inspection: says what is inside them.
  ///   - analyzesAll: whether every action is analysed and its effects recorded, also where no rule asks.
  package init(
    admission: AdmissionControl, counters: Counters, analysis: any EffectSource,
    analyzesAll: Bool = false, inspection: any ContentSource, approvals: Approvals,
    storage: Storage, log: AuditLog, clock: DecisionClock, metrics: Metrics
  ) {
    self.admission = admission
    self.counters = counters
    self.analysis = analysis
    self.analyzesAll = analyzesAll
    self.inspection = inspection
    self.approvals = approvals
    self.clock = clock
    ids = DecisionIDs(of: log.origin)
    hasSiblings = storage.isShared
    journal = Journal(log: log)
    sharing = SharedCounting(in: storage, counters: counters, now: clock.counting)
    desk = ApprovalDesk(
      approvals, counters: counters, sharing: sharing, analysis: analysis, journal: journal,
      wall: clock.wall)
    self.metrics = DecisionMetrics(metrics)
  }

  /// Decides an action; the decision is recorded, as durably as the log is set to, before it is returned.
  ///
  /// It never throws: whatever goes wrong is a denial whose reason code says what.
  package func decide(_ action: Action) async -> Decision {
    let wall = clock.wall()
    let course = Course(
      action, id: ids.next(milliseconds: wall / 1_000_000), began: clock.monotonic(), wall: wall)

    // 1 Identify: for whom is the caller speaking, and may it? Asking costs one of its own calls, whatever the answer.
    if let refusal = admission.refusal(of: action.caller, at: course.began) {
      return await refuse(course, refusal.code, retryAfter: refusal.retryAfter)
    }
    guard
      let principal = Principal(
        caller: action.caller, claiming: action.agent, tenant: action.tenant)
    else { return await refuse(course, .claimRefused) }
    course.principal = principal

    // 2 Admit: has the agent calls left, can what it sends be recorded, and is it what the tool takes?
    if let refusal = admission.refusal(of: principal, at: course.began) {
      return await refuse(course, refusal.code, retryAfter: refusal.retryAfter)
    }
    do throws(JSONError) {
      course.arguments = try action.arguments.map { value throws(JSONError) in
        try CanonicalJSON.bytes(of: value)
      }
    } catch {
      return await refuse(course, .invalidArguments)
    }
    guard let policy = policy.withLock({ $0 }) else {
      return await refuse(course, .policyUnavailable)
    }
    course.policy = policy
    course.admitted = clock.monotonic()
    if let complaint = await analysis.complaint(about: action) {
      return await record(course, Evaluation(.invalidArguments, text: complaint))
    }

    // 3 Analyze: what would this do? Found out where a rule about the tool asks.
    if analyzesAll || policy.set.needsEffects(of: action.tool) {
      course.effects = await analysis.effects(of: action, projects: policy.projects)
      course.analyzed = clock.monotonic()
    }

    // 4 Inspect: what is inside? Looked into where a rule about the tool asks.
    if policy.set.needsContent(of: action.tool) {
      course.content = await inspection.findings(in: action)
      course.inspected = clock.monotonic()
    }

    // 5 Evaluate: what does the policy say? What that counts is reserved with it.
    if desk.holdsAny { await desk.giveBackHeld(of: course, principal) }
    let evaluation =
      policy.set.sharesCounters
      ? await evaluateSharing(course, principal, policy) : evaluate(course, principal, policy)

    // 6 Approve: has a human granted this, or approved it? Else one is asked, and the answer says where it waits.
    if evaluation.verdict == .requireApproval {
      await desk.settle(course, principal, policy, evaluation)
    }

    // 7 Record: in the log before the answer leaves.
    return await record(course, evaluation)
  }

  /// Decides an action, and where it has to be approved waits for the answer, at most for some time.
  package func decide(_ action: Action, waitingAtMost time: Duration) async -> Decision {
    let end = clock.monotonic() + time.nanoseconds
    var decision = await decide(action)
    while let approval = decision.approval {
      let rest = end - clock.monotonic()
      guard rest > 0, await approvals.wait(for: approval.id, atMost: .nanoseconds(rest)) else {
        break
      }
      // Nobody is there any more to use it.
      if Task.isCancelled { break }
      decision = await decide(action.redeeming(approval.id))
      // Another call like this one was there first: this one needs an approval of its own.
      if decision.reason.code == .approvalUsed { decision = await decide(action.redeeming(nil)) }
    }
    return decision
  }

  /// Finds the reservations of held actions again after a restart; to be awaited before what holds them is decided.
  package func resume() async {
    await desk.resume()
  }

  /// Takes note that an approval has changed, here or in another instance.
  package func approvalChanged(_ id: String) async {
    await desk.giveBackHeld(for: id)
  }

  /// Puts a policy in the place of the present one: decisions that begin from now on use it.
  package func use(_ set: PolicySet, digest: String, projects: ProjectDirectories) {
    if analyzesAll || set.mayNeedEffects { analysis.prepare() }
    if set.mayNeedContent { inspection.prepare() }
    metrics.expectPrompts(
      by: set.ruleSummaries.filter { $0.effect == .requireApproval && !$0.isShadow }.map(\.id))
    let handles = counters.adopt(set.counters, at: clock.counting())
    let earlier = policy.withLock { $0?.hits } ?? [:]
    let live = LivePolicy(
      set: set, digest: digest, projects: projects, handles: handles, earlier: earlier)
    policy.withEachLock { $0 = live }
  }

  /// How often each rule of the policy in use has matched since the start, and when last, by its id.
  package var ruleHits: [String: RuleHits.Reading] {
    policy.withLock { $0 }?.hits.mapValues(\.reading) ?? [:]
  }

  /// Records how many refusals were only counted since they were last recorded; to be called every second.
  package func recordRefusalCounts() async {
    await journal.recordCounts(at: clock.monotonic(), wall: clock.wall())
    if policy.withLock({ $0 })?.set.sharesCounters == true { await sharing.forget() }
  }

  /// Takes note of what became of an allowed action; what is not recorded has no effect.
  package func report(
    _ outcome: ActionOutcome, of decision: String, by caller: Caller
  ) async throws(ReportError) {
    guard caller.isEnforcer else { throw .notAnEnforcer }
    let answer = counters.takeReport(on: decision, at: clock.counting()) { tenant, agent in
      Principal(caller: caller, claiming: agent, tenant: tenant) != nil
    }
    switch answer {
    case .taken: break
    case .unknown: throw hasSiblings && ids.isOfAnother(decision) ? .elsewhere : .unknown
    case .over: throw .over
    case .reported: throw .reported
    }
    do throws(AuditError) {
      try await journal.record(outcome, of: decision, by: caller, wall: clock.wall())
    } catch {
      counters.forgetReport(on: decision)
      throw .unrecorded(ReasonCode(error), error.description)
    }
    if let reservation = counters.settle(decision, givingBack: outcome.givesBack) {
      await sharing.giveBack(reservation)
    }
  }

  // MARK: Steps

  /// Asks a policy that shares counters: in the storage's transaction where the action has to do with one of them.
  private func evaluateSharing(
    _ course: Course, _ principal: Principal, _ policy: LivePolicy
  ) async -> Evaluation {
    let counting = policy.counting(of: course.action)
    guard policy.shares(counting) else { return evaluate(course, principal, policy) }
    return await sharing.evaluate(
      request(course, principal, policy), policy, counting, subject(course, principal),
      decision: course.id)
  }

  /// Asks the policy, and reserves what the verdict counts, provided that nothing it rests on has changed meanwhile.
  private func evaluate(
    _ course: Course, _ principal: Principal, _ policy: LivePolicy
  ) -> Evaluation {
    let action = course.action
    let request = request(course, principal, policy)
    let counting = policy.counting(of: action)
    guard !counting.isEmpty else {
      return Evaluation(policy.set.evaluate(request, counters: EmptyCounters()))
    }
    let subject = subject(course, principal)
    for _ in 0..<Counters.attempts {
      let now = clock.counting()
      let reader = SnapshotReader(
        snapshot: counters.read(counting.handlesRead, of: subject, at: now),
        indices: counting.read)
      let outcome = policy.set.evaluate(request, counters: reader)
      let evaluation = Evaluation(outcome)
      guard evaluation.verdict != .deny else {
        evaluation.retryAfter = reader.retryAfter(outcome.countersRead, at: now)
        return evaluation
      }
      let spends: [CounterSpend]
      do throws(Uncountable) {
        spends = try policy.spends(
          of: action, course.effects, in: counting.fed, matched: outcome.matched)
      } catch {
        return Evaluation(.ruleError, text: error.message)
      }
      switch counters.reserve(
        spends, for: course.id, ifUnchanged: reader.narrowed(to: outcome.countersRead), at: now)
      {
      case .reserved(let reservation):
        evaluation.reserve(reservation, spends)
        return evaluation
      case .changed: continue
      case .overloaded: return Evaluation(.overloaded, text: "there is no room for another counter")
      case .uncountable:
        return Evaluation(.ruleError, text: "the action cannot be counted exactly")
      }
    }
    return Evaluation(
      .contention, text: "other calls changed what this one is counted against: try again")
  }

  private func request(
    _ course: Course, _ principal: Principal, _ policy: LivePolicy
  ) -> PolicyRequest {
    PolicyRequest(
      action: course.action, principal: principal, now: Timestamp(unixNanoseconds: course.wall),
      effects: course.effects, content: course.content, project: policy.projects)
  }

  private func subject(_ course: Course, _ principal: Principal) -> CounterSubject {
    CounterSubject(tenant: principal.tenant, agent: principal.id, session: course.action.session)
  }

  /// Records a decision; one that cannot be recorded becomes a denial, and gives back what it had reserved.
  private func record(_ course: Course, _ evaluation: Evaluation) async -> Decision {
    let reserved = evaluation.verdict == .allow ? evaluation.reservation : nil
    let decision = evaluation.decision(
      id: course.id,
      reservedUntil: reserved.flatMap(counters.reportingTime).map { course.wall &+ $0 })
    let evaluated = clock.monotonic()
    if let outcome = evaluation.outcome { course.policy?.noteHits(of: outcome, at: course.wall) }
    do throws(AuditError) {
      try await journal.record(course, decision, evaluation, evaluatedAt: evaluated)
      if !evaluation.approvers.isEmpty, let approval = course.action.approval {
        await approvals.noteRecorded(approval)
      }
      metrics.count(decision, began: course.began, evaluated: evaluated, ended: clock.monotonic())
      if !evaluation.asks.isEmpty { metrics.countPrompts(by: evaluation.asks) }
      return decision
    } catch {
      if let reservation = evaluation.reservation { await sharing.release(reservation) }
      desk.forgetHeld(of: evaluation)
      let denial = Evaluation(ReasonCode(error), text: error.description).decision(id: course.id)
      metrics.count(denial, began: course.began, evaluated: evaluated, ended: clock.monotonic())
      return denial
    }
  }

  /// Refuses an action that never reached the policy; of a flood of equal refusals the first is recorded, then counts.
  private func refuse(
    _ course: Course, _ code: ReasonCode, retryAfter: Int? = nil
  ) async -> Decision {
    let evaluation = Evaluation(code, text: course.explanation(of: code))
    evaluation.retryAfter = retryAfter
    guard journal.wants(code, of: course.action.caller, at: course.began) else {
      let decision = evaluation.decision(id: course.id)
      metrics.count(decision, began: course.began, evaluated: course.began, ended: course.began)
      return decision
    }
    return await record(course, evaluation)
  }
}
