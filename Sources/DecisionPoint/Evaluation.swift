import ActionModel
import Approvals
import Limits
import Policy

/// What the evaluation of an action came to, before it is recorded; an object, as the course is.
final class Evaluation {
  private(set) var verdict: Verdict
  private(set) var reason: Decision.Reason
  /// What the policy said; nil where it was not asked or could not be.
  let outcome: PolicyOutcome?
  var retryAfter: Int?
  private(set) var reservation: Reservation?
  /// What the reservation consists of.
  private(set) var spends: [CounterSpend] = []
  /// The request for approval that the action waits for.
  private(set) var approval: Decision.Approval?
  /// The rules on whose behalf people are asked now; none where the same request waits already.
  private(set) var asks: [String] = []
  /// Those who approved the action.
  private(set) var approvers: [String] = []
  /// The grants that let the action through.
  private(set) var grants: [String] = []

  /// Denies for a reason that is no rule's.
  init(_ code: ReasonCode, text: String) {
    verdict = .deny
    reason = Decision.Reason(code: code, text: text)
    outcome = nil
  }

  /// Takes over what the policy says.
  init(_ outcome: consuming PolicyOutcome) {
    verdict = outcome.verdict
    reason = outcome.reason
    self.outcome = outcome
  }

  /// Takes over what was reserved with the verdict.
  func reserve(_ reservation: Reservation, _ spends: [CounterSpend]) {
    self.reservation = reservation
    self.spends = spends
  }

  /// Gives away the reservation, to be given back.
  func takeReservation() -> Reservation? {
    defer { reservation = nil }
    return reservation
  }

  // MARK: What people said

  func allow(approved approval: Approval) {
    verdict = .allow
    approvers = approval.approvers
    reason = Decision.Reason(
      code: .approved, text: "approved by \(approvers.joined(separator: ", "))")
  }

  func allow(granted grants: [Grant]) {
    verdict = .allow
    self.grants = grants.map(\.id)
    let givers = Set(grants.map(\.givenBy)).sorted().joined(separator: ", ")
    reason = Decision.Reason(code: .granted, text: "a grant of \(givers) covers it")
  }

  /// Keeps the policy's demand, and says where it waits.
  ///
  /// - Parameter isNew: whether it is this action that people are asked about.
  func hold(for approval: Decision.Approval, isNew: Bool) {
    self.approval = approval
    if isNew {
      asks = outcome?.approval?.demands.map { $0.rule.isEmpty ? "default" : $0.rule } ?? []
    }
    reason = Decision.Reason(
      code: reason.code,
      text: reason.text
        + "; once it is approved, repeat the call with `\(approval.id)` as `approval`")
  }

  func deny(_ code: ReasonCode, text: String) {
    verdict = .deny
    reason = Decision.Reason(code: code, text: text)
  }

  /// - Parameter reservedUntil: until when the outcome can be reported, in nanoseconds since 1970; nil where it cannot.
  func decision(id: String, reservedUntil: Int64? = nil) -> Decision {
    Decision(
      id: id, verdict: verdict, reason: reason, rules: outcome?.rules ?? [],
      flags: outcome?.flags ?? [],
      obligations: verdict == .deny ? [] : outcome?.obligations ?? [], approval: approval,
      reservation: reservedUntil.map { Decision.Reserved(expiresAt: $0) }, retryAfter: retryAfter)
  }
}
