/// Knows which sessions of each agent have counters, so that no agent can fill the table with session names.
struct SessionDirectory {
  private struct Agent: Hashable {
    let tenant: String
    let agent: String
  }

  private struct Sessions {
    /// The slots of each session's counters.
    var slots: [String: [Int32]] = [:]
    /// Before this time no session can have emptied; found by the last search that failed.
    var fullUntil = Int64.min
  }

  private let sessionsPerAgent: Int
  private var agents: [Agent: Sessions] = [:]

  init(sessionsPerAgent: Int) { self.sessionsPerAgent = sessionsPerAgent }

  /// Whether a counter would need a session beyond those that its agent may have.
  func isFull(for key: CounterKey) -> Bool {
    guard let (agent, session) = SessionDirectory.parts(of: key), let sessions = agents[agent]
    else { return false }
    return sessions.slots.count >= sessionsPerAgent && sessions.slots[session] == nil
  }

  mutating func insert(_ slot: Int32, for key: CounterKey) {
    guard let (agent, session) = SessionDirectory.parts(of: key) else { return }
    agents[agent, default: Sessions()].slots[session, default: []].append(slot)
  }

  mutating func remove(_ slot: Int32, for key: CounterKey) {
    guard let (agent, session) = SessionDirectory.parts(of: key) else { return }
    agents[agent]?.slots[session]?.removeAll { $0 == slot }
    if agents[agent]?.slots[session]?.isEmpty == true { agents[agent]?.slots[session] = nil }
    if agents[agent]?.slots.isEmpty == true { agents[agent] = nil }
  }

  /// Finds the slots of a session of the agent that has emptied; nil when all are live.
  mutating func findEmptied(
    for key: CounterKey, at now: Int64, emptiesAt: (Int32) -> Int64
  ) -> [Int32]? {
    guard let (agent, _) = SessionDirectory.parts(of: key), let sessions = agents[agent],
      now >= sessions.fullUntil
    else { return nil }
    var next = Int64.max
    for slots in sessions.slots.values {
      let emptied = slots.reduce(Int64.min) { max($0, emptiesAt($1)) }
      if emptied <= now { return slots }
      next = min(next, emptied)
    }
    agents[agent]?.fullUntil = next
    return nil
  }

  private static func parts(of key: CounterKey) -> (Agent, String)? {
    guard let agent = key.agent, let session = key.session else { return nil }
    return (Agent(tenant: key.tenant, agent: agent), session)
  }
}
