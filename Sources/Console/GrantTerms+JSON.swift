import Approvals
import Calendar
import HTTPAnswers

extension GrantTerms {
  /// Reads what an approver wants to give.
  init(_ members: Members) throws(ProblemDetails) {
    guard let duration = try members.text("duration", atMost: 32).flatMap(SpanText.nanoseconds)
    else {
      throw members.wrong("duration", "say how long it holds, such as `30m`")
    }
    guard
      let scope = try members.object(
        "scope", among: ["kind", "path", "host", "member", "maximum"])
    else {
      throw members.wrong("scope", "say how far it reaches, such as `{\"kind\": \"arguments\"}`")
    }
    self.init(
      scope: try GrantScope(scope), isForSession: try members.flag("session") ?? false,
      duration: duration)
  }
}

extension GrantScope {
  fileprivate init(_ members: Members) throws(ProblemDetails) {
    switch try members.text("kind", atMost: 16) {
    case "arguments": self = .arguments
    case "tool": self = .tool
    case "directory":
      guard let path = try members.text("path", atMost: 4_096) else {
        throw members.wrong("path", "name the directory")
      }
      self = .directory(path)
    case "host":
      guard let host = try members.text("host", atMost: 255) else {
        throw members.wrong("host", "name the host")
      }
      self = .host(host)
    case "amount":
      guard let member = try members.text("member", atMost: 64),
        let maximum = try members.number("maximum")
      else { throw members.wrong("maximum", "name the argument in `member`, and its `maximum`") }
      self = .amount(member: member, maximum: maximum)
    default:
      throw members.wrong("kind", "this is `arguments`, `directory`, `host`, `amount` or `tool`")
    }
  }
}
