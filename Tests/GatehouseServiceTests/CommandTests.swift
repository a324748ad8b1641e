import Foundation
import TestKit
import Testing

/// The commands, as somebody at a terminal or a script uses them.
@Suite struct CommandTests {
  private static let fixtures = Corpora.repository.appending(
    path: "Tests/Fixtures/GatehouseService")

  /// A case of `commands.json`: what is run in a folder with the fixtures and `files`, and what comes of it. In files,
  /// `{uid}` stands for the number of the user that runs the tests.
  private struct Case: Decodable {
    let name: String
    let run: String
    var files: [String: String]?
    var environment: [String: String]?
    var input: String?
    let status: Int32
    var output: [String]?
    var errors: [String]?
  }

  @Test func `commands print and end as the table says`() async throws {
    let data = try Data(contentsOf: Self.fixtures.appending(path: "commands.json"))
    let cases = try JSONDecoder().decode([Case].self, from: data)
    #expect(cases.count > 40)
    for entry in cases {
      let folder = try TemporaryFolder()
      for name in ["policy.yaml", "cases.yaml", "broken.yaml"] {
        let text = try String(contentsOf: Self.fixtures.appending(path: name), encoding: .utf8)
        try folder.write(text, to: name)
      }
      for (name, text) in entry.files ?? [:] {
        try folder.write(text.replacingOccurrences(of: "{uid}", with: "\(geteuid())"), to: name)
      }
      let result = try await Gatehouse.run(
        entry.run.split(separator: " ").map(String.init), input: entry.input ?? "",
        environment: entry.environment ?? [:], directory: folder.url)
      #expect(!result.wasKilled, "\(entry.name)")
      #expect(result.status == entry.status, "\(entry.name): \(result.output)\(result.errors)")
      for text in entry.output ?? [] {
        #expect(result.output.contains(text), "\(entry.name): \(result.output)")
      }
      for text in entry.errors ?? [] {
        #expect(result.errors.contains(text), "\(entry.name): \(result.errors)")
      }
      if entry.errors == nil { #expect(result.errors == "", "\(entry.name)") }
    }
  }

  @Test func `every command has a help, and every option is in it`() async throws {
    let commands = [
      "", "serve", "policy", "policy check", "policy test", "decide", "explain", "audit",
      "audit verify", "audit show", "audit tail", "config", "config check", "doctor", "token",
      "completions",
    ]
    for command in commands {
      let words = command.split(separator: " ").map(String.init)
      let result = try await Gatehouse.run(words + ["--help"])
      #expect(result.status == 0, "\(command)")
      #expect(result.output.contains("usage: gatehouse"), "\(command)")
      #expect(result.output.contains("--help"), "\(command)")
    }
    let serve = try await Gatehouse.run(["serve", "--help"]).output
    for option in [
      "--listen", "--admin-listen", "--policy", "--data", "--audit", "--anonymous", "--project",
      "--insecure-bind", "--config",
    ] {
      #expect(serve.contains("  \(option) "), "\(option)")
    }
    for line in serve.split(separator: "\n") { #expect(line.count <= 120, "\(line)") }
  }

  @Test func `the script for bash completes commands, options and nothing that is wrong`()
    async throws
  {
    let script = try await Gatehouse.run(["completions", "bash"])
    #expect(script.status == 0)
    let checked = try await Program.run("/bin/bash", ["-n"], input: script.output)
    #expect(checked.status == 0, "\(checked.errors)")
    let completions = [
      "gatehouse ": ["serve", "policy", "--version"],
      "gatehouse audit ": ["verify", "show", "tail"],
      "gatehouse serve --data /srv/x --audit-": [],
      "gatehouse serve --data /srv/x --adm": ["--admin-listen"],
      "gatehouse decide action.json --pol": ["--policy"],
    ]
    for (line, expected) in completions {
      let words = line.split(separator: " ", omittingEmptySubsequences: false).map { "'\($0)'" }
      let probe = """
        \(script.output)
        COMP_WORDS=(\(words.joined(separator: " "))); COMP_CWORD=\(words.count - 1)
        _gatehouse; printf '%s\\n' "${COMPREPLY[@]}"

        """
      let result = try await Program.run("/bin/bash", ["-s"], input: probe)
      let offered = result.output.split(separator: "\n").map(String.init)
      #expect(Set(expected).isSubset(of: offered), "\(line): \(offered)")
      if expected.count < 2 { #expect(offered == expected, "\(line)") }
    }
  }

  @Test func `a token is told once, with the hash that lets it in`() async throws {
    let result = try await Gatehouse.run(["token"])
    let lines = result.output.split(separator: "\n")
    let token = try #require(lines.first?.split(separator: " ").last)
    let hash = try #require(lines.last?.split(separator: " ").last)
    #expect(token.wholeMatch(of: /gatehouse_[0-9a-f]{64}/) != nil)
    let credentials = "credentials: [{ id: bot, token_sha256: \(hash) }]"
    try await Daemon.run(policy: TestPolicy.allowing("a"), configuration: credentials) {
      (daemon) async throws in
      #expect(try await daemon.decide(#"{"tool":"a"}"#, token: String(token)).status == 200)
      #expect(try await daemon.decide(#"{"tool":"a"}"#).status == 401)
    }
  }
}
