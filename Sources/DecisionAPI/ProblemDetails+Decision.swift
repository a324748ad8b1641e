import ActionModel
import HTTPAnswers
import HTTPWire

extension ProblemDetails {
  /// Describes a decision that is no answer, because the caller may not ask, must wait, or nothing can be decided.
  init?(_ decision: Decision) {
    let status: HTTPStatus
    switch decision.reason.code.standing {
    case .decided: return nil
    case .forbidden: status = .forbidden
    case .throttled: status = .tooManyRequests
    case .unavailable: status = .serviceUnavailable
    }
    var fields: HTTPFields = [:]
    if let seconds = decision.retryAfter { fields.set(.retryAfter, HTTPFieldValue(seconds)) }
    self.init(
      status, code: decision.reason.code.rawValue, detail: decision.reason.text, fields: fields)
  }
}
