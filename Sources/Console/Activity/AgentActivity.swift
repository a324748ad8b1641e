import JSON

/// What one agent has done, as far as the log tells.
struct AgentActivity: Equatable, Sendable {
  /// An agent within a tenant.
  struct Key: Hashable, Sendable {
    let tenant: String
    let id: String
  }

  /// The most tools that are told apart.
  static let tools = 50

  let key: Key
  /// Whether the last action came with proof of who it is.
  private(set) var isVerified = false
  /// Who spoke for it in the last action; nil where it spoke itself.
  private(set) var via: String?
  private(set) var tally = ActionTally()
  /// By the tools' whole names.
  private(set) var tools: [String: ActionTally] = [:]
  /// What was done with tools that there was no room for.
  private(set) var others = ActionTally()

  init(_ key: Key) { self.key = key }

  /// Takes in one action.
  mutating func take(_ action: ActivityTable.Action) {
    tally.take(action.verdict, at: action.time)
    isVerified = action.isVerified
    via = action.via
    if tools[action.tool] != nil || tools.count < Self.tools {
      tools[action.tool, default: ActionTally()].take(action.verdict, at: action.time)
    } else {
      others.take(action.verdict, at: action.time)
    }
  }

  // MARK: Keeping

  init?(json: JSONValue) {
    guard let tenant = json["tenant"]?.string, let id = json["id"]?.string,
      let tally = ActionTally(json["tally"])
    else { return nil }
    key = Key(tenant: tenant, id: id)
    self.tally = tally
    isVerified = json["verified"]?.bool ?? false
    via = json["via"]?.string
    others = ActionTally(json["others"]) ?? ActionTally()
    for (name, value) in json["tools"]?.members ?? JSONValue.emptyObject.members {
      tools[name] = ActionTally(value)
    }
  }

  var json: [UInt8] {
    var writer = JSONWriter(capacity: 256 + 96 * tools.count)
    writer.beginObject()
    writer.member("tenant", key.tenant)
    writer.member("id", key.id)
    writer.member("verified", isVerified)
    writer.member("via", via)
    writer.key("tally")
    tally.keep(in: &writer)
    if others.actions > 0 {
      writer.key("others")
      others.keep(in: &writer)
    }
    writer.key("tools")
    writer.beginObject()
    for (name, tally) in tools {
      writer.key(name)
      tally.keep(in: &writer)
    }
    writer.endObject()
    writer.endObject()
    return writer.bytes
  }
}
