import Foundation
import TestKit
import Testing

/// `gatehouse policy replay` on a log that an instance wrote.
@Suite struct PolicyReplayTests {
  private let policy = TestPolicy.allowing("a", "b")

  /// Leaves a log with three calls of `a`, one of which carries a secret and one markup, and two of `c`.
  private func makeLog() async throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try await Daemon.run(policy: policy, configuration: "anonymous: true", in: folder) { daemon in
      for args in [#"{"token":"x"}"#, #"{"note":"a|b`</code>\u001b[2J@all"}"#, "{}"] {
        _ = try await daemon.decide(#"{"tool":"a","agent":{"id":"bot|1"},"args":\#(args)}"#)
      }
      for _ in 0..<2 { _ = try await daemon.decide(#"{"tool":"c"}"#) }
    }
    return folder
  }

  private func replay(
    _ folder: TemporaryFolder, _ rules: String, _ words: String...
  ) async throws -> Program.Result {
    try folder.write("\(policy)\(rules)", to: "new.yaml")
    return try await Gatehouse.run(
      ["policy", "replay", "--policy", folder.path("new.yaml"), "--log", folder.path("data")]
        + words)
  }

  private let deny = "  - { id: no-note, effect: deny, tools: [a], when: has(args.note) }\n"
  private let secret =
    "  - { id: no-x, effect: deny, tools: [a], when: 'has(args.token) && args.token == \"x\"' }\n"

  @Test func `a policy that changes nothing says so, and ends with 0`() async throws {
    let folder = try await makeLog()
    let result = try await replay(folder, "")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.hasPrefix("0 of 5 decisions would change\n"))
  }

  @Test func `a change ends with 1, and is named with its rule and call`() async throws {
    let folder = try await makeLog()
    let result = try await replay(folder, deny)
    #expect(result.status == 1)
    #expect(result.output.hasPrefix("1 of 5 decisions would change\n"))
    #expect(result.output.contains("     1  allow → deny  a of bot|1, by no-note\n"))
    #expect(result.output.contains("rule `no-note` denies it"))
    #expect(!result.output.contains("\u{1b}"))
  }

  @Test func `what hangs on a secret is undecidable, and no change`() async throws {
    let folder = try await makeLog()
    let result = try await replay(folder, secret)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.hasPrefix("0 of 5 decisions would change, 1 undecidable\n"))
    #expect(result.output.contains("hangs on args.token"))
  }

  @Test func `JSON holds counts, groups and each difference`() async throws {
    let folder = try await makeLog()
    let result = try await replay(folder, deny + secret, "--format", "json")
    #expect(result.status == 1)
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(report["decisions"] as? Int == 5)
    #expect(report["unchanged"] as? Int == 3)
    #expect(report["changed"] as? Int == 1)
    #expect(report["undecidable"] as? Int == 1)
    let change = try #require((report["changes"] as? [[String: Any]])?.first)
    #expect(change["before"] as? String == "allow")
    #expect(change["after"] as? [String] == ["deny"])
    #expect(change["rules_after"] as? [String] == ["no-note"])
    let doubt = try #require((report["doubts"] as? [[String: Any]])?.first)
    #expect(doubt["after"] as? [String] == ["allow", "deny"])
    #expect(doubt["unknown"] as? [String] == ["args.token"])
  }

  @Test func `Markdown is a table that no argument can break out of`() async throws {
    let folder = try await makeLog()
    let result = try await replay(folder, deny + secret, "--format", "markdown")
    #expect(
      result.output.hasPrefix(
        "### Policy replay: 1 of 5 decisions would change, 1 undecidable\n"))
    #expect(result.output.contains("| 1 | allow | **deny** | <code>a</code> |"))
    #expect(!result.output.contains("bot|1"))
    #expect(!result.output.contains("</code>\u{1b}") && !result.output.contains("@all"))
    for line in result.output.split(separator: "\n") where line.hasPrefix("|") {
      #expect(line.count { $0 == "|" } == 7, "\(line)")
    }
  }

  @Test func `only the newest are looked at where so many are asked for`() async throws {
    let folder = try await makeLog()
    let result = try await replay(folder, deny, "--last", "2")
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("0 of 2 decisions would change\n"))
  }

  @Test func `wrong usage ends with 2`() async throws {
    let folder = try await makeLog()
    #expect(try await replay(folder, "", "--last", "0").status == 2)
    #expect(try await replay(folder, "", "--format", "xml").status == 2)
    let logless = try await Gatehouse.run(
      ["policy", "replay", "--policy", folder.path("policy.yaml")])
    #expect(logless.status == 2)
    #expect(logless.errors.contains("--log"))
  }
}
