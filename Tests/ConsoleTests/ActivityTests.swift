import Foundation
import TestKit
import Testing

/// Who is out there, as the admin API tells it.
@Suite struct ActivityTests {
  private static let policy = """
    version: 1
    name: activity
    default: deny
    rules:
      - { id: reading, effect: allow, tools: [fs.read] }
      - { id: mail-is-asked, effect: require_approval, tools: [mail.send] }

    """
  /// `ann` shows `red`.
  private static let configuration = """
    anonymous: true
    approvers:
      - { id: ann, token_sha256: b1f51a511f1da0cd348b8f8598db32e61cb963e5fc69e2b41485bf99590ed75a }
    """

  private static func act(
    _ daemon: Daemon, _ tool: String, agent: String, session: String? = nil, path: String = "/srv"
  ) async throws {
    let session = session.map { #","session":"\#($0)""# } ?? ""
    let body =
      #"{"tool":"\#(tool)","agent":{"id":"\#(agent)"},"args":{"path":"\#(path)"}\#(session)}"#
    _ = try await daemon.decide(body)
  }

  private static func entries(
    _ response: RawClient.Response, _ list: String
  ) -> [[String: Any]] {
    response.json[list] as? [[String: Any]] ?? []
  }

  @Test func `agents, tools, sessions and prompts are told, and survive a restart and a crash`()
    async throws
  {
    let folder = try TemporaryFolder()
    try await Daemon.run(policy: Self.policy, configuration: Self.configuration, in: folder) {
      daemon in
      for _ in 0..<3 { try await Self.act(daemon, "fs.read", agent: "one", session: "s-1") }
      try await Self.act(daemon, "fs.write", agent: "one", session: "s-1")
      try await Self.act(daemon, "mail.send", agent: "two")
      // The same request waits already: nobody is asked again.
      try await Self.act(daemon, "mail.send", agent: "two")
      let agents = try await daemon.eventually("/v1/agents") {
        Self.entries($0, "agents").count == 2
      }
      let one = try #require(Self.entries(agents, "agents").first { $0["id"] as? String == "one" })
      #expect(one["actions"] as? Int == 4)
      #expect(one["denied"] as? Int == 1)
      #expect((one["tools"] as? [[String: Any]])?.count == 2)
    }
    let second = try await Daemon(
      policy: nil, configuration: Self.configuration, in: folder)
    do {
      let daemon = second
      try await Self.act(daemon, "fs.write", agent: "one", session: "s-1")
      try await Self.act(daemon, "fs.read", agent: "one", session: "s-2")
      let sessions = try await daemon.eventually("/v1/sessions?agent=one") {
        Self.entries($0, "sessions").count == 2
      }
      let first = try #require(
        Self.entries(sessions, "sessions").first { $0["id"] as? String == "s-1" })
      #expect(first["actions"] as? Int == 5)
      #expect(first["denied"] as? Int == 2)
      let denial = try #require(first["first_denial"] as? Int)
      let record = try await daemon.administer("GET", "/v1/audit/records/\(denial)")
      #expect((record.json["event"] as? [String: Any])?["verdict"] as? String == "deny")
      // What was counted but not kept is counted from the log again.
      daemon.kill()
      _ = await daemon.program.result()
    }
    try await Daemon.run(policy: nil, configuration: Self.configuration, in: folder) { daemon in
      let tools = try await daemon.eventually("/v1/tools") {
        Self.entries($0, "tools").first { $0["name"] as? String == "native:fs.read" }?["actions"]
          as? Int == 4
      }
      let actions = Dictionary(
        uniqueKeysWithValues: Self.entries(tools, "tools").compactMap { tool in
          (tool["name"] as? String).map { ($0, tool["actions"] as? Int) }
        })
      #expect(actions == ["native:fs.read": 4, "native:fs.write": 2, "native:mail.send": 2])
      let prompts = try await daemon.administer("GET", "/v1/prompts")
      #expect(prompts.number("actions") == 8)
      #expect(prompts.number("prompts") == 1)
      #expect(prompts.json["per_100_actions"] as? Double == 12.5)
      #expect(Self.entries(prompts, "rules").map { $0["rule"] as? String } == ["mail-is-asked"])
    }
  }

  @Test func `prompts are counted by the rules of the policy`() async throws {
    try await Daemon.run(policy: Self.policy, configuration: Self.configuration) { daemon in
      for number in 0..<2 {
        for _ in 0..<2 {
          try await Self.act(daemon, "mail.send", agent: "one", path: "/\(number)")
        }
      }
      let metrics = try await daemon.administer("GET", "/metrics")
      #expect(metrics.body.contains(#"gatehouse_prompts_total{rule="mail-is-asked"} 2"#))
    }
  }

  @Test func `whoever answers is told what the agent did, and asked for, before`() async throws {
    try await Daemon.run(policy: Self.policy, configuration: Self.configuration) { daemon in
      try await Self.act(daemon, "fs.read", agent: "one", path: "/before")
      try await Self.act(daemon, "fs.read", agent: "other", path: "/of-another")
      try await Self.act(daemon, "mail.send", agent: "one", path: "/first")
      try await Self.act(daemon, "mail.send", agent: "one", path: "/second")
      try await Self.act(daemon, "fs.read", agent: "one", path: "/after")
      let list = try await daemon.askAdmin("GET", "/v1/approvals", token: "red")
      let id = try #require(Self.entries(list, "approvals").first?["id"] as? String)
      let history = try await daemon.askAdmin("GET", "/v1/approvals/\(id)/history", token: "red")
      #expect(history.status == 200)
      let paths = Self.entries(history, "actions").compactMap { row in
        ((row["event"] as? [String: Any])?["args"] as? [String: Any])?["path"] as? String
      }
      #expect(paths == ["/first", "/before"])
      #expect(history.text("previous.request.args.path") == "/first")
      let none = try await daemon.askAdmin(
        "GET", "/v1/approvals/apr_00000000000000000000000000000000/history", token: "red")
      #expect(none.status == 404)
    }
  }

  @Test func `who is out there is for operators`() async throws {
    try await Daemon.run(policy: Self.policy, configuration: Self.configuration) { daemon in
      for path in ["agents", "tools", "sessions", "prompts"] {
        let approver = try await daemon.askAdmin("GET", "/v1/\(path)", token: "red")
        #expect(approver.status == 403)
        let posted = try await daemon.administer("POST", "/v1/\(path)")
        #expect(posted.status == 405)
        let none = try await daemon.administer("GET", "/v1/\(path)?limit=0")
        #expect(none.status == 400)
      }
    }
  }
}
