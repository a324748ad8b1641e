import ActionModel
import Approvals
import Calendar
import JSON

extension JSONWriter {
  /// Writes an approval as approvers see it: in lists without what the agent sent, and so without the digest to approve by.
  mutating func approval(_ approval: Approval, _ approvals: Approvals, isWhole: Bool) {
    let request = approval.request
    beginObject()
    member("id", approval.id)
    member("state", approvals.state(of: approval).rawValue)
    member("url", approvals.address(of: approval.id))
    member("summary", request.content.summary)
    member("reason", request.content.reason)
    member("tool", request.tool.description)
    member("agent", request.principal.id)
    member("tenant", request.principal.tenant)
    member("session", request.session)
    member("asked_at", UTCTimestamp.text(approval.askedAt))
    member("expires_at", UTCTimestamp.text(approval.expiresAt))
    member("resolved_at", approval.resolvedAt.map(UTCTimestamp.text))
    member("used_at", approval.usedAt.map(UTCTimestamp.text))
    member("used_by", approval.usedBy)
    key("votes")
    beginArray()
    for vote in approval.votes { self.vote(vote) }
    endArray()
    if isWhole {
      member("digest", request.digest)
      key("request")
      raw(request.json.span)
    }
    endObject()
  }

  private mutating func vote(_ vote: Vote) {
    beginObject()
    member("approver", vote.approver.id)
    member("verdict", vote.verdict.rawValue)
    member("reason", vote.reason.isEmpty ? nil : vote.reason)
    member("channel", vote.channel)
    member("time", UTCTimestamp.text(vote.time))
    endObject()
  }

  /// Writes a grant; a preview has no id yet, for it is not given.
  mutating func grant(_ grant: Grant, isPreview: Bool) {
    beginObject()
    member("id", isPreview ? nil : grant.id)
    member("agent", grant.principal.id)
    member("tenant", grant.principal.tenant)
    member("tool", grant.tool)
    member("rules", grant.rules)
    member("policy", grant.policy.text)
    member("approval", grant.approval)
    member("given_by", grant.givenBy)
    member("given_at", UTCTimestamp.text(grant.givenAt))
    member("expires_at", UTCTimestamp.text(grant.expiresAt))
    endObject()
  }
}
