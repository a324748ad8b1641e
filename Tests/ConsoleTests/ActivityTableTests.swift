import JSON
import Testing

@testable import Console

/// What is kept of who is out there is bounded, and comes back as it was.
@Suite struct ActivityTableTests {
  private func action(
    _ number: Int, agent: String, session: String? = nil, tool: String = "native:fs.read",
    verdict: String = "allow", asks: [String] = []
  ) -> ActivityTable.Action {
    ActivityTable.Action(
      sequence: UInt64(number), agent: AgentActivity.Key(tenant: "default", id: agent),
      isVerified: true, via: nil, session: session, tool: tool, verdict: verdict,
      time: Int64(number) * 1_000_000_000, asks: asks)
  }

  @Test func `the least lately seen make room`() {
    var table = ActivityTable()
    for number in 0..<1_600 {
      table.take(action(number, agent: "a-\(number % 800)", session: "s-\(number)"))
    }
    #expect(table.agents.count <= ActivityTable.mostAgents)
    #expect(table.sessions.count <= ActivityTable.mostSessions)
    let newest = AgentActivity.Key(tenant: "default", id: "a-799")
    #expect(table.agents[newest] != nil)
    #expect(table.sessions[SessionActivity.Key(agent: newest, id: "s-1599")] != nil)
    #expect(table.agents[AgentActivity.Key(tenant: "default", id: "a-0")] == nil)
  }

  @Test func `tools beyond the bound are counted together`() throws {
    var agent = AgentActivity(AgentActivity.Key(tenant: "t", id: "a"))
    for number in 0..<(AgentActivity.tools + 7) {
      agent.take(action(number, agent: "a", tool: "native:tool-\(number)", verdict: "deny"))
    }
    #expect(agent.tools.count == AgentActivity.tools)
    #expect(agent.others.actions == 7 && agent.others.denied == 7)
    #expect(agent.tally.actions == AgentActivity.tools + 7)
    let json = try JSONDocument.parse(agent.json)
    #expect(AgentActivity(json: json) == agent)
  }

  @Test func `what is kept comes back as it was`() throws {
    var table = ActivityTable()
    table.take(action(7, agent: "a\u{202E}", session: "s", verdict: "deny"))
    table.take(
      action(9, agent: "a\u{202E}", session: "s", verdict: "require_approval", asks: ["r", "q"]))
    let session = try #require(table.sessions.values.first)
    #expect(session.first == 7 && session.last == 9 && session.firstDenial == 7)
    let (kept, burden) = (
      try JSONDocument.parse(session.json), try JSONDocument.parse(table.burden.json)
    )
    #expect(SessionActivity(json: kept) == session)
    #expect(PromptBurden(json: burden) == table.burden)
    let total = table.burden.total(at: 10_000_000_000)
    #expect(total == PromptBurden.Hour(actions: 2, prompts: 1, rules: ["r": 1, "q": 1]))
  }

  @Test func `prompts are forgotten after a day`() {
    var burden = PromptBurden()
    let hour: Int64 = 3_600_000_000_000
    for number in 0..<100 { burden.take(asks: ["r"], at: Int64(number) * hour) }
    #expect(burden.byHour.count <= Int(PromptBurden.hours) + 1)
    #expect(burden.total(at: 99 * hour).prompts == 24)
    #expect(burden.total(at: 200 * hour) == PromptBurden.Hour())
  }
}
