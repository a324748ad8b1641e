import ActionModel
import Limits
import Policy

/// What the evaluation of an action came to, before it is recorded; an object, as the course is.
final class Evaluation {
  let verdict: Verdict
  let reason: Decision.Reason
  /// What the policy said; nil where it was not asked or could not be.
  let outcome: PolicyOutcome?
  var retryAfter: Int?
  var reservation: Reservation?

  /// Denies for a reason that is no rule's.
  init(_ code: ReasonCode, text: String) {
    verdict = .deny
    reason = Decision.Reason(code: code, text: text)
    outcome = nil
  }

  /// Takes over what the policy says.
  init(_ outcome: consuming PolicyOutcome) {
    verdict = outcome.verdict
    reason =
      outcome.verdict == .requireApproval
      ? Decision.Reason(
        code: outcome.reason.code,
        text: outcome.reason.text + "; nobody can be asked for approval here, so do not go on")
      : outcome.reason
    self.outcome = outcome
  }

  func decision(id: String) -> Decision {
    Decision(
      id: id, verdict: verdict, reason: reason, rules: outcome?.rules ?? [],
      flags: outcome?.flags ?? [], obligations: outcome?.obligations ?? [],
      retryAfter: retryAfter)
  }
}
