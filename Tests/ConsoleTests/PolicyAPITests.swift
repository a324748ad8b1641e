import Foundation
import TestKit
import Testing

/// What people do with the policy over the admin API.
@Suite struct PolicyAPITests {
  private static let policy = """
    version: 1
    name: one
    default: deny
    rules:
      - { id: reading, effect: allow, tools: [fs.read] }
      - { id: keys, effect: deny, tools: [fs.read], when: 'args.path == "/k"' }

    """
  /// Ann, whose token is `blue`, writes the policy; Bob, whose token is `green`, only approves.
  private static let staff = """
    anonymous: true
    editors: [ann]
    approvers:
      - { id: ann, token_sha256: 16477688c0e00699c6cfa4497a3612d7e83c532062b64b250fed8908128ed548 }
      - { id: bob, token_sha256: ba4788b226aa8dc2e6dc74248bb9f618cfa8c959e0c26c147be48f6839a0b088 }
    """

  private func run(
    configuration: String = staff, _ body: (Daemon, String) async throws -> Void
  ) async throws {
    let folder = try TemporaryFolder()
    try await Daemon.run(policy: Self.policy, configuration: configuration, in: folder) { daemon in
      try await body(daemon, folder.path("policy.yaml"))
    }
  }

  private func ask(
    _ daemon: Daemon, _ path: String, _ body: [String: Any], token: String = "blue"
  ) async throws -> RawClient.Response {
    let bytes = try JSONSerialization.data(withJSONObject: body)
    return try await daemon.askAdmin(
      "POST", "/v1/policy/\(path)", token: token, body: String(decoding: bytes, as: UTF8.self))
  }

  private func sources(_ daemon: Daemon) async throws -> [String: Any] {
    try await daemon.askAdmin("GET", "/v1/policy/sources", token: "blue").json
  }

  private static let changed = policy.replacingOccurrences(of: "deny, tools", with: "flag, tools")

  @Test func `rules are listed with how often they matched, and when last`() async throws {
    try await run { daemon, _ in
      for path in ["/a", "/b", "/k"] {
        _ = try await daemon.decide(#"{"tool":"fs.read","args":{"path":"\#(path)"}}"#)
      }
      let list = try await daemon.administer("GET", "/v1/policy/rules").json
      let rules = try #require(list["rules"] as? [[String: Any]])
      #expect(rules.map { $0["rule"] as? String } == ["reading", "keys"])
      #expect(rules.map { $0["matches"] as? Int } == [3, 1])
      #expect(rules.map { $0["line"] as? Int } == [5, 6])
      #expect(rules.allSatisfy { $0["last_match"] is String })
      // Counts go on where a rule stays.
      _ = try await daemon.administer("POST", "/v1/policy/reload")
      let again = try await daemon.administer("GET", "/v1/policy/rules").json
      #expect((again["rules"] as? [[String: Any]])?.map { $0["matches"] as? Int } == [3, 1])
    }
  }

  @Test func `a draft is checked with the whole set, errors at their place`() async throws {
    try await run { daemon, file in
      let good = try await ask(daemon, "check", ["source": file, "text": Self.changed])
      #expect(good.json["in_order"] as? Bool == true)
      #expect(good.json["rules"] as? Int == 2)
      let broken = Self.policy.replacingOccurrences(of: "args.path ==", with: "agent.nam ==")
      let bad = try await ask(daemon, "check", ["source": file, "text": broken])
      #expect(bad.status == 200)
      #expect(bad.json["in_order"] as? Bool == false)
      let problem = try #require((bad.json["problems"] as? [[String: Any]])?.first)
      #expect(problem["line"] as? Int == 6)
      #expect(problem["column"] as? Int == 56)
      #expect(problem["severity"] as? String == "error")
      #expect((problem["message"] as? String)?.isEmpty == false)
      let other = try await ask(daemon, "check", ["source": "/etc/passwd", "text": ""])
      #expect(other.status == 404)
      #expect(other.text("code") == "source_unknown")
    }
  }

  @Test func `an action is explained, by the live policy or by a draft`() async throws {
    try await run { daemon, file in
      let action: [String: Any] = ["tool": "fs.read", "args": ["path": "/k"]]
      let live = try await ask(daemon, "explain", ["action": action])
      #expect(live.json["verdict"] as? String == "deny")
      let trace = try #require(live.json["trace"] as? [[String: Any]])
      #expect(trace.map { $0["status"] as? String } == ["matched", "matched"])
      let readings = try #require(trace[1]["readings"] as? [[String: Any]])
      #expect(readings.map { $0["value"] as? String } == ["\"/k\""])
      let draft = try await ask(
        daemon, "explain", ["action": action, "source": file, "text": Self.changed])
      #expect(draft.json["verdict"] as? String == "allow")
      let wrong = try await ask(daemon, "explain", ["action": ["tol": "x"]])
      #expect(wrong.status == 400)
      #expect(wrong.text("code") == "invalid_action")
      #expect(wrong.text("pointer") == "/action/tol")
    }
  }

  @Test func `the log is replayed under a draft`() async throws {
    try await run { daemon, file in
      for path in ["/a", "/k", "/k"] {
        _ = try await daemon.decide(#"{"tool":"fs.read","args":{"path":"\#(path)"}}"#)
      }
      let live = try await ask(daemon, "replay", [:])
      #expect(live.json["unchanged"] as? Int == 3)
      let draft = try await ask(
        daemon, "replay", ["source": file, "text": Self.changed, "last": 2])
      #expect(draft.json["decisions"] as? Int == 2)
      #expect(draft.json["changed"] as? Int == 2)
      let far = try await ask(daemon, "replay", ["last": 10_001])
      #expect(far.status == 400)
    }
  }

  @Test func `a file is saved whole, taken into use, logged, and brought back`() async throws {
    try await run { daemon, file in
      let before = try #require(try await sources(daemon)["digest"] as? String)
      let saved = try await ask(
        daemon, "save", ["source": file, "text": Self.changed, "base": before])
      #expect(saved.status == 200, "\(saved.json)")
      #expect(try String(contentsOfFile: file, encoding: .utf8) == Self.changed)
      let after = try #require(saved.json["digest"] as? String)
      #expect(try await daemon.administer("GET", "/v1/policy").text("digest") == after)
      let shown = try await sources(daemon)
      #expect(shown["digest"] as? String == after)
      #expect((shown["sources"] as? [[String: Any]])?.first?["has_previous"] as? Bool == true)

      // What was made from the files as they were is not saved over what somebody else did since.
      let late = try await ask(
        daemon, "save", ["source": file, "text": Self.policy, "base": before])
      #expect(late.status == 409)
      #expect(late.text("code") == "policy_changed")

      let back = try await ask(daemon, "rollback", ["source": file, "base": after])
      #expect(back.json["digest"] as? String == before)
      #expect(try String(contentsOfFile: file, encoding: .utf8) == Self.policy)
      // A rollback can be taken back too.
      let forth = try await ask(daemon, "rollback", ["source": file, "base": before])
      #expect(forth.json["digest"] as? String == after)

      let log = try await Gatehouse.run([
        "audit", "show", "--type", "policy.saved", "--data", daemon.folder.path("data"),
      ])
      let events = try log.output.split(separator: "\n").map { line in
        try #require(
          (JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])?["event"]
            as? [String: Any])
      }
      #expect(events.map { $0["how"] as? String } == ["rollback", "rollback", "save"])
      let first = try #require(events.last)
      #expect(first["editor"] as? String == "ann")
      #expect(first["channel"] as? String == "api")
      #expect(first["previous"] as? String == before)
      #expect(first["policy"] as? String == after)
    }
  }

  @Test func `what would not load is not written, and the policy in use stays`() async throws {
    try await run { daemon, file in
      let base = try #require(try await sources(daemon)["digest"] as? String)
      let refused = try await ask(
        daemon, "save", ["source": file, "text": "version: 1\nrules: 7\n", "base": base])
      #expect(refused.status == 422)
      #expect(refused.text("code") == "policy_refused")
      #expect(try String(contentsOfFile: file, encoding: .utf8) == Self.policy)
      #expect(try await daemon.administer("GET", "/v1/policy").text("digest") == base)
      let nothing = try await ask(daemon, "rollback", ["source": file, "base": base])
      #expect(nothing.status == 404)
      #expect(nothing.text("code") == "nothing_kept")
    }
  }

  @Test func `only editors save, operators look, and approvers do neither`() async throws {
    try await run { daemon, file in
      let base = try #require(try await sources(daemon)["digest"] as? String)
      let change: [String: Any] = ["source": file, "text": Self.changed, "base": base]
      let operators = try await ask(daemon, "save", change, token: try daemon.adminToken)
      #expect(operators.status == 403)
      #expect(operators.text("code") == "not_an_editor")
      #expect(try await daemon.administer("GET", "/v1/policy/sources").status == 200)
      for path in ["rules", "sources"] {
        #expect(
          try await daemon.askAdmin("GET", "/v1/policy/\(path)", token: "green").status == 403)
      }
      #expect(try await ask(daemon, "save", change, token: "green").status == 403)
      #expect(try await daemon.askAdmin("GET", "/v1/events", token: "blue").status == 403)
      #expect(try String(contentsOfFile: file, encoding: .utf8) == Self.policy)
    }
  }

  @Test func `where nobody is named an editor, nobody is one`() async throws {
    try await run(configuration: "anonymous: true") { daemon, file in
      let shown = try await daemon.administer("GET", "/v1/policy/sources").json
      #expect(shown["writable"] as? Bool == false)
      let saved = try await ask(
        daemon, "save",
        ["source": file, "text": Self.changed, "base": shown["digest"] as? String ?? ""],
        token: try daemon.adminToken)
      #expect(saved.text("code") == "not_an_editor")
    }
  }

  @Test func `a session shows its token again to save`() async throws {
    try await run { daemon, file in
      let base = try #require(try await sources(daemon)["digest"] as? String)
      let begun = try await daemon.askAdmin("POST", "/v1/session", body: #"{"token":"blue"}"#)
      let csrf = try #require(begun.text("csrf_token"))
      #expect(begun.json["may"] as? [String] == ["approve", "policy", "edit"])
      let cookie = try #require(
        begun.field("set-cookie")?.split(separator: ";").first.map(String.init))
      func save(_ token: String?) async throws -> RawClient.Response {
        var change: [String: Any] = ["source": file, "text": Self.changed, "base": base]
        change["token"] = token
        let bytes = try JSONSerialization.data(withJSONObject: change)
        return try await daemon.askAdmin(
          "POST", "/v1/policy/save", body: String(decoding: bytes, as: UTF8.self),
          fields: ["Cookie: \(cookie)", "X-CSRF-Token: \(csrf)"])
      }
      for wrong in [nil, "yellow", "green"] {
        let refused = try await save(wrong)
        #expect(refused.status == 403)
        #expect(refused.text("code") == "token_wanted")
      }
      #expect(try await save("blue").status == 200)
    }
  }

  @Test func `one file of a directory is checked and saved with the others`() async throws {
    let folder = try TemporaryFolder()
    let other = "version: 1\ndefault: deny\nrules:\n  - { id: b, effect: allow, tools: [b] }\n"
    try folder.write(Self.policy, to: "policy.yaml/a.yaml")
    try folder.write(other, to: "policy.yaml/b.yaml")
    try await Daemon.run(policy: nil, configuration: Self.staff, in: folder) { daemon in
      let shown = try await sources(daemon)
      let names = try #require(shown["sources"] as? [[String: Any]]).compactMap {
        $0["name"] as? String
      }
      #expect(names.map { URL(filePath: $0).lastPathComponent } == ["a.yaml", "b.yaml"])
      let (one, two) = (try #require(names.first), try #require(names.last))
      let taken = other.replacingOccurrences(of: "id: b", with: "id: keys")
      let clash = try await ask(daemon, "check", ["source": two, "text": taken])
      #expect(clash.json["in_order"] as? Bool == false)
      let base = try #require(shown["digest"] as? String)
      let saved = try await ask(
        daemon, "save", ["source": one, "text": Self.changed, "base": base])
      #expect(saved.status == 200, "\(saved.json)")
      #expect(try String(contentsOfFile: two, encoding: .utf8) == other)
      // What is kept of the file is no policy.
      let after = try await sources(daemon)
      #expect((after["sources"] as? [Any])?.count == 2)
      #expect(try await daemon.administer("GET", "/v1/policy").json["rules"] as? Int == 3)
    }
  }

  @Test func `a file that is a link is not replaced`() async throws {
    try await run { daemon, file in
      let base = try #require(try await sources(daemon)["digest"] as? String)
      let real = file + ".real"
      try FileManager.default.moveItem(atPath: file, toPath: real)
      try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: real)
      let saved = try await ask(
        daemon, "save", ["source": file, "text": Self.changed, "base": base])
      #expect(saved.status == 503)
      #expect(try String(contentsOfFile: real, encoding: .utf8) == Self.policy)
    }
  }
}
