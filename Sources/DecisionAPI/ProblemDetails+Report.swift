import ActionModel
import DecisionPoint
import HTTPAnswers
import HTTPWire

extension ProblemDetails {
  /// Describes why an outcome was not taken note of.
  init(_ error: ReportError) {
    switch error {
    case .notAnEnforcer:
      self.init(
        .forbidden, code: "not_an_enforcer",
        detail: "only a credential with the role `enforcer` reports outcomes")
    case .unknown:
      self.init(
        .notFound, code: "decision_unknown",
        detail:
          "no such decision holds a reservation that this caller may speak of: only answers with `reservation` do"
      )
    case .elsewhere:
      self.init(
        .misdirectedRequest, code: "other_instance",
        detail:
          "this instance made no such decision: report to the one that was asked, over the same connection or at its address"
      )
    case .over:
      self.init(
        .gone, code: "reservation_over",
        detail:
          "the outcome could be reported until the `expires_at` of the answer: what was counted stays counted"
      )
    case .reported:
      self.init(
        .conflict, code: "already_reported",
        detail: "the outcome of this decision has been reported")
    case .unrecorded(let code, let text):
      self.init(.serviceUnavailable, code: code.rawValue, detail: text)
    }
  }
}
