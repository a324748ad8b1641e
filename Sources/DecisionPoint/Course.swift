import ActionModel
import Policy

/// What is known of one action so far, on its way through the decision point.
///
/// An object, because it goes from step to step and all that it holds would be retained each time.
final class Course {
  let action: Action
  /// The decision's id.
  let id: String
  /// When the action came in, on the monotonic clock.
  let began: Int64
  /// The same moment, in nanoseconds since 1970.
  let wall: Int64
  /// When the rate limits had been asked, on the monotonic clock.
  var admitted: Int64
  /// When its effects had been found out, on the monotonic clock; nil where nobody asked for them.
  var analyzed: Int64?
  /// When its text had been looked into, on the monotonic clock; nil where nobody asked for that.
  var inspected: Int64?
  /// nil until it is known, or where the caller may not speak for the agent that it names.
  var principal: Principal?
  /// The canonical form of the arguments; nil without any.
  var arguments: [UInt8]?
  var policy: LivePolicy?
  /// What the action would do; nil where no rule about the tool reads it.
  var effects: Effects?
  /// The earlier decision whose reservation this one gave back, so that the action is not counted twice.
  var released: String?
  /// What is inside its text; nil where no rule about the tool reads it.
  var content: ContentFindings?

  init(_ action: Action, id: String, began: Int64, wall: Int64) {
    self.action = action
    self.id = id
    self.began = began
    self.wall = wall
    admitted = began
  }

  /// Says to people why an action was refused before any policy saw it.
  func explanation(of code: ReasonCode) -> String {
    switch code {
    case .claimRefused:
      "the credential `\(action.caller.id)` may not speak for this agent or tenant: see `may_claim`"
    case .callerRateLimited: "`\(action.caller.id)` asks more often than its limit allows"
    case .rateLimited: "the agent asks more often than its limit allows"
    case .overloaded: "too many callers are active at once"
    case .invalidArguments:
      "the arguments hold a number too large for any exact form: send it as a string"
    case .policyUnavailable: "no usable policy is loaded: see /readyz?verbose"
    default: "the action was refused"
    }
  }
}
