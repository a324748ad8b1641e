import Foundation
import TestKit
import Testing

/// What a running daemon understands of a call.
@Suite struct UnderstandingTests {
  private static let policy = """
    version: 1
    default: allow
    rules:
      - id: kept
        effect: deny
        tools: [shell.exec, fs.read]
        when: effects.deletes.exists(t, t.overlaps("/srv/kept")) || effects.reads.exists(t, t.overlaps("/srv/kept"))
      - id: no-keys
        effect: deny
        tools: [notes.add]
        when: content.findings.exists(f, f.kind == "credential")

    """

  @Test func `a call is understood before it is decided`() async throws {
    try await Daemon.run(policy: Self.policy, configuration: "anonymous: true") { daemon in
      for (call, decision) in [
        (#"{"tool":"shell.exec","args":{"command":"cd /srv; rm -r ./kept"}}"#, "deny"),
        (#"{"tool":"shell.exec","args":{"command":"cd /; rm -r srv/other"}}"#, "allow"),
        (#"{"tool":"notes.add","args":{"text":"it is AKIAQ3EGRK5TXM4JZL2W"}}"#, "deny"),
        (#"{"tool":"notes.add","args":{"text":"it is nothing"}}"#, "allow"),
      ] {
        let response = try await daemon.decide(call)
        #expect(response.text("decision") == decision, "\(call)")
      }
    }
  }

  /// Whether there was time enough to look into it or not.
  @Test func `what is hidden behind much text is not let through`() async throws {
    let words = String(repeating: "a", count: 200_000)
    try await Daemon.run(policy: Self.policy, configuration: "anonymous: true") { daemon in
      for call in [
        #"{"tool":"shell.exec","args":{"command":"echo \#(words); rm -r /srv/./kept"}}"#,
        #"{"tool":"notes.add","args":{"text":"\#(words) AKIAQ3EGRK5TXM4JZL2W"}}"#,
      ] {
        let response = try await daemon.decide(call)
        #expect(response.text("decision") == "deny", "\(call.prefix(60))")
      }
    }
  }

  @Test
  func `a link is followed where the agent's files can be seen, and judged by its name elsewhere`()
    async throws
  {
    let folder = try TemporaryFolder()
    let link = folder.path("link")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "/srv/kept")
    let call = #"{"tool":"fs.read","args":{"path":"\#(link)/page"}}"#
    for (files, decision) in [("local", "deny"), ("elsewhere", "allow")] {
      let configuration = "anonymous: true\nfiles: \(files)"
      try await Daemon.run(policy: Self.policy, configuration: configuration) { daemon in
        let response = try await daemon.decide(call)
        #expect(response.text("decision") == decision, "\(files)")
      }
    }
  }
}
