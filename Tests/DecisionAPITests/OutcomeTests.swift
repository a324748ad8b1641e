import Foundation
import TestKit
import Testing

/// Reports of outcomes over HTTP, with a running instance.
@Suite struct OutcomeTests {
  /// `runtime` shows `blue` and carries out what `bot` asks; `bot` shows `gold`.
  private static let configuration = """
    credentials:
      - id: runtime
        token_sha256: 16477688c0e00699c6cfa4497a3612d7e83c532062b64b250fed8908128ed548
        may_claim: [bot]
        roles: [enforcer]
      - { id: bot, token_sha256: 24d7f03d8dc3c3666969e6fa5bb1fac4736d3f1353c28307ed51b320f9dc42d3 }
    """
  private static let refund = #"{"tool": "refunds.create", "args": {"amount": 100}}"#

  private func report(
    _ body: String, on id: String, _ daemon: Daemon, token: String? = "blue"
  ) async throws -> (status: Int, code: String?) {
    let response = try await daemon.ask(
      "POST", "/v1/decisions/\(id)/outcome", token: token, body: body)
    return (response.status, response.text("code"))
  }

  @Test func `an enforcer gives back what was not carried out, also after kill -9`() async throws {
    var daemon = try await Daemon(policy: TestPolicy.capped, configuration: Self.configuration)
    let allowed = try await daemon.decide(Self.refund, token: "gold")
    #expect(allowed.text("decision") == "allow")
    #expect((allowed.json["reservation"] as? [String: Any])?["expires_at"] is String)
    let id = try #require(allowed.text("id"))
    #expect(try await report("{}", on: id, daemon) == (400, "invalid_outcome"))
    #expect(try await report(#"{"outcome":"perhaps"}"#, on: id, daemon) == (400, "invalid_outcome"))
    let failed = #"{"outcome":"not_executed"}"#
    #expect(try await report(failed, on: id, daemon, token: nil) == (401, "unauthenticated"))
    #expect(try await report(failed, on: id, daemon, token: "gold") == (403, "not_an_enforcer"))
    #expect(try await report(failed, on: "dec_none", daemon) == (404, "decision_unknown"))
    #expect(try await daemon.ask("GET", "/v1/decisions/\(id)/outcome", token: "blue").status == 405)
    daemon.kill()
    _ = await daemon.program.result()
    daemon = try await Daemon(
      policy: nil, configuration: Self.configuration, in: daemon.folder)
    #expect(try await daemon.decide(Self.refund, token: "gold").text("decision") == "deny")
    let given = try await daemon.ask(
      "POST", "/v1/decisions/\(id)/outcome", token: "blue", body: failed)
    #expect(given.status == 200)
    #expect(given.text("reservation") == "given_back")
    #expect(try await report(failed, on: id, daemon) == (409, "already_reported"))
    #expect(try await daemon.decide(Self.refund, token: "gold").text("decision") == "allow")
    await daemon.stop()
  }

  @Test func `another instance on the storage says that it is not the one to report to`()
    async throws
  {
    let database = try await PostgreSQLServer.shared.makeDatabase()
    let configuration = Self.configuration + "\nstorage: \(database)\n"
    try await Daemon.run(policy: TestPolicy.capped, configuration: configuration) { first in
      try await Daemon.run(policy: TestPolicy.capped, configuration: configuration) { second in
        let id = try #require(try await first.decide(Self.refund, token: "gold").text("id"))
        let failed = #"{"outcome":"not_executed"}"#
        #expect(try await report(failed, on: id, second) == (421, "other_instance"))
        #expect(try await report(failed, on: id, second, token: "gold") == (403, "not_an_enforcer"))
        #expect(try await report(failed, on: "dec_none", second) == (404, "decision_unknown"))
        #expect(try await report(failed, on: id, first) == (200, nil))
        #expect(try await report(failed, on: id, first) == (409, "already_reported"))
      }
    }
  }
}
