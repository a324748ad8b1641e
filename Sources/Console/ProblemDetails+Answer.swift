package import Approvals
package import HTTPAnswers
import HTTPWire

extension ProblemDetails {
  /// The problem of an answer, or a grant, that did not come into force.
  package init(_ error: AnswerError) {
    switch error {
    case .refused(let refusal):
      self.init(refusal.status, code: refusal.code, detail: refusal.detail)
    case .ungrantable(let refusal):
      self.init(.unprocessableContent, code: "ungrantable", detail: refusal.description)
    case .unavailable(let problem):
      self.init(.serviceUnavailable, code: "storage_failed", detail: problem)
    }
  }
}

extension AnswerRefusal {
  fileprivate var status: HTTPStatus {
    switch self {
    case .unknown: .notFound
    case .alreadyResolved, .expired, .alreadyAnswered: .conflict
    case .notAnApprover, .ownRequest: .forbidden
    case .notSeen: .unprocessableContent
    }
  }

  /// A stable word.
  fileprivate var code: String {
    switch self {
    case .unknown: "approval_unknown"
    case .alreadyResolved: "already_resolved"
    case .expired: "approval_expired"
    case .alreadyAnswered: "already_answered"
    case .notAnApprover: "not_an_approver"
    case .ownRequest: "own_request"
    case .notSeen: "not_seen"
    }
  }

  fileprivate var detail: String {
    switch self {
    case .unknown: "there is no such approval"
    case .alreadyResolved(let state): "it is \(state.rawValue) already"
    case .expired: "its time is over: the agent has to ask again"
    case .alreadyAnswered: "you have answered it already"
    case .notAnApprover(let names):
      "the policy asks \(names.map { "`\($0)`" }.joined(separator: ", ")), and you are none of them"
    case .ownRequest: "whoever asks does not answer"
    case .notSeen:
      "send as `digest` the one that came with the whole request, which you have to see before you approve it"
    }
  }
}
