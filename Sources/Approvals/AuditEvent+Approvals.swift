import ActionModel
import AuditLog

/// What the log keeps of approvals besides the decisions that ask for them and use them.
extension AuditEvent {
  static func answered(_ approval: Approval, _ vote: Vote) -> AuditEvent {
    AuditEvent(
      type: "approval.answered", time: vote.time,
      [
        "approver": .string(vote.approver.id),
        "verdict": .string(vote.verdict.rawValue), "reason": .string(vote.reason),
        "channel": .string(vote.channel), "state": .string(approval.state.rawValue),
      ].merging(subject(of: approval)) { own, _ in own })
  }

  static func shown(
    _ approval: Approval, to viewer: String, channel: String, time: Int64
  ) -> AuditEvent {
    AuditEvent(
      type: "approval.shown", time: time,
      ["approver": .string(viewer), "channel": .string(channel)]
        .merging(subject(of: approval)) { own, _ in own })
  }

  static func expired(_ approval: Approval, time: Int64) -> AuditEvent {
    AuditEvent(type: "approval.expired", time: time, subject(of: approval))
  }

  /// What a crash kept out of the log: the state that the storage had already.
  static func recovered(_ approval: Approval, time: Int64) -> AuditEvent {
    var members: [String: Value] = [
      "state": .string(approval.state.rawValue),
      "approvers": .strings(approval.votes.map(\.approver.id)),
    ]
    if let usedBy = approval.usedBy { members["decision"] = .string(usedBy) }
    return AuditEvent(
      type: "approval.recovered", time: time,
      members.merging(subject(of: approval)) { own, _ in own })
  }

  /// What an approval is about, so that whoever reads the log of an agent or a session finds it.
  private static func subject(of approval: Approval) -> [String: Value] {
    let request = approval.request
    var members: [String: Value] = [
      "approval": .string(approval.id), "agent": .string(request.principal.id),
      "tenant": .string(request.principal.tenant), "tool": .string(request.tool.description),
    ]
    if let session = request.session { members["session"] = .string(session) }
    return members
  }

  static func granted(_ grant: Grant) -> AuditEvent {
    AuditEvent(
      type: "grant.given", time: grant.givenAt,
      [
        "grant": .string(grant.id), "approval": .string(grant.approval),
        "approver": .string(grant.givenBy), "agent": .string(grant.principal.id),
        "tenant": .string(grant.principal.tenant), "rules": .strings(grant.rules),
        "policy": .string(grant.policy.text),
      ])
  }

  static func revoked(_ id: String, by approver: String, time: Int64) -> AuditEvent {
    AuditEvent(
      type: "grant.revoked", time: time, ["grant": .string(id), "approver": .string(approver)])
  }
}
