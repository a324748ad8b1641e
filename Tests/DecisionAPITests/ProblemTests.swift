import Foundation
import TestKit
import Testing

/// What the decision API answers to requests that it cannot decide.
@Suite struct ProblemTests {
  @Test func `problems are as the table says`() async throws {
    let cases = try Fixture.cases("problems.json")
    #expect(cases.count > 40)
    try await Daemon.run(policy: try Fixture.policy) { daemon in
      for entry in cases {
        let name = try #require(entry["name"] as? String)
        let response = try await RawClient(port: daemon.port).ask(
          entry["method"] as? String ?? "POST", entry["path"] as? String ?? "/v1/decide",
          host: entry["host"] as? String,
          fields: entry["fields"] as? [String] ?? [], body: entry["body"] as? String)
        let status = try #require(entry["status"] as? Int)
        #expect(response.status == status, "\(name): \(response.body)")
        expectProblem(response, name)
        #expect(response.text("code") == entry["code"] as? String, "\(name)")
        if let pointer = entry["pointer"] as? String {
          #expect(response.text("pointer") == pointer, "\(name)")
        }
        #expect(response.field("allow") == entry["allow"] as? String, "\(name)")
        if status == 401 { #expect(response.field("www-authenticate") == "Bearer", "\(name)") }
      }
    }
  }

  /// Expects the members and the type of RFC 9457, section 3.
  private func expectProblem(_ response: RawClient.Response, _ name: String) {
    #expect(response.field("content-type") == "application/problem+json", "\(name)")
    #expect(response.text("type") == "about:blank", "\(name)")
    #expect(response.number("status") == response.status, "\(name)")
    #expect(response.text("title")?.isEmpty == false, "\(name)")
    #expect(response.text("detail")?.isEmpty == false, "\(name)")
  }

  @Test func `content beyond the limit is refused by its length, and in chunks`() async throws {
    let configuration = "anonymous: true\nserver: { maximum_body: 1KiB }"
    try await Daemon.run(policy: try Fixture.policy, configuration: configuration) { daemon in
      let long = #"{"tool":"fs.read","args":"\#(String(repeating: "x", count: 1_024))"}"#
      let told = try await daemon.decide(long)
      #expect(told.status == 413)
      expectProblem(told, "by its length")
      let client = try await RawClient(port: daemon.port)
      try await client.send(
        "POST /v1/decide HTTP/1.1\r\nHost: \(client.host)\r\nContent-Type: application/json\r\n"
          + "Transfer-Encoding: chunked\r\n\r\n\(String(long.utf8.count, radix: 16))\r\n\(long)\r\n"
          + "0\r\n\r\n")
      let response = try #require(try await client.response())
      #expect(response.status == 413)
      expectProblem(response, "in chunks")
      let fits = #"{"tool":"fs.read","args":"\#(String(repeating: "x", count: 900))"}"#
      #expect(try await daemon.decide(fits).status == 200)
    }
  }

  @Test func `a limit above the standard one holds too`() async throws {
    let configuration = "anonymous: true\nserver: { maximum_body: 3MiB }"
    try await Daemon.run(policy: try Fixture.policy, configuration: configuration) {
      (daemon) async throws in
      let long = #"{"tool":"fs.read","args":{"path":"\#(String(repeating: "x", count: 2 << 20))"}}"#
      #expect(try await daemon.decide(long).status == 200)
    }
  }

  @Test func `a policy that cannot be used is 503 for every question`() async throws {
    try await Daemon.run(policy: "version: 1\nrules: [") { daemon in
      let response = try await daemon.decide(#"{"tool":"fs.read"}"#)
      #expect(response.status == 503)
      #expect(response.text("code") == "policy_unavailable")
      expectProblem(response, "policy_unavailable")
      let batch = try await daemon.decide(
        #"{"actions":[{"tool":"fs.read"}]}"#, path: "/v1/decide/batch")
      #expect(batch.status == 503)
      #expect(try await daemon.ask("GET", "/healthz").status == 200)
      #expect(try await daemon.ask("GET", "/readyz").status == 503)
    }
  }

  @Test func `a caller that asks too often is told when to come back, and an agent is denied`()
    async throws
  {
    let configuration = """
      anonymous: true
      limits:
        caller: { per_second: 0.01, burst: 4 }
        agent: { per_second: 0.01, burst: 2 }
      """
    try await Daemon.run(policy: try Fixture.policy, configuration: configuration) { daemon in
      let action = #"{"tool":"fs.read","args":{"path":"/srv/a"},"agent":{"id":"bot-7"}}"#
      for _ in 0..<2 { #expect(try await daemon.decide(action).text("decision") == "allow") }
      let denied = try await daemon.decide(action)
      #expect(denied.status == 200)
      #expect(denied.text("decision") == "deny")
      #expect(denied.text("reason.code") == "rate_limited")
      #expect((1...100).contains(denied.number("retry_after") ?? 0))
      let other = try await daemon.decide(action.replacingOccurrences(of: "bot-7", with: "bot-8"))
      #expect(other.text("decision") == "allow", "another agent has a rate of its own")
      let refused = try await daemon.decide(action)
      #expect(refused.status == 429)
      #expect(refused.text("code") == "caller_rate_limited")
      expectProblem(refused, "caller_rate_limited")
      #expect((1...100).contains(Int(refused.field("retry-after") ?? "") ?? 0))
    }
  }

  @Test func `what a batch can no longer decide is denied in its place`() async throws {
    let configuration = "anonymous: true\nlimits: { caller: { per_second: 0.01, burst: 2 } }"
    try await Daemon.run(policy: try Fixture.policy, configuration: configuration) { daemon in
      let action = #"{"tool":"fs.read","args":{"path":"/srv/a"}}"#
      let batch = #"{"actions":[\#(action),\#(action),\#(action)]}"#
      let response = try await daemon.decide(batch, path: "/v1/decide/batch")
      #expect(response.status == 200)
      let decisions = try #require(response.json["decisions"] as? [[String: Any]])
      #expect(decisions.map { $0["decision"] as? String } == ["allow", "allow", "deny"])
      let reason = decisions.last?["reason"] as? [String: Any]
      #expect(reason?["code"] as? String == "caller_rate_limited")
      let refused = try await daemon.decide(batch, path: "/v1/decide/batch")
      #expect(refused.status == 429, "nothing was decided, so the whole batch can be sent again")
    }
  }
}
