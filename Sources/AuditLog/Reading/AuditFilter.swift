import Calendar
package import JSON

/// Chooses records by what their events say; each condition that is set must hold.
package struct AuditFilter: Sendable, Equatable {
  /// Whether agent, session, tool and rule are found anywhere in what they are looked for in, in any case, rather than
  /// be all of it.
  package var findsParts = false
  /// `agent.id`.
  package var agent: String?
  package var session: String?
  package var tenant: String?
  /// `tool.name`, or `channel:server/name`.
  package var tool: String?
  package var verdict: String?
  /// A rule that matched.
  package var rule: String?
  /// The reason's code.
  package var code: String?
  /// Bytes that stand somewhere in the event as it is written, in any case as far as they are ASCII.
  package var text: String?
  /// The type of the event: `decision`, `log.start`, ….
  package var type: String?
  /// From this time on, in nanoseconds since 1970.
  package var from: Int64?
  /// Before this time.
  package var to: Int64?

  package init() {}

  /// Says whether an event is chosen.
  package func matches(_ event: JSONValue) -> Bool {
    equals(verdict, event["verdict"]) && equals(tenant, event["tenant"])
      && equals(type, event["type"])
      && equals(code, event["reason"]?["code"])
      && agrees(session, event["session"]) && matchesAgent(event["agent"])
      && matchesTool(event["tool"]) && matchesRule(event["rules"]) && matchesTime(event["time"])
      && matchesText(event)
  }

  /// Says whether a line may hold an event that is chosen, without reading it: whatever is looked for stands in it.
  func mayChoose(_ line: ArraySlice<UInt8>) -> Bool {
    [agent, session, rule, code, text].allSatisfy { sought in
      sought.map { CaselessSearch.finds($0, inJSON: line) } ?? true
    }
  }

  private func equals(_ wanted: String?, _ value: JSONValue?) -> Bool {
    guard let wanted else { return true }
    return value?.isString(equalTo: wanted) ?? false
  }

  private func agrees(_ wanted: String?, _ value: JSONValue?) -> Bool {
    guard findsParts, let wanted else { return equals(wanted, value) }
    return value?.string.map { CaselessSearch.finds(wanted, in: $0) } ?? false
  }

  /// What is said of approvals names agents by their ids alone.
  private func matchesAgent(_ value: JSONValue?) -> Bool {
    agrees(agent, value?.kind == .object ? value?["id"] : value)
  }

  private func matchesTool(_ value: JSONValue?) -> Bool {
    guard let tool else { return true }
    guard let value, let name = value["name"]?.string else { return agrees(tool, value) }
    if !findsParts, name == tool { return true }
    let channel = value["channel"]?.string.map { "\($0):" } ?? ""
    let server = value["server"]?.string.map { "\($0)/" } ?? ""
    let whole = "\(channel)\(server)\(name)"
    return findsParts ? CaselessSearch.finds(tool, in: whole) : whole == tool
  }

  private func matchesRule(_ value: JSONValue?) -> Bool {
    guard let rule else { return true }
    return value?.elements.contains { agrees(rule, $0) } ?? false
  }

  private func matchesText(_ event: JSONValue) -> Bool {
    guard let text else { return true }
    return CaselessSearch.finds(text, inJSON: event.rawBytes)
  }

  private func matchesTime(_ value: JSONValue?) -> Bool {
    guard from != nil || to != nil else { return true }
    guard let time = value?.string.flatMap(UTCTimestamp.unixNanoseconds) else { return false }
    return time >= from ?? .min && time < to ?? .max
  }
}
