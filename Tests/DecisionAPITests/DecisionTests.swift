import Foundation
import TestKit
import Testing

/// `POST /v1/decide` and `/v1/decide/batch` of a running instance.
@Suite struct DecisionTests {
  @Test func `decisions are as the table says, alone and in a batch`() async throws {
    let cases = try Fixture.cases("decisions.json")
    #expect(cases.count > 10)
    try await Daemon.run(policy: try Fixture.policy) { daemon in
      for entry in cases {
        let response = try await daemon.decide(try text(of: entry))
        #expect(response.status == 200, "\(entry["name"] ?? "")")
        #expect(response.field("content-type") == "application/json")
        #expect(response.field("cache-control") == "no-store")
        compare(response.json, with: entry)
      }
      let actions = try cases.map(text).joined(separator: ",")
      let batch = try await daemon.decide(#"{"actions":[\#(actions)]}"#, path: "/v1/decide/batch")
      #expect(batch.status == 200)
      let decisions = try #require(batch.json["decisions"] as? [[String: Any]])
      try #require(decisions.count == cases.count)
      for (decision, entry) in zip(decisions, cases) { compare(decision, with: entry) }
    }
  }

  /// Compares a decision with what a case expects; members that it does not name must be absent.
  private func compare(_ decision: [String: Any], with entry: [String: Any]) {
    let name = entry["name"] as? String ?? ""
    let reason = decision["reason"] as? [String: Any]
    #expect((decision["id"] as? String)?.wholeMatch(of: /dec_[0-9a-z]{26}/) != nil, "\(name)")
    #expect(decision["decision"] as? String == entry["decision"] as? String, "\(name)")
    #expect(reason?["code"] as? String == entry["code"] as? String, "\(name)")
    #expect((reason?["text"] as? String)?.isEmpty == false, "\(name)")
    if let text = entry["says"] as? String {
      #expect((reason?["text"] as? String)?.contains(text) == true, "\(name)")
    }
    if let rules = entry["rules"] as? [String] {
      #expect(decision["rules"] as? [String] == rules, "\(name)")
    }
    #expect(decision["flags"] as? [String] == entry["flags"] as? [String], "\(name)")
    let obligations = (decision["obligations"] as? [[String: Any]])?.map(words)
    #expect(obligations == entry["obligations"] as? [String], "\(name)")
    let approval = decision["approval"] as? [String: Any]
    let waits =
      decision["decision"] as? String == "require_approval" && entry["code"] as? String != nil
    #expect((approval != nil) == waits, "\(name)")
  }

  private func words(_ obligation: [String: Any]) -> String {
    let paths = obligation["paths"] as? [String] ?? []
    let value = obligation["value"].map { ["\($0)"] } ?? []
    return
      ([obligation["kind"] as? String ?? "", obligation["rule"] as? String ?? ""] + paths + value)
      .joined(separator: " ")
  }

  /// The action of a case, or the text that a case has where no value could stand for it.
  private func text(of entry: [String: Any]) throws -> String {
    if let text = entry["text"] as? String { return text }
    let data = try JSONSerialization.data(withJSONObject: try #require(entry["action"]))
    return String(decoding: data, as: UTF8.self)
  }

  @Test func `a cap that is used up tells when to come back`() async throws {
    try await Daemon.run(policy: try Fixture.policy) { daemon in
      let refund = #"{"tool": "refunds.create", "session": "s-1", "args": {"amount": 60.5}}"#
      let first = try await daemon.decide(refund)
      #expect(first.text("decision") == "allow")
      #expect(first.number("retry_after") == nil)
      let second = try await daemon.decide(refund)
      #expect(second.text("decision") == "deny")
      let seconds = try #require(second.number("retry_after"))
      #expect((1...90_000).contains(seconds))
      let other = try await daemon.decide(
        refund.replacingOccurrences(of: "s-1", with: "s-2"))
      #expect(other.text("decision") == "allow", "another session has a sum of its own")
    }
  }

  @Test func `decisions of one connection come in order, also when their requests come at once`()
    async throws
  {
    try await Daemon.run(policy: try Fixture.policy) { daemon in
      let client = try await RawClient(port: daemon.port)
      let bodies = (0..<20).map {
        #"{"tool":"fs.read","args":{"path":"/\#($0 % 2 == 0 ? "srv" : "etc")"}}"#
      }
      let requests = bodies.map { body in
        "POST /v1/decide HTTP/1.1\r\nHost: \(client.host)\r\nContent-Type: application/json\r\n"
          + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
      }
      try await client.send(requests.joined())
      for index in 0..<20 {
        let response = try #require(try await client.response())
        let isAllowed = response.text("decision") == "allow"
        #expect(isAllowed == false, "`/srv` alone has no slash behind it")
        #expect(response.text("reason.code") == "default_deny", "\(index)")
      }
    }
  }

  @Test func `content in chunks is the same content`() async throws {
    try await Daemon.run(policy: try Fixture.policy) { daemon in
      let client = try await RawClient(port: daemon.port)
      try await client.send(
        "POST /v1/decide HTTP/1.1\r\nHost: \(client.host)\r\nContent-Type: application/json\r\n"
          + "Transfer-Encoding: chunked\r\n\r\n"
          + "8\r\n{\"tool\":\r\n9;x=y\r\n\"fs.read\"\r\n1\r\n}\r\n0\r\nDigest: none\r\n\r\n")
      #expect(try await client.response()?.text("reason.code") == "default_deny")
    }
  }

  @Test func `a caller that waits for a go-ahead gets it, or the refusal instead`() async throws {
    try await Daemon.run(policy: try Fixture.policy) { daemon in
      let client = try await RawClient(port: daemon.port)
      let body = #"{"tool":"fs.read"}"#
      let head =
        "POST /v1/decide HTTP/1.1\r\nHost: \(client.host)\r\nExpect: 100-continue\r\n"
        + "Content-Length: \(body.utf8.count)\r\n"
      try await client.send(head + "Content-Type: application/json\r\n\r\n")
      #expect(String(decoding: try await client.some(), as: UTF8.self).hasPrefix("HTTP/1.1 100 "))
      try await client.send(body)
      #expect(try await client.response()?.status == 200)
      // The content is refused by its type, so it is never asked for.
      let other = try await RawClient(port: daemon.port)
      try await other.send(head + "Content-Type: text/plain\r\n\r\n")
      #expect(try await other.response()?.status == 415)
    }
  }
}
