import JSON

/// The form in which a notice is stored.
extension Notice {
  package var json: [UInt8] {
    var writer = JSONWriter(capacity: 512)
    writer.beginObject()
    writer.member("event", event.rawValue)
    writer.member("approval", approval)
    writer.member("summary", summary)
    writer.member("tool", tool)
    writer.member("agent", agent)
    writer.member("verified", standing.isVerified)
    writer.member("via", standing.via)
    writer.member("tenant", standing.tenant)
    writer.member("phase", standing.phase)
    writer.member("session", session)
    writer.member("rule", rule)
    writer.member("reason", reason)
    writer.member("arguments", arguments)
    writer.member("partial", isPartial)
    writer.member("outcome", outcome)
    writer.member("expires_at", expiresAt.map { String($0) })
    writer.member("url", url)
    writer.endObject()
    return writer.bytes
  }

  /// Reads the form; nil for anything else.
  package init?(json bytes: [UInt8]) {
    guard let value = try? JSONDocument.parse(bytes),
      let event = value["event"]?.string.flatMap(Event.init(rawValue:)),
      let approval = value["approval"]?.string, let summary = value["summary"]?.string,
      let tool = value["tool"]?.string, let agent = value["agent"]?.string,
      let arguments = value["arguments"]?.string, let url = value["url"]?.string
    else { return nil }
    self.init(
      event, approval: approval, summary: summary, tool: tool, agent: agent,
      session: value["session"]?.string, rule: value["rule"]?.string,
      reason: value["reason"]?.string, arguments: arguments,
      isPartial: value["partial"]?.bool ?? false, outcome: value["outcome"]?.string,
      expiresAt: value["expires_at"]?.string.flatMap { Int64($0) }, url: url)
    standing.isVerified = value["verified"]?.bool ?? true
    standing.via = value["via"]?.string
    standing.tenant = value["tenant"]?.string
    standing.phase = value["phase"]?.string
  }
}
