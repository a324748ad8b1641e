import ActionModel
import Approvals
import Notifications

extension Notice {
  /// What people are told of an approval in a state; nil where there is nothing to tell.
  init?(_ approval: Approval, _ state: Approval.State, url: String) {
    let event: Event
    var outcome: String?
    switch state {
    case .pending: event = .requested
    case .approved, .denied:
      event = .resolved
      outcome = Self.outcome(of: approval, state)
    case .expired:
      // What was answered in time and not used is no one's concern.
      guard approval.votes.isEmpty || approval.approvers.isEmpty else { return nil }
      event = .expired
    case .used: return nil
    }
    let request = approval.request
    self.init(
      event, approval: approval.id, summary: request.content.summary, tool: "\(request.tool)",
      agent: request.principal.id, session: request.session,
      rule: request.requirement.demands.map(\.rule).joined(separator: ", "),
      reason: request.content.reason.isEmpty ? nil : request.content.reason,
      arguments: Self.details(of: request.content), outcome: outcome,
      expiresAt: approval.expiresAt, url: url)
    let principal = request.principal
    standing.isVerified = principal.verified
    standing.via = principal.via
    standing.tenant = principal.tenant == Principal.defaultTenant ? nil : principal.tenant
    standing.phase = request.phase == .request ? nil : request.phase.rawValue
    if !request.requirement.hidden.isEmpty {
      hide(request.requirement.hidden, of: request.content.arguments)
    }
  }

  /// Leaves out what the rules hide, and whatever else may quote it.
  private mutating func hide(_ pointers: [String], of arguments: [UInt8]?) {
    summary = "a call of which not everything is shown here"
    reason = nil
    self.arguments =
      arguments.map { arguments in
        let shown = HiddenArguments(pointers).masked(arguments) ?? Array(#""[hidden]""#.utf8)
        return String(decoding: shown, as: UTF8.self)
      } ?? ""
    isPartial = true
  }

  private static func outcome(of approval: Approval, _ state: Approval.State) -> String {
    let verdict: Vote.Verdict = state == .approved ? .approve : .deny
    let votes = approval.votes.filter { $0.verdict == verdict }
    let names = votes.map(\.approver.id).joined(separator: ", ")
    let reasons = votes.map(\.reason).filter { !$0.isEmpty }.joined(separator: "; ")
    return "\(state.rawValue) by \(names)" + (reasons.isEmpty ? "" : ": \(reasons)")
  }

  /// Everything that is approved, part by part.
  private static func details(of content: ApprovalRequest.Content) -> String {
    let parts = [
      ("", content.arguments), ("context: ", content.context), ("effects: ", content.effects),
    ]
    return parts.compactMap { label, bytes in
      bytes.map { label + String(decoding: $0, as: UTF8.self) }
    }.joined(separator: "\n")
  }
}
