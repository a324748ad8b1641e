import Foundation
import TestKit
import Testing

/// What becomes of approvals when instances, disks and databases fail: nothing is approved twice, and nothing is lost.
@Suite struct ApprovalFaultTests {
  /// `bot` shows `blue`, `ann` shows `red`.
  private static let configuration = """
    credentials:
      - { id: bot, token_sha256: 16477688c0e00699c6cfa4497a3612d7e83c532062b64b250fed8908128ed548 }
    approvers:
      - { id: ann, roles: [oncall], token_sha256: b1f51a511f1da0cd348b8f8598db32e61cb963e5fc69e2b41485bf99590ed75a }

    """

  private func call(_ command: String, redeeming approval: String? = nil) -> String {
    let approval = approval.map { #", "approval": "\#($0)""# } ?? ""
    return #"{"tool": "shell.exec", "args": {"command": "\#(command)"}\#(approval)}"#
  }

  private func ask(_ daemon: Daemon, _ command: String) async throws -> String {
    let response = try await daemon.decide(call(command), token: "blue")
    let approval = try #require(response.json["approval"] as? [String: Any], "\(response.body)")
    return try #require(approval["id"] as? String)
  }

  private func approve(_ daemon: Daemon, _ id: String) async throws -> RawClient.Response {
    let shown = try await daemon.askAdmin("GET", "/v1/approvals/\(id)", token: "red")
    return try await daemon.askAdmin(
      "POST", "/v1/approvals/\(id)/approve", token: "red",
      body: #"{"digest": "\#(shown.text("digest") ?? "")"}"#)
  }

  /// What an instance says to a call that shows its approval: a verdict and a reason.
  private func use(
    _ daemon: Daemon, _ command: String, _ approval: String
  ) async throws -> [String] {
    let response = try await daemon.decide(call(command, redeeming: approval), token: "blue")
    let reason = response.json["reason"] as? [String: Any]
    return [response.text("decision") ?? "\(response.status)", reason?["code"] as? String ?? ""]
  }

  @Test func `what was asked, approved and used is so after kill -9`() async throws {
    let folder = try TemporaryFolder()
    func untilKilled<Value>(_ body: (Daemon) async throws -> Value) async throws -> Value {
      let daemon = try await Daemon(
        policy: TestPolicy.asked, configuration: Self.configuration, in: folder)
      let value = try await body(daemon)
      daemon.kill()
      _ = await daemon.program.result()
      return value
    }
    let id = try await untilKilled { try await ask($0, "make") }
    let approved = try await untilKilled { try await approve($0, id).status }
    #expect(approved == 200)
    let used = try await untilKilled { try await use($0, "make", id) }
    #expect(used == ["allow", "approved"])
    let again = try await untilKilled { daemon in
      (try await use(daemon, "make", id), try await approve(daemon, id).status)
    }
    #expect(again == (["deny", "approval_used"], 409))
  }

  @Test func `a database that is away denies, and comes back with everything in it`() async throws {
    let server = try await PostgreSQLServer()
    let storage = "storage: \(try await server.makeDatabase())\n"
    try await Daemon.run(policy: TestPolicy.asked, configuration: Self.configuration + storage) {
      daemon in
      let (waiting, approved) = (try await ask(daemon, "make"), try await ask(daemon, "make test"))
      #expect(try await approve(daemon, approved).status == 200)
      try await server.halt()
      let denied = try await daemon.decide(call("ls"), token: "blue")
      #expect(denied.text("decision") != "allow")
      #expect(try await use(daemon, "make test", approved) != ["allow", "approved"])
      #expect(try await approve(daemon, waiting).status == 503)
      try await server.start()
      let early = try await use(daemon, "make", waiting)
      #expect(early[0] != "allow", "\(early)")
      #expect(try await approve(daemon, waiting).status == 200)
      for (command, id) in [("make", waiting), ("make test", approved)] {
        #expect(try await use(daemon, command, id) == ["allow", "approved"])
        #expect(try await use(daemon, command, id) == ["deny", "approval_used"])
      }
    }
  }

  @Test
  func
    `two instances on one database: a call held by one is released by an answer to the other, and used once`()
    async throws
  {
    let database = try await PostgreSQLServer.shared.makeDatabase()
    let configuration = Self.configuration + "storage: \(database)\n"
    try await Daemon.run(policy: TestPolicy.asked, configuration: configuration) { first in
      try await Daemon.run(policy: TestPolicy.asked, configuration: configuration) { second in
        let id = try await ask(first, "make")
        async let held = first.decide(
          call("make"), token: "blue", path: "/v1/decide?wait=30s")
        #expect(try await approve(second, id).status == 200)
        #expect(try await held.text("decision") == "allow")
        #expect(try await use(second, "make", id) == ["deny", "approval_used"])
      }
    }
  }

  @Test(.enabled(if: geteuid() == 0, "only root mounts file systems"))
  func `an answer that a full disk cannot take is none, and can be given again`() async throws {
    guard let disk = try await SmallDisk() else { return }
    try await Daemon.run(
      policy: TestPolicy.asked, configuration: Self.configuration, in: disk.folder
    ) {
      daemon in
      let id = try await ask(daemon, "make")
      try disk.fill()
      // What the database has room for already is taken.
      var refused = try await daemon.decide(call("ls 0"), token: "blue")
      for number in 1..<200 where refused.json["approval"] != nil {
        refused = try await daemon.decide(call("ls \(number)"), token: "blue")
      }
      #expect(refused.text("decision") != "allow")
      // Who has seen a request is told so only if that can be recorded, and what was not seen cannot be approved.
      #expect(try await approve(daemon, id).status != 200)
      try disk.makeRoom()
      #expect(try await eventually({ try? await ask(daemon, "true") }, until: { $0 != nil }) != nil)
      let state = try await daemon.askAdmin("GET", "/v1/approvals/\(id)", token: "red")
      #expect(state.text("state") == "pending")
      #expect(try await approve(daemon, id).status == 200)
      #expect(try await use(daemon, "make", id) == ["allow", "approved"])
      #expect(try await use(daemon, "make", id) == ["deny", "approval_used"])
    }
  }
}
