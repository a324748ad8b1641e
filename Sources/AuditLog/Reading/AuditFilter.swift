import Calendar
package import JSON

/// Chooses records by what their events say; each condition that is set must hold.
package struct AuditFilter: Sendable, Equatable {
  /// `agent.id`, exactly.
  package var agent: String?
  package var session: String?
  /// `tool.name`, exactly; or `channel:server/name`.
  package var tool: String?
  package var verdict: String?
  /// A rule that matched.
  package var rule: String?
  /// The type of the event: `decision`, `log.start`, ….
  package var type: String?
  /// From this time on, in nanoseconds since 1970.
  package var from: Int64?
  /// Before this time.
  package var to: Int64?

  package init() {}

  /// Says whether an event is chosen.
  package func matches(_ event: JSONValue) -> Bool {
    matches(agent, event["agent"]?["id"]) && matches(session, event["session"])
      && matches(verdict, event["verdict"]) && matches(type, event["type"])
      && matchesTool(event["tool"]) && matchesRule(event["rules"]) && matchesTime(event["time"])
  }

  private func matches(_ wanted: String?, _ value: JSONValue?) -> Bool {
    guard let wanted else { return true }
    return value?.isString(equalTo: wanted) ?? false
  }

  private func matchesTool(_ value: JSONValue?) -> Bool {
    guard let tool else { return true }
    guard let value, let name = value["name"]?.string else { return false }
    if name == tool { return true }
    let channel = value["channel"]?.string.map { "\($0):" } ?? ""
    let server = value["server"]?.string.map { "\($0)/" } ?? ""
    return "\(channel)\(server)\(name)" == tool
  }

  private func matchesRule(_ value: JSONValue?) -> Bool {
    guard let rule else { return true }
    return value?.elements.contains { $0.isString(equalTo: rule) } ?? false
  }

  private func matchesTime(_ value: JSONValue?) -> Bool {
    guard from != nil || to != nil else { return true }
    guard let time = value?.string.flatMap(UTCTimestamp.unixNanoseconds) else { return false }
    return time >= from ?? .min && time < to ?? .max
  }
}
