import AuditLog
import Calendar
import JSON

/// Who is out there and what they do, as the log tells it: bounded, the least lately seen make room; a value, whoever
/// guards it.
struct ActivityTable: Sendable {
  /// What one record says of an action.
  struct Action {
    let sequence: UInt64
    let agent: AgentActivity.Key
    let isVerified: Bool
    let via: String?
    let session: String?
    let tool: String
    let verdict: String
    let time: Int64
    /// The rules on whose behalf people were asked.
    let asks: [String]
  }

  static let (mostAgents, mostSessions) = (500, 1_000)

  /// The number of the next record to take in.
  private(set) var next: UInt64 = 0
  private(set) var agents: [AgentActivity.Key: AgentActivity] = [:]
  private(set) var sessions: [SessionActivity.Key: SessionActivity] = [:]
  private(set) var burden = PromptBurden()
  private var changes = Changes()

  /// What is not kept yet.
  struct Changes: Sendable {
    var agents: Set<AgentActivity.Key> = []
    var sessions: Set<SessionActivity.Key> = []
    /// The number behind the last record that was looked at; nil where none was.
    var next: UInt64?
  }

  init() {}

  // MARK: Taking in

  /// Takes in decisions, of which the log may hold others in between.
  ///
  /// - Parameter next: the number behind the last record that was looked at.
  mutating func take(_ records: [AuditRecord], upTo next: UInt64) {
    for record in records where record.sequence >= self.next {
      if let action = Action(record) { take(action) }
    }
    guard next > self.next else { return }
    self.next = next
    changes.next = next
  }

  mutating func take(_ action: Action) {
    agents[action.agent, default: AgentActivity(action.agent)].take(action)
    changes.agents.insert(action.agent)
    if let id = action.session {
      let key = SessionActivity.Key(agent: action.agent, id: id)
      sessions[key, default: SessionActivity(key)].take(action)
      changes.sessions.insert(key)
    }
    burden.take(asks: action.asks, at: action.time)
    makeRoom()
  }

  /// Drops a tenth of what was seen least lately, once there is too much.
  private mutating func makeRoom() {
    if agents.count > Self.mostAgents {
      for agent in agents.values.sorted(by: { $0.tally.last < $1.tally.last })
        .prefix(Self.mostAgents / 10)
      {
        agents[agent.key] = nil
        changes.agents.insert(agent.key)
      }
    }
    if sessions.count > Self.mostSessions {
      for session in sessions.values.sorted(by: { $0.tally.last < $1.tally.last })
        .prefix(Self.mostSessions / 10)
      {
        sessions[session.key] = nil
        changes.sessions.insert(session.key)
      }
    }
  }

  // MARK: Keeping

  /// Goes on where another one was kept.
  mutating func restore(
    agents: [AgentActivity], sessions: [SessionActivity], burden: PromptBurden, next: UInt64
  ) {
    for agent in agents { self.agents[agent.key] = agent }
    for session in sessions { self.sessions[session.key] = session }
    self.burden = burden
    self.next = next
  }

  /// What has changed since this was asked last.
  mutating func takeChanges() -> Changes {
    defer { changes = Changes() }
    return changes
  }

  /// Takes back changes that could not be kept.
  mutating func putBack(_ changes: Changes) {
    self.changes.agents.formUnion(changes.agents)
    self.changes.sessions.formUnion(changes.sessions)
    self.changes.next = self.changes.next ?? changes.next
  }
}

extension ActivityTable.Action {
  /// Reads a decision about an action; nil for what is none.
  init?(_ record: AuditRecord) {
    let event = record.event
    guard event["type"]?.isString(equalTo: "decision") == true,
      event["phase"]?.isString(equalTo: "request") == true,
      let agent = event["agent"], let id = agent["id"]?.string,
      let verdict = event["verdict"]?.string,
      let time = event["time"]?.string.flatMap(UTCTimestamp.unixNanoseconds)
    else { return nil }
    sequence = record.sequence
    self.agent = AgentActivity.Key(tenant: event["tenant"]?.string ?? "", id: id)
    isVerified = agent["verified"]?.bool ?? false
    via = agent["via"]?.string
    session = event["session"]?.string
    tool = EventRow.name(of: event["tool"])
    self.verdict = verdict
    self.time = time
    asks = event["asks"]?.elements.compactMap(\.string) ?? []
  }
}
