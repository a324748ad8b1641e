import ActionModel
import Approvals
import AuditLog
import Expressions
import JSON
import Limits
import Policy

/// Settles actions that the policy wants approved, and keeps what they count against limits meanwhile.
struct ApprovalDesk: Sendable {
  private let approvals: Approvals
  private let counters: Counters
  private let sharing: SharedCounting
  private let analysis: any EffectSource
  private let journal: Journal
  /// Nanoseconds since 1970.
  private let wall: @Sendable () -> Int64
  private let held = HeldReservations()

  init(
    _ approvals: Approvals, counters: Counters, sharing: SharedCounting,
    analysis: any EffectSource, journal: Journal, wall: @escaping @Sendable () -> Int64
  ) {
    self.sharing = sharing
    self.approvals = approvals
    self.counters = counters
    self.analysis = analysis
    self.journal = journal
    self.wall = wall
  }

  /// Finds again what is held since before a restart; where nothing can be looked up it stays counted.
  func resume() async {
    for (id, reservation) in counters.held {
      guard let approval = try? await approvals.approval(id) else { continue }
      await hold(reservation, of: approval.request.binding, for: id)
    }
  }

  /// Holds what an action counts until its approval has ended, which may be so already.
  private func hold(
    _ reservation: Reservation, of binding: ActionBinding, for approval: String
  ) async {
    // The same action that was asked for at the same moment is counted once.
    if let other = held.hold(reservation, of: binding, for: approval),
      other.decision != reservation.decision
    {
      await release(other, for: approval)
    }
    await giveBackHeld(for: approval)
  }

  private func release(_ reservation: Reservation, for approval: String) async {
    await sharing.release(reservation)
    await journal.recordRelease(of: reservation.decision, approval: approval, wall: wall())
  }

  /// Whether any action holds something.
  var holdsAny: Bool { !held.isEmpty }

  /// Gives back what the same action holds already, so that an evaluation does not count it twice.
  func giveBackHeld(of course: Course, _ principal: Principal) async {
    guard let binding = self.binding(of: course, principal, inSession: true) else { return }
    if let reservation = held.take(binding) {
      await sharing.release(reservation)
      course.released = reservation.decision
    }
  }

  /// Gives back what is held for an approval that has ended otherwise than by its use.
  func giveBackHeld(for approval: String) async {
    guard held.holds(approval) else { return }
    switch try? await approvals.state(of: approval) {
    case .pending, .approved, nil: return
    case .denied?, .expired?, .used?:
      guard let reservation = held.take(approval: approval) else { return }
      await release(reservation, for: approval)
    }
  }

  /// Forgets what is held for an evaluation whose reservation has been given back.
  func forgetHeld(of evaluation: Evaluation) {
    if let approval = evaluation.approval { _ = held.take(approval: approval.id) }
  }

  /// Writes into an evaluation what people said of its action, or that they have been asked.
  func settle(
    _ course: Course, _ principal: Principal, _ policy: LivePolicy, _ evaluation: Evaluation
  ) async {
    let action = course.action
    // An item of a list is not done yet: whoever does it will ask.
    guard let requirement = evaluation.outcome?.approval, action.phase != .list else { return }
    if course.effects == nil {
      course.effects = await analysis.effects(of: action, projects: policy.projects)
    }
    guard let effects = course.effects,
      let request = request(course, principal, policy, requirement, effects, evaluation.reason.text)
    else {
      await refuse(evaluation, .invalidArguments)
      return
    }
    let facts = PolicyRequest(
      action: action, principal: principal, now: Timestamp(unixNanoseconds: course.wall),
      effects: effects, content: course.content, project: policy.projects)
    switch await approvals.settle(request, redeeming: action.approval, facts) {
    case .granted(let grants): evaluation.allow(granted: grants)
    case .approved(let approval): evaluation.allow(approved: approval)
    case .waiting(let approval):
      evaluation.hold(
        for: Decision.Approval(
          id: approval.id, url: approvals.address(of: approval.id), expiresAt: approval.expiresAt),
        isNew: approval.request.decision == course.id)
      if let reservation = evaluation.reservation {
        counters.hold(reservation, for: approval.id)
        await hold(reservation, of: request.binding, for: approval.id)
      }
    case .refused(let code): await refuse(evaluation, code)
    case .unavailable(let problem): await refuse(evaluation, .storageFailed, text: problem)
    }
  }

  private func refuse(
    _ evaluation: Evaluation, _ code: ReasonCode, text: String? = nil
  ) async {
    evaluation.deny(code, text: text ?? Self.explanation(of: code))
    if let reservation = evaluation.takeReservation() { await sharing.release(reservation) }
  }

  // MARK: Requests

  private func binding(
    of course: Course, _ principal: Principal, inSession: Bool
  ) -> ActionBinding? {
    approvals.binding(
      of: course.action, principal: principal, arguments: course.arguments,
      session: inSession ? course.action.session ?? "" : nil)
  }

  /// What people are asked; nil where the action has no exact form to bind their answer to.
  private func request(
    _ course: Course, _ principal: Principal, _ policy: LivePolicy,
    _ requirement: ApprovalRequirement, _ effects: Effects, _ reason: String
  ) -> ApprovalRequest? {
    guard let binding = self.binding(of: course, principal, inSession: true),
      let bindingInAnySession = self.binding(of: course, principal, inSession: false)
    else { return nil }
    var list = JSONWriter()
    effects.write(to: &list, namingArguments: true)
    let context = course.action.context.flatMap { try? CanonicalJSON.bytes(of: $0) }
    return ApprovalRequest(
      principal: principal, session: course.action.session, phase: course.action.phase,
      tool: course.action.tool, binding: binding, bindingInAnySession: bindingInAnySession,
      policy: policy.digest, requirement: requirement, decision: course.id,
      content: ApprovalRequest.Content(
        summary: Redactor.redact(text: analysis.summary(of: effects)),
        reason: Redactor.redact(text: reason),
        arguments: course.arguments.map { Redactor.redact($0) },
        context: context.map { Redactor.redact($0) }, effects: Redactor.redact(list.bytes),
        targets: effects.all.map {
          .init(kind: $0.kind, text: Redactor.redact(text: $0.target.description))
        }, reversibility: effects.reversibility))
  }

  /// Says to people why an approval did not let an action through.
  private static func explanation(of code: ReasonCode) -> String {
    switch code {
    case .approvalUnknown: "there is no such approval"
    case .approvalActionChanged:
      "the approval is for another call: repeat the one that was approved, or ask anew without `approval`"
    case .approvalOtherAgent: "the approval is for another agent"
    case .approvalDenied: "a human denied it"
    case .approvalExpired:
      "the approval was not given and used in time: ask anew without `approval`"
    case .approvalUsed: "the approval has been used: ask anew without `approval`"
    case .overloaded: "too many requests wait for people: try again later"
    case .tooManyApprovals: "as many requests of this agent wait as may: wait for their answers"
    case .invalidArguments:
      "the context holds a number too large for any exact form: send it as a string"
    default: "it was not approved"
    }
  }
}
