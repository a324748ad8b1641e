import Calendar
import HTTPAnswers
import HTTPWire
import JSON

/// Tells operators who is out there, what they use, and how often people are asked.
struct ActivityAPI: Sendable {
  private let activity: Activity
  private let wall: @Sendable () -> Int64

  /// - Parameter wall: nanoseconds since 1970.
  init(_ activity: Activity, wall: @escaping @Sendable () -> Int64) {
    self.activity = activity
    self.wall = wall
  }

  /// Answers a request on one of its paths; nil for any other.
  func respond(to request: HTTPRequestHead) async throws(ProblemDetails) -> HTTPResponse? {
    guard ["/v1/agents", "/v1/tools", "/v1/sessions", "/v1/prompts"].contains(request.path) else {
      return nil
    }
    try request.require(.get)
    let query = try Query(request.query, takesAgent: request.path == "/v1/sessions")
    let table = await activity.current()
    var writer = JSONWriter(capacity: 16_384)
    writer.beginObject()
    // Records from here on are not looked at yet.
    writer.member("next", Int(clamping: table.next))
    switch request.path {
    case "/v1/agents": writer.agents(table, query.limit)
    case "/v1/tools": writer.tools(table, query.limit)
    case "/v1/sessions": writer.sessions(table, query)
    default: writer.prompts(table.burden.total(at: wall()))
    }
    writer.endObject()
    return HTTPResponse(json: writer.bytes)
  }

  /// What a request says of the entries that it wants.
  fileprivate struct Query {
    let limit: Int
    let agent: String?
    let tenant: String?

    init(_ query: String?, takesAgent: Bool) throws(ProblemDetails) {
      let items = try QueryItems(
        query, among: takesAgent ? ["agent", "limit", "tenant"] : ["limit"])
      limit = Int(try items.number("limit", in: 1...1_000) ?? 100)
      agent = items["agent"]
      tenant = items["tenant"]
    }

    func wants(_ session: SessionActivity) -> Bool {
      (agent ?? session.key.agent.id) == session.key.agent.id
        && (tenant ?? session.key.agent.tenant) == session.key.agent.tenant
    }
  }
}

extension JSONWriter {
  fileprivate mutating func agents(_ table: ActivityTable, _ limit: Int) {
    key("agents")
    beginArray()
    for agent in table.agents.values.sorted(by: { $0.tally.last > $1.tally.last }).prefix(limit) {
      beginObject()
      member("id", agent.key.id)
      member("tenant", agent.key.tenant)
      member("verified", agent.isVerified)
      member("via", agent.via)
      tally(agent.tally)
      key("tools")
      beginArray()
      for (name, tally) in agent.tools.sorted(by: { $0.value.last > $1.value.last }) {
        beginObject()
        member("name", name)
        self.tally(tally)
        endObject()
      }
      endArray()
      member("other_tools", agent.others.actions > 0 ? agent.others.actions : nil)
      endObject()
    }
    endArray()
  }

  fileprivate mutating func tools(_ table: ActivityTable, _ limit: Int) {
    struct Tool {
      var tally = ActionTally()
      var agents = 0
      /// Who used it first.
      var firstAgent = ""
    }
    var tools: [String: Tool] = [:]
    for agent in table.agents.values {
      for (name, tally) in agent.tools {
        var tool = tools.removeValue(forKey: name) ?? Tool()
        if tally.first < tool.tally.first { tool.firstAgent = agent.key.id }
        tool.tally.add(tally)
        tool.agents += 1
        tools[name] = tool
      }
    }
    key("tools")
    beginArray()
    for (name, tool) in tools.sorted(by: { $0.value.tally.last > $1.value.tally.last })
      .prefix(limit)
    {
      beginObject()
      member("name", name)
      tally(tool.tally)
      member("agents", tool.agents)
      member("first_agent", tool.firstAgent)
      endObject()
    }
    endArray()
  }

  fileprivate mutating func sessions(_ table: ActivityTable, _ query: ActivityAPI.Query) {
    key("sessions")
    beginArray()
    let sessions = table.sessions.values.filter(query.wants)
    for session in sessions.sorted(by: { $0.tally.last > $1.tally.last }).prefix(query.limit) {
      beginObject()
      member("id", session.key.id)
      member("agent", session.key.agent.id)
      member("tenant", session.key.agent.tenant)
      tally(session.tally)
      member("first", Int(clamping: session.first))
      member("last", Int(clamping: session.last))
      member("first_denial", session.firstDenial.map { Int(clamping: $0) })
      endObject()
    }
    endArray()
  }

  fileprivate mutating func prompts(_ total: PromptBurden.Hour) {
    member("hours", Int(PromptBurden.hours))
    member("actions", total.actions)
    member("prompts", total.prompts)
    member("per_100_actions", perHundred: total.prompts, of: total.actions)
    key("rules")
    beginArray()
    for (rule, prompts) in total.rules.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      beginObject()
      member("rule", rule)
      member("prompts", prompts)
      member("per_100_actions", perHundred: prompts, of: total.actions)
      endObject()
    }
    endArray()
  }

  private mutating func member(_ name: String, perHundred part: Int, of whole: Int) {
    key(name)
    double(whole == 0 ? 0 : Double((part * 1_000 + whole / 2) / whole) / 10)
  }

  private mutating func tally(_ tally: ActionTally) {
    member("first_seen", UTCTimestamp.text(tally.first))
    member("last_seen", UTCTimestamp.text(tally.last))
    member("actions", tally.actions)
    member("asked", tally.asked)
    member("denied", tally.denied)
  }
}
