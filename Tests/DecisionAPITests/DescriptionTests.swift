import Foundation
import TestKit
import Testing

/// What the decision API says of itself: `/openapi.json`, the probes, and answers to `HEAD`.
@Suite struct DescriptionTests {
  @Test func `the description is valid JSON and names every path`() async throws {
    try await Daemon.run(policy: try Fixture.policy) { daemon in
      let response = try await daemon.ask("GET", "/openapi.json")
      #expect(response.status == 200)
      #expect(response.field("content-type") == "application/json")
      #expect(response.text("openapi") == "3.1.0")
      let paths = try #require(response.json["paths"] as? [String: Any])
      #expect(
        Set(paths.keys) == [
          "/v1/decide", "/v1/decide/batch", "/v1/decisions/{id}/outcome", "/v1/approvals/{id}",
          "/healthz", "/readyz",
          "/openapi.json", "/v1/session", "/v1/sign-ins", "/v1/sign-ins/{id}", "/v1/events",
          "/v1/approvals",
          "/v1/approvals/{id}/approve", "/v1/approvals/{id}/deny", "/v1/approvals/{id}/grant",
          "/v1/grants", "/v1/grants/{id}/revoke", "/v1/audit/status", "/v1/audit/records",
          "/v1/audit/records/{seq}", "/v1/audit/export", "/v1/agents", "/v1/tools", "/v1/sessions",
          "/v1/prompts", "/v1/approvals/{id}/history",
          "/v1/grants", "/v1/grants/{id}/revoke", "/v1/policy/rules", "/v1/policy/sources",
          "/v1/policy/check", "/v1/policy/explain", "/v1/policy/replay", "/v1/policy/save",
          "/v1/policy/rollback", "/v1/policy", "/v1/policy/reload", "/v1/audit/checkpoint",
          "/v1/notifications/dead", "/v1/notifications/dead/{id}/resend", "/metrics",
        ])
    }
  }

  @Test func `a HEAD is answered as a GET, without the content`() async throws {
    try await Daemon.run(policy: try Fixture.policy) { daemon in
      for path in ["/openapi.json", "/healthz", "/readyz"] {
        let client = try await RawClient(port: daemon.port)
        try await client.send(
          "HEAD \(path) HTTP/1.1\r\nHost: \(client.host)\r\nConnection: close\r\n\r\n")
        let text = try await client.rest()
        #expect(text.hasPrefix("HTTP/1.1 200 "), "\(path)")
        #expect(text.hasSuffix("\r\n\r\n"), "\(path) has content: \(text)")
        let length = try await daemon.ask("GET", path).body.utf8.count
        #expect(text.lowercased().contains("content-length: \(length)\r\n"), "\(path)")
      }
    }
  }

  @Test func `details of readiness are for callers that may ask`() async throws {
    let configuration = "credentials: [{ id: bot, token_sha256: \(Self.blue) }]"
    try await Daemon.run(policy: try Fixture.policy, configuration: configuration) { daemon in
      let stranger = try await daemon.ask("GET", "/readyz?verbose")
      #expect(stranger.status == 200)
      #expect(stranger.json["checks"] == nil)
      let caller = try await daemon.ask("GET", "/readyz?verbose", token: "blue")
      #expect((caller.json["checks"] as? [Any])?.isEmpty == false, "\(caller)")
      #expect(try await daemon.ask("GET", "/readyz", token: "blue").json["checks"] == nil)
    }
  }

  /// Every check of schemathesis: of answers against the description, and of what must be refused.
  @Test(.timeLimit(.minutes(5)))
  func `a running instance keeps what the description promises`() async throws {
    let tool = try await Schemathesis.installed()
    try await Daemon.run(policy: try Fixture.policy) { daemon in
      let result = try await tool.run(
        on: "http://127.0.0.1:\(daemon.port)/openapi.json", examples: 50)
      #expect(result.status == 0, "\(result.output)\n\(result.errors)")
      #expect(result.output.contains("No issues found"), "\(result.output)")
    }
    let configuration = "credentials: [{ id: bot, token_sha256: \(Self.blue), may_claim: ['*'] }]"
    try await Daemon.run(policy: try Fixture.policy, configuration: configuration) { daemon in
      let result = try await tool.run(
        on: "http://127.0.0.1:\(daemon.port)/openapi.json", examples: 10, token: "blue")
      #expect(result.status == 0, "\(result.output)\n\(result.errors)")
    }
  }

  /// The SHA-256 of `blue`.
  private static let blue = "16477688c0e00699c6cfa4497a3612d7e83c532062b64b250fed8908128ed548"
}
