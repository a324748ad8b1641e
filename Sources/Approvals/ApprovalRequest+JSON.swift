import ActionModel
import Crypto
import JSON

/// The form in which a request is stored, and which its approvers are shown: one JSON object.
///
/// Approvers answer to the SHA-256 of these bytes, so that nobody approves what was not shown.
extension ApprovalRequest {
  package var json: [UInt8] { json(isWhole: true) }

  /// The form without what grows with the call: what lists and upkeep read, however much agents send.
  var head: [UInt8] { json(isWhole: false) }

  private func json(isWhole: Bool) -> [UInt8] {
    var writer = JSONWriter(capacity: 1_024)
    write(to: &writer, isWhole: isWhole)
    return writer.bytes
  }

  /// The SHA-256 of the form, in hexadecimal.
  package var digest: String { SHA256.hash(json).description }

  private func write(to writer: inout JSONWriter, isWhole: Bool) {
    writer.beginObject()
    writer.key("agent")
    writer.beginObject()
    writer.member("id", principal.id)
    writer.member("verified", principal.verified)
    writer.member("via", principal.via)
    writer.endObject()
    writer.raw("args", isWhole ? content.arguments : nil)
    writer.member("binding", binding.text)
    writer.member("binding_any_session", bindingInAnySession.text)
    writer.raw("context", isWhole ? content.context : nil)
    writer.member("decision", decision)
    writer.key("demands")
    writer.beginArray()
    for demand in requirement.demands {
      writer.beginObject()
      writer.member("by", demand.approvers)
      writer.member("quorum", demand.quorum)
      writer.member("rule", demand.rule)
      writer.endObject()
    }
    writer.endArray()
    writer.raw("effects", isWhole ? content.effects : Array("[]".utf8))
    writer.member("hidden", requirement.hidden)
    writer.member("phase", phase.rawValue)
    writer.member("policy", policy)
    writer.member("reason", content.reason)
    writer.member("reversibility", content.reversibility.rawValue)
    writer.member("same_policy", requirement.isBoundToPolicy)
    writer.member("session", session)
    writer.member("summary", content.summary)
    writer.key("targets")
    writer.beginArray()
    for target in isWhole ? content.targets : [] {
      writer.beginObject()
      writer.member("kind", target.kind.rawValue)
      writer.member("text", target.text)
      writer.endObject()
    }
    writer.endArray()
    writer.member("tenant", principal.tenant)
    writer.key("tool")
    writer.beginObject()
    writer.member("canonical", tool.canonical)
    writer.member("channel", tool.channel)
    writer.member("name", tool.name)
    writer.member("server", tool.server)
    writer.endObject()
    writer.endObject()
  }

  /// Reads what `write` has written; nil for anything else.
  init?(stored document: JSONValue) {
    guard let agent = document["agent"], let id = agent["id"]?.string,
      let verified = agent["verified"]?.bool, let tenant = document["tenant"]?.string,
      let tool = document["tool"], let channel = tool["channel"]?.string,
      let server = tool["server"]?.string, let name = tool["name"]?.string,
      let binding = document["binding"]?.string,
      let anySession = document["binding_any_session"]?.string,
      let policy = document["policy"]?.string,
      let decision = document["decision"]?.string, let reason = document["reason"]?.string,
      let summary = document["summary"]?.string, let effects = document["effects"],
      let reversibility = document["reversibility"]?.string.flatMap(
        Effects.Reversibility.init(rawValue:)),
      let targets = document["targets"],
      let phase = document["phase"]?.string.flatMap(Phase.init(rawValue:)),
      let isBound = document["same_policy"]?.bool, let demands = document["demands"]
    else { return nil }
    self.init(
      principal: Principal(
        tenant: tenant, id: id, verified: verified, via: agent["via"]?.string),
      session: document["session"]?.string, phase: phase,
      tool: ToolName(
        channel: channel, server: server, name: name, canonical: tool["canonical"]?.string),
      binding: ActionBinding(text: binding),
      bindingInAnySession: ActionBinding(text: anySession), policy: policy,
      requirement: ApprovalRequirement(
        demands: demands.elements.compactMap { ApprovalRequirement.Demand(stored: $0) },
        isBoundToPolicy: isBound,
        hidden: document["hidden"]?.elements.compactMap(\.string) ?? []),
      decision: decision,
      content: Content(
        summary: summary, reason: reason,
        arguments: document["args"].map { Array($0.rawBytes) },
        context: document["context"].map { Array($0.rawBytes) },
        effects: Array(effects.rawBytes),
        targets: targets.elements.compactMap { Content.Target(stored: $0) },
        reversibility: reversibility))
    // A request that demands nothing would be approved by nobody at all.
    guard requirement.demands.count == demands.count, !requirement.demands.isEmpty,
      content.targets.count == targets.count
    else { return nil }
  }
}

extension ApprovalRequest.Content.Target {
  fileprivate init?(stored value: JSONValue) {
    guard let kind = value["kind"]?.string.flatMap(Effect.Kind.init(rawValue:)),
      let text = value["text"]?.string
    else { return nil }
    self.init(kind: kind, text: text)
  }
}

extension ApprovalRequirement.Demand {
  fileprivate init?(stored value: JSONValue) {
    guard let rule = value["rule"]?.string, case .int(let quorum) = value["quorum"]?.number,
      quorum >= 1, quorum <= Int64(Int32.max)
    else { return nil }
    let by = value["by"]
    let approvers = by?.elements.compactMap(\.string) ?? []
    guard approvers.count == (by?.count ?? 0) else { return nil }
    self.init(rule: rule, approvers: approvers, quorum: Int(quorum))
  }
}

extension JSONWriter {
  /// Writes a member that is JSON already; leaves it out where there is none.
  fileprivate mutating func raw(_ name: String, _ json: [UInt8]?) {
    guard let json else { return }
    key(name)
    raw(json.span)
  }
}
