import Foundation
import TestKit
import Testing

/// People who are told of approvals, and answer where they are told, with a running instance.
@Suite struct NotificationTests {
  private static let token = "telegram-secret"

  /// A web service that prints what it gets.
  private static func startService(_ answers: String) async throws -> (Program, UInt16) {
    let program = try Program(
      starting: "/usr/bin/env",
      ["python3", "-u", "Tests/Fixtures/Notifications/service.py", answers],
      directory: Corpora.repository)
    return (program, try #require(await program.printedPort()))
  }

  private static func configuration(_ folder: TemporaryFolder, port: UInt16, gone: UInt16) throws
    -> String
  {
    try folder.write("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n", to: "webhook.key")
    try folder.write(token, to: "telegram.key")
    try folder.write("123:TOKEN\n", to: "telegram.token")
    return """
      anonymous: true
      approvers:
        - id: ann
          roles: [oncall]
          token_sha256: b1f51a511f1da0cd348b8f8598db32e61cb963e5fc69e2b41485bf99590ed75a
          telegram: 123456
      notifications:
        - { kind: webhook, name: ops, url: "http://127.0.0.1:\(port)/ops", secret: { file: webhook.key } }
        - { kind: webhook, name: gone, url: "http://127.0.0.1:\(gone)/", secret: { file: webhook.key },
            events: [requested] }
        - { kind: telegram, api: "http://127.0.0.1:\(port)", token: { file: telegram.token }, chat: -100,
            webhook_secret: { file: telegram.key } }
      """
  }

  /// What Telegram posts when somebody presses a button.
  private static func press(_ verdict: String, _ id: String, by user: Int) -> String {
    #"""
    {"update_id":1,"callback_query":{"id":"7","from":{"id":\#(user)},
     "message":{"message_id":5,"chat":{"id":-100}},"data":"\#(verdict):\#(id)"}}
    """#
  }

  private func press(
    _ verdict: String, _ id: String, by user: Int = 123456, token: String = token, _ daemon: Daemon
  ) async throws -> RawClient.Response {
    try await daemon.askAdmin(
      "POST", "/v1/channels/telegram", body: Self.press(verdict, id, by: user),
      fields: ["X-Telegram-Bot-Api-Secret-Token: \(token)"])
  }

  @Test func `people are told, answer where they are told, and what does not arrive is kept`()
    async throws
  {
    let (service, port) = try await Self.startService(#"[[200, {}, "{\"ok\":true}"]]"#)
    let (goneService, gone) = try await Self.startService(#"[[404, {}, ""]]"#)
    let folder = try TemporaryFolder()
    let configuration = try Self.configuration(folder, port: port, gone: gone)
    try await Daemon.run(policy: TestPolicy.asked, configuration: configuration, in: folder) {
      daemon in
      let asked = try await daemon.decide(
        #"{"agent": {"id": "bot"}, "tool": "shell.exec", "args": {"command": "make"}}"#)
      let approval = try #require(asked.json["approval"] as? [String: Any])
      let id = try #require(approval["id"] as? String)
      #expect(await service.prints("/bot123:TOKEN/sendMessage"))
      #expect(await service.prints("approval.requested"))
      // Nobody vouches for a name without a credential.
      #expect(await service.prints("Verified: <code>no</code>"))

      // Only with the secret, and only as somebody who may.
      #expect(try await press("approve", id, token: "wrong", daemon).status == 401)
      #expect(try await press("approve", id, by: 99, daemon).body.contains("nobody answers here"))
      let answer = try await press("approve", id, daemon)
      #expect(answer.status == 200)
      #expect(answer.body.contains("it is approved"))
      #expect(try await press("deny", id, daemon).body.contains("approved already"))
      #expect(try await daemon.ask("GET", "/v1/approvals/\(id)").text("state") == "approved")
      #expect(await service.prints("approved by ann"))
      #expect(try await daemon.askAdmin("POST", "/v1/channels/other", body: "").status == 404)
      #expect(try await daemon.askAdmin("GET", "/v1/channels/telegram").status == 405)

      #expect(await daemon.program.complains("notification undeliverable"))
      let list = try await daemon.administer("GET", "/v1/notifications/dead")
      let letters = try #require(list.json["letters"] as? [[String: Any]])
      #expect(letters.count == 1)
      #expect(letters.first?["channel"] as? String == "gone")
      #expect(letters.first?["approval"] as? String == id)
      let letter = try #require(letters.first?["id"] as? String)
      let path = "/v1/notifications/dead/\(letter)/resend"
      #expect(try await daemon.administer("POST", path).status == 202)
      #expect(try await daemon.administer("POST", "/v1/notifications/dead/x/resend").status == 404)
      #expect(try await daemon.askAdmin("GET", "/v1/notifications/dead").status == 401)
      let metrics = try await daemon.administer("GET", "/metrics").body
      #expect(metrics.contains(#"gatehouse_notifications_total{outcome="delivered"}"#))
      #expect(!daemon.program.complaints.contains("TOKEN"))
    }
    for program in [service, goneService] {
      program.send(SIGTERM)
      _ = await program.result()
    }
  }

  @Test func `whom a killed instance was still to tell is told by the next, and nobody else`()
    async throws
  {
    let answers = #"[[503, {"retry-after": "60"}, ""], [200, {}, "{\"ok\":true}"]]"#
    let (late, port) = try await Self.startService(answers)
    let (prompt, other) = try await Self.startService(#"[[200, {}, ""]]"#)
    let folder = try TemporaryFolder()
    try folder.write("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n", to: "webhook.key")
    let configuration = """
      anonymous: true
      notifications:
        - { kind: webhook, name: late, url: "http://127.0.0.1:\(port)/", secret: { file: webhook.key } }
        - { kind: webhook, name: prompt, url: "http://127.0.0.1:\(other)/", secret: { file: webhook.key } }
      """
    let first = try await Daemon(policy: TestPolicy.asked, configuration: configuration, in: folder)
    _ = try await first.decide(#"{"tool": "shell.exec", "args": {"command": "make"}}"#)
    #expect(await first.program.complains("notification delayed"))
    var shown = 0
    while shown == 0 {
      let log = try await first.administer("GET", "/v1/audit/records?type=approval.shown")
      shown = try #require(log.json["records"] as? [Any]).count
    }
    first.kill()
    _ = await first.program.result()
    try await Daemon.run(policy: TestPolicy.asked, configuration: configuration, in: folder) {
      second in
      while shown < 2 {
        let log = try await second.administer("GET", "/v1/audit/records?type=approval.shown")
        shown = try #require(log.json["records"] as? [Any]).count
      }
    }
    for program in [late, prompt] { program.send(SIGTERM) }
    #expect(await late.result().output.split(separator: "\n").count == 3)
    #expect(await prompt.result().output.split(separator: "\n").count == 2)
  }

  @Test func `one that starts beside an instance that is telling people tells them nothing again`()
    async throws
  {
    let (late, port) = try await Self.startService(#"[[503, {"retry-after": "600"}, ""]]"#)
    let database = try await PostgreSQLServer.shared.makeDatabase()
    func configuration(_ folder: TemporaryFolder) throws -> String {
      try folder.write("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n", to: "webhook.key")
      return """
        anonymous: true
        storage: \(database)
        notifications:
          - { kind: webhook, name: late, url: "http://127.0.0.1:\(port)/", secret: { file: webhook.key } }
        """
    }
    let (one, other) = (try TemporaryFolder(), try TemporaryFolder())
    try await Daemon.run(
      policy: TestPolicy.asked, configuration: try configuration(one), in: one
    ) { first in
      _ = try await first.decide(#"{"tool": "shell.exec", "args": {"command": "make-one"}}"#)
      #expect(await first.program.complains("notification delayed"))
      try await Daemon.run(
        policy: TestPolicy.asked, configuration: try configuration(other), in: other
      ) { second in
        // Before it tells of anything that is asked now it has looked at what was.
        _ = try await second.decide(#"{"tool": "shell.exec", "args": {"command": "make-two"}}"#)
        #expect(await late.prints("make-two"))
      }
    }
    late.send(SIGTERM)
    let told = await late.result().output.split(separator: "\n").dropFirst()
    #expect(told.count { $0.contains("make-one") } == 1, "\(told)")
    #expect(told.count { $0.contains("make-two") } == 1, "\(told)")
  }

  @Test func `what a rule hides stays out of what is sent, which cannot be answered there then`()
    async throws
  {
    let (service, port) = try await Self.startService(#"[[200, {}, "{\"ok\":true}"]]"#)
    let folder = try TemporaryFolder()
    let configuration = try Self.configuration(folder, port: port, gone: port)
    let policy = """
      version: 1
      name: hiding
      default: deny
      rules:
        - { id: humans, effect: require_approval, tools: [shell.exec, pay], approval: { hide: [/command, /cards/0/number] } }

      """
    try await Daemon.run(policy: policy, configuration: configuration, in: folder) { daemon in
      for call in [
        #"{"tool": "shell.exec", "args": {"command": "deploy --for SECRETNAME", "plain": "unhidden"}}"#,
        #"{"tool": "pay", "args": {"cards": [{"number": 4111, "holder": "Annabel"}], "amount": 7}}"#,
      ] {
        _ = try await daemon.decide(call)
      }
      for text in ["/bot123:TOKEN/sendMessage", "unhidden", "Annabel"] {
        #expect(await service.prints(text), "\(text)")
      }
      #expect(service.printed.contains("[hidden]"))
      #expect(!service.printed.contains("SECRETNAME"))
      #expect(!service.printed.contains("4111"))
      #expect(!service.printed.contains("approve:"), "there is no button for what is not shown")
    }
    service.send(SIGTERM)
    _ = await service.result()
  }

  @Test func `a secret that is missing keeps the instance from starting, and is named`()
    async throws
  {
    let folder = try TemporaryFolder()
    try folder.write(TestPolicy.asked, to: "policy.yaml")
    try folder.write(
      """
      anonymous: true
      notifications: [{ kind: ntfy, topic: approvals, token: { env: NTFY_TOKEN } }]
      """, to: "gatehouse.yaml")
    let result = try await Gatehouse.run(Daemon.arguments(in: folder))
    #expect(result.status != 0)
    #expect(
      result.errors.contains(
        "notifications: `ntfy`: the variable `NTFY_TOKEN` is not set: set it to the secret"))
  }

  @Test(arguments: [
    ("{ kind: pigeon }", "one of `webhook`, `slack`, `telegram`, `ntfy`, `email`"),
    ("{ kind: ntfy }", "this channel needs `topic`"),
    ("{ kind: ntfy, topic: a, token: tk_SECRET }", "write `{ file: PATH }` or `{ env: VARIABLE }`"),
    ("{ kind: ntfy, topic: a, tokn: { env: X } }", "did you mean `token`?"),
    ("{ kind: webhook, url: \"ftp://a/SECRET\", secret: { env: X } }", "this is a URL"),
    ("{ kind: webhook, url: \"http://a/\" }", "a webhook needs a `secret`"),
    (
      "{ kind: ntfy, topic: a, template: { lines: [\"{who}\"] } }",
      "`{who}` stands for nothing: use `{tool}`"
    ),
    ("{ kind: ntfy, topic: a, template: { line: [a] } }", "did you mean `lines`?"),
    (
      "{ kind: webhook, url: \"http://a/\", secret: { env: A }, template: { title: a } }",
      "`template` is no member here"
    ),
    ("{ kind: ntfy, topic: a, events: [asked] }", "`requested`, `resolved`, `expired`"),
    ("{ kind: email, server: \"m:25\", from: a@b, to: [\"Ann <a@b>\"] }", "without a name"),
    (
      "{ kind: email, server: m, from: a@b, to: a@b, tls: none, user: u, password: { env: X } }",
      "not sent without encryption"
    ),
    ("{ kind: email, server: m, from: a@b, to: a@b, user: u }", "come together"),
    ("{ kind: ntfy, topic: a, name: \"a/b\" }", "letters, digits"),
    ("{ kind: ntfy, topic: a }, { kind: ntfy, topic: b }", "the name of two channels"),
  ])
  func `what a channel cannot be is told at its place, without its secrets`(
    channels: String, problem: String
  ) async throws {
    let folder = try TemporaryFolder()
    try folder.write(TestPolicy.asked, to: "policy.yaml")
    try folder.write("anonymous: true\nnotifications: [\(channels)]\n", to: "gatehouse.yaml")
    let result = try await Gatehouse.run(
      [
        "config", "check", "--config", folder.path("gatehouse.yaml"), "--policy",
        folder.path("policy.yaml"), "--data", folder.path("data"),
      ])
    let text = result.errors + result.output
    #expect(result.status != 0)
    #expect(text.contains(problem), "\(text)")
    #expect(text.contains("gatehouse.yaml:2:"))
    #expect(!text.contains("SECRET"))
  }
}
