/// Whom an action is counted against.
package struct CounterSubject: Sendable, Hashable {
  /// A session of one agent.
  package struct Session: Sendable, Hashable {
    package let agent: String
    package let session: String

    package init(agent: String, session: String) {
      self.agent = agent
      self.session = session
    }
  }

  let tenant: String
  let agent: String
  /// The action's own session, then its root session where that is another.
  let sessions: [Session]

  /// - Parameters:
  ///   - session: nil counts against the agent's unnamed session, so that leaving it out escapes no limit.
  ///   - root: the session that a sub-agent was started from, which its actions also count against.
  package init(tenant: String, agent: String, session: String?, root: Session? = nil) {
    self.tenant = tenant
    self.agent = agent
    let own = Session(agent: agent, session: session ?? "")
    sessions = if let root, root != own { [own, root] } else { [own] }
  }

  /// How many counters of one scope the action counts against.
  func count(of scope: CounterHandle.Scope) -> Int { scope == .session ? sessions.count : 1 }

  /// The key of one of those counters.
  func key(_ handle: CounterHandle, _ ordinal: Int) -> CounterKey {
    switch handle.scope {
    case .session:
      CounterKey(
        tenant: tenant, agent: sessions[ordinal].agent, session: sessions[ordinal].session,
        counter: handle.id)
    case .agent: CounterKey(tenant: tenant, agent: agent, session: nil, counter: handle.id)
    case .rule: CounterKey(tenant: tenant, agent: nil, session: nil, counter: handle.id)
    }
  }
}

/// Names one counter.
struct CounterKey: Hashable {
  /// The most bytes of each part, so that a full table's memory is known.
  static let maximumBytes = 512

  let tenant: String
  let agent: String?
  let session: String?
  let counter: Int32

  var isTooLong: Bool {
    tenant.utf8.count > CounterKey.maximumBytes
      || (agent?.utf8.count ?? 0) > CounterKey.maximumBytes
      || (session?.utf8.count ?? 0) > CounterKey.maximumBytes
  }
}
