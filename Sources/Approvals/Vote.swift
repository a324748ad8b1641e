package import ActionModel

/// One approver's answer to a request.
package struct Vote: Sendable, Hashable {
  package enum Verdict: String, Sendable, CaseIterable {
    case approve, deny
  }

  package let approver: Approver
  package let verdict: Verdict
  /// What the approver said to it; empty where nothing.
  package let reason: String
  /// By which way the answer came: `api`, `console`, `cli` or the name of a channel.
  package let channel: String
  /// Nanoseconds since 1970.
  package let time: Int64

  package init(
    approver: Approver, verdict: Verdict, reason: String = "", channel: String, time: Int64
  ) {
    self.approver = approver
    self.verdict = verdict
    self.reason = reason
    self.channel = channel
    self.time = time
  }
}

extension ApprovalRequirement.Demand {
  /// Whether an approver is one of those that the demand names.
  package func names(_ approver: Approver) -> Bool {
    approvers.isEmpty || approver.hasEveryRole || approvers.contains(approver.id)
      || approvers.contains { approver.roles.contains($0) }
  }

  /// Whether enough of those it names have approved.
  func isMet(by votes: [Vote]) -> Bool {
    votes.count { $0.verdict == .approve && names($0.approver) } >= quorum
  }
}
