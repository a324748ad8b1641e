import JSON

/// What was done in one session of an agent, and where in the log it is.
struct SessionActivity: Equatable, Sendable {
  struct Key: Hashable, Sendable {
    let agent: AgentActivity.Key
    let id: String
  }

  let key: Key
  private(set) var tally = ActionTally()
  /// The numbers of its first record, its last, and the first that denies.
  private(set) var first = UInt64.max
  private(set) var last: UInt64 = 0
  private(set) var firstDenial: UInt64?

  init(_ key: Key) { self.key = key }

  /// Takes in one action.
  mutating func take(_ action: ActivityTable.Action) {
    tally.take(action.verdict, at: action.time)
    first = min(first, action.sequence)
    last = max(last, action.sequence)
    if action.verdict == "deny", firstDenial == nil { firstDenial = action.sequence }
  }

  // MARK: Keeping

  init?(json: JSONValue) {
    guard let tenant = json["tenant"]?.string, let agent = json["agent"]?.string,
      let id = json["id"]?.string, let tally = ActionTally(json["tally"]),
      let first = json["first"]?.wholeNumber, let last = json["last"]?.wholeNumber
    else { return nil }
    key = Key(agent: AgentActivity.Key(tenant: tenant, id: agent), id: id)
    self.tally = tally
    (self.first, self.last) = (first, last)
    firstDenial = json["first_denial"]?.wholeNumber
  }

  var json: [UInt8] {
    var writer = JSONWriter(capacity: 256)
    writer.beginObject()
    writer.member("tenant", key.agent.tenant)
    writer.member("agent", key.agent.id)
    writer.member("id", key.id)
    writer.key("tally")
    tally.keep(in: &writer)
    writer.member("first", Int(clamping: first))
    writer.member("last", Int(clamping: last))
    writer.member("first_denial", firstDenial.map { Int(clamping: $0) })
    writer.endObject()
    return writer.bytes
  }
}
