import Foundation
import TestKit
import Testing

/// Approvals from a caller's side and an approver's, over HTTP, with a running instance.
@Suite struct ApprovalTests {
  private static let policy =
    TestPolicy.asked
    + "  - { id: seldom, effect: require_approval, tools: [refunds.create], approval: { quorum: 2 } }\n"
  /// `bot` shows `blue`; `ann` shows `red`, `eve` shows `green`.
  private static let configuration = """
    credentials:
      - { id: bot, token_sha256: 16477688c0e00699c6cfa4497a3612d7e83c532062b64b250fed8908128ed548 }
      - { id: other, token_sha256: 24d7f03d8dc3c3666969e6fa5bb1fac4736d3f1353c28307ed51b320f9dc42d3 }
    approvers:
      - { id: ann, roles: [oncall], token_sha256: b1f51a511f1da0cd348b8f8598db32e61cb963e5fc69e2b41485bf99590ed75a }
      - { id: eve, token_sha256: ba4788b226aa8dc2e6dc74248bb9f618cfa8c959e0c26c147be48f6839a0b088 }
    """
  private static let call =
    #"{"tool": "shell.exec", "args": {"command": "make", "password": "x1"}}"#

  private func asked(_ daemon: Daemon) async throws -> String {
    let response = try await daemon.decide(Self.call, token: "blue")
    let approval = try #require(response.json["approval"] as? [String: Any])
    return try #require(approval["id"] as? String)
  }

  private func digest(of id: String, _ daemon: Daemon, token: String = "red") async throws -> String
  {
    try #require(
      try await daemon.askAdmin("GET", "/v1/approvals/\(id)", token: token).text("digest"))
  }

  @Test func `a call is asked about, shown whole, approved and allowed once`() async throws {
    try await Daemon.run(policy: Self.policy, configuration: Self.configuration) { daemon in
      let id = try await asked(daemon)
      let list = try await daemon.askAdmin("GET", "/v1/approvals", token: "red")
      let entry = try #require((list.json["approvals"] as? [[String: Any]])?.first)
      #expect(entry["id"] as? String == id)
      #expect(entry["digest"] == nil && entry["request"] == nil)
      let shown = try await daemon.askAdmin("GET", "/v1/approvals/\(id)", token: "red")
      let request = try #require(shown.json["request"] as? [String: Any])
      let arguments = try #require(request["args"] as? [String: Any])
      #expect(arguments["command"] as? String == "make")
      #expect(arguments["password"] as? String == "[redacted]")
      let digest = try #require(shown.text("digest"))
      let answer = try await daemon.askAdmin(
        "POST", "/v1/approvals/\(id)/approve", token: "red", body: #"{"digest": "\#(digest)"}"#)
      #expect(answer.status == 200, "\(answer.body)")
      #expect(answer.text("state") == "approved")
      #expect(
        try await daemon.ask("GET", "/v1/approvals/\(id)", token: "blue").text("state")
          == "approved")
      let redeeming = String(Self.call.dropLast()) + #", "approval": "\#(id)"}"#
      #expect(try await daemon.decide(redeeming, token: "blue").text("decision") == "allow")
      #expect(try await daemon.decide(redeeming, token: "blue").text("decision") == "deny")
      #expect(
        try await daemon.ask("GET", "/v1/approvals/\(id)", token: "blue").text("state") == "used")
    }
  }

  @Test func `nobody else learns of an approval, and no agent answers one`() async throws {
    try await Daemon.run(policy: Self.policy, configuration: Self.configuration) { daemon in
      let id = try await asked(daemon)
      #expect(try await daemon.ask("GET", "/v1/approvals/\(id)", token: "gold").status == 404)
      #expect(try await daemon.ask("GET", "/v1/approvals/\(id)").status == 401)
      for path in ["/v1/approvals", "/v1/approvals/\(id)", "/v1/grants"] {
        #expect(try await daemon.askAdmin("GET", path, token: "blue").status == 403, "\(path)")
        #expect(try await daemon.askAdmin("GET", path).status == 401, "\(path)")
      }
      let answer = try await daemon.askAdmin(
        "POST", "/v1/approvals/\(id)/approve", token: "blue", body: "{}")
      #expect(answer.status == 403)
    }
  }

  @Test func `an approver has to be one that the rule names, and to have seen the request`()
    async throws
  {
    try await Daemon.run(policy: Self.policy, configuration: Self.configuration) { daemon in
      let id = try await asked(daemon)
      let digest = try await digest(of: id, daemon)
      func answer(_ token: String, _ body: String, _ verdict: String = "approve") async throws
        -> RawClient.Response
      {
        try await daemon.askAdmin(
          "POST", "/v1/approvals/\(id)/\(verdict)", token: token, body: body)
      }
      let stranger = try await answer("green", #"{"digest": "\#(digest)"}"#)
      #expect(stranger.status == 403)
      #expect(stranger.text("code") == "not_an_approver")
      let unseen = try await answer("red", "{}")
      #expect(unseen.status == 422)
      #expect(unseen.text("code") == "not_seen")
      #expect(try await answer("red", #"{"digest": "\#(digest)", "more": 1}"#).status == 400)
      #expect(try await answer("red", #"{"reason": "no"}"#, "deny").status == 200)
      let late = try await answer("red", #"{"digest": "\#(digest)"}"#)
      #expect(late.status == 409)
      #expect(late.text("code") == "already_resolved")
      let view = try await daemon.ask("GET", "/v1/approvals/\(id)", token: "blue")
      #expect(view.text("state") == "denied")
      #expect(view.text("reason") == "no")
    }
  }

  @Test func `an approver sees and answers requests from the command line`() async throws {
    try await Daemon.run(policy: Self.policy, configuration: Self.configuration) { daemon in
      let hostile = #"{"tool": "shell.exec", "args": {"command": "ls \u001b[2J\u202e"}}"#
      let response = try await daemon.decide(hostile, token: "blue")
      let approval = try #require(response.json["approval"] as? [String: Any])
      let id = try #require(approval["id"] as? String)
      try daemon.folder.write("red\n", to: "token")
      let reaching = [
        "--url", "http://127.0.0.1:\(daemon.adminPort)", "--token-file",
        daemon.folder.path("token"),
      ]
      let list = try await Gatehouse.run(["approvals", "list"] + reaching)
      #expect(list.status == 0, "\(list.errors)")
      #expect(list.output.contains(id))
      let shown = try await Gatehouse.run(["approvals", "show", id] + reaching)
      #expect(shown.output.contains(#"{"command":"ls \u001b[2J\u{202e}"}"#), "\(shown.output)")
      let asked = try await Gatehouse.run(["approvals", "approve", id] + reaching)
      #expect(asked.status == 1)
      #expect(asked.errors.contains("--yes"))
      let approved = try await Gatehouse.run(["approvals", "approve", id, "--yes"] + reaching)
      #expect(approved.status == 0, "\(approved.errors)")
      #expect(approved.output.hasSuffix("approved\n"))
      let late = try await Gatehouse.run(["approvals", "deny", id] + reaching)
      #expect(late.status == 1)
      #expect(late.errors.contains("it is approved already"))
      let none = try await Gatehouse.run(["approvals", "show", "apr_../x"] + reaching)
      #expect(none.status == 2)
    }
  }

  @Test func `a held call is answered when somebody approves it`() async throws {
    try await Daemon.run(policy: Self.policy, configuration: Self.configuration) { daemon in
      async let held = daemon.decide(Self.call, token: "blue", path: "/v1/decide?wait=60s")
      var id: String?
      while id == nil {
        let list = try await daemon.askAdmin("GET", "/v1/approvals", token: "red")
        id = (list.json["approvals"] as? [[String: Any]])?.first?["id"] as? String
      }
      let digest = try await digest(of: try #require(id), daemon)
      _ = try await daemon.askAdmin(
        "POST", "/v1/approvals/\(try #require(id))/approve", token: "red",
        body: #"{"digest": "\#(digest)"}"#)
      #expect(try await held.text("decision") == "allow")
    }
  }

  @Test func `a call is not held for longer than it may be`() async throws {
    try await Daemon.run(policy: Self.policy, configuration: Self.configuration) { daemon in
      for query in ["wait", "wait=0s", "wait=11m", "wait=soon", "wait=1s&x=1"] {
        let response = try await daemon.decide(
          Self.call, token: "blue", path: "/v1/decide?\(query)")
        #expect(response.status == 400, "\(query)")
        #expect(response.text("code") == "invalid_query", "\(query)")
      }
      let short = try await daemon.decide(Self.call, token: "blue", path: "/v1/decide?wait=1ms")
      #expect(short.text("decision") == "require_approval")
    }
  }

  @Test func `one caller's held calls cannot take up the connections of all others`() async throws {
    try await Daemon.run(policy: Self.policy, configuration: Self.configuration) { daemon in
      let most = 256
      var clients: [RawClient] = []
      for _ in 0..<most {
        let client = try await RawClient(port: daemon.port)
        try await client.send(
          """
          POST /v1/decide?wait=10m HTTP/1.1\r
          Host: localhost:\(daemon.port)\r
          Authorization: Bearer blue\r
          Content-Type: application/json\r
          Content-Length: \(Self.call.utf8.count)\r
          \r
          \(Self.call)
          """)
        clients.append(client)
      }
      var held = 0
      while held < most {
        let log = try await daemon.administer("GET", "/v1/audit/records?type=decision&limit=500")
        held = try #require(log.json["records"] as? [Any]).count
      }
      let began = ContinuousClock.now
      let next = try await daemon.decide(Self.call, token: "blue", path: "/v1/decide?wait=60s")
      #expect(next.text("decision") == "require_approval")
      #expect(began.duration(to: .now) < .seconds(30))
      clients = []
    }
  }

  @Test func `what waits, its answers and its use survive a crash`() async throws {
    let folder = try TemporaryFolder()
    var pending = ""
    var used = ""
    let redeeming = { (id: String) in String(Self.call.dropLast()) + #", "approval": "\#(id)"}"# }
    let first = try await Daemon(
      policy: Self.policy, configuration: Self.configuration, in: folder)
    used = try await asked(first)
    let digest = try await digest(of: used, first)
    _ = try await first.askAdmin(
      "POST", "/v1/approvals/\(used)/approve", token: "red", body: #"{"digest": "\#(digest)"}"#)
    #expect(try await first.decide(redeeming(used), token: "blue").text("decision") == "allow")
    pending = try await asked(first)
    first.kill()
    _ = await first.program.result()
    try await Daemon.run(policy: nil, configuration: Self.configuration, in: folder) { daemon in
      let again = try await daemon.decide(redeeming(used), token: "blue")
      #expect(again.text("decision") == "deny")
      let state = try await daemon.ask("GET", "/v1/approvals/\(pending)", token: "blue")
      #expect(state.text("state") == "pending")
      let digest = try await self.digest(of: pending, daemon)
      _ = try await daemon.askAdmin(
        "POST", "/v1/approvals/\(pending)/approve", token: "red", body: #"{"digest": "\#(digest)"}"#
      )
      #expect(
        try await daemon.decide(redeeming(pending), token: "blue").text("decision") == "allow")
    }
  }

  @Test func `a grant is shown before it is given, answers the next call, and can be revoked`()
    async throws
  {
    try await Daemon.run(policy: Self.policy, configuration: Self.configuration) { daemon in
      let id = try await asked(daemon)
      let digest = try await digest(of: id, daemon)
      let terms = #""scope": {"kind": "arguments"}, "duration": "30m""#
      func grant(_ rest: String) async throws -> RawClient.Response {
        try await daemon.askAdmin(
          "POST", "/v1/approvals/\(id)/grant", token: "red", body: "{\(terms)\(rest)}")
      }
      let preview = try await grant(#", "preview": true"#)
      #expect(preview.text("policy")?.contains("tools: ['native:/shell.exec']") == true)
      #expect(try await daemon.decide(Self.call, token: "blue").text("decision") != "allow")
      let given = try await grant(#", "digest": "\#(digest)""#)
      #expect(given.status == 200, "\(given.body)")
      let next = try await daemon.decide(Self.call, token: "blue")
      #expect(next.text("decision") == "allow", "\(next.body)")
      let other = #"{"tool": "shell.exec", "args": {"command": "make all", "password": "x1"}}"#
      #expect(try await daemon.decide(other, token: "blue").text("decision") == "require_approval")
      let number = try #require(given.text("id"))
      #expect(
        try await daemon.askAdmin("POST", "/v1/grants/\(number)/revoke", token: "red").status == 204
      )
      let later = try await daemon.decide(Self.call, token: "blue")
      #expect(later.text("decision") == "require_approval")
    }
  }
}
