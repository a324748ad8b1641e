import ActionModel
import AuditLog

/// What the log keeps of approvals besides the decisions that ask for them and use them.
extension AuditEvent {
  static func answered(_ approval: Approval, _ vote: Vote) -> AuditEvent {
    AuditEvent(
      type: "approval.answered", time: vote.time,
      [
        "approval": .string(approval.id), "approver": .string(vote.approver.id),
        "verdict": .string(vote.verdict.rawValue), "reason": .string(vote.reason),
        "channel": .string(vote.channel), "state": .string(approval.state.rawValue),
      ])
  }

  static func shown(_ id: String, to viewer: String, channel: String, time: Int64) -> AuditEvent {
    AuditEvent(
      type: "approval.shown", time: time,
      ["approval": .string(id), "approver": .string(viewer), "channel": .string(channel)])
  }

  static func expired(_ approval: Approval, time: Int64) -> AuditEvent {
    AuditEvent(type: "approval.expired", time: time, ["approval": .string(approval.id)])
  }

  /// What a crash kept out of the log: the state that the storage had already.
  static func recovered(_ approval: Approval, time: Int64) -> AuditEvent {
    var members: [String: Value] = [
      "approval": .string(approval.id), "state": .string(approval.state.rawValue),
      "approvers": .strings(approval.votes.map(\.approver.id)),
    ]
    if let usedBy = approval.usedBy { members["decision"] = .string(usedBy) }
    return AuditEvent(type: "approval.recovered", time: time, members)
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
