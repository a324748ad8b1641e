import Testing

@testable import CommandLineParsing

@Suite struct CommandLineParserTests {
  private static let parser = CommandLineParser(
    Command(
      "tool", summary: "does things",
      subcommands: [
        Command(
          "serve", summary: "serves",
          options: [
            .value("listen", "ADDRESS", summary: "where"),
            .value("project", "DIR", repeatable: true, summary: "a root"),
            .choice("audit", ["always", "none"], summary: "how durable"),
            .flag("anonymous", summary: "lets anyone in"),
          ], body: { _ in 0 }),
        Command(
          "check", summary: "checks", operands: [Operand("PATH", repeatable: true)],
          body: { _ in 0 }),
      ]))

  private func parsed(_ words: String...) throws -> ParsedArguments {
    guard case .run(_, let arguments) = try Self.parser.parse(words) else {
      throw UsageError(message: "help was not expected", command: "tool")
    }
    return arguments
  }

  private func complaint(_ words: String...) -> String? {
    do throws(UsageError) {
      _ = try Self.parser.parse(words)
      return nil
    } catch {
      return error.message
    }
  }

  @Test func `options take their value after a space or an equals sign`() throws {
    let arguments = try parsed("serve", "--listen", "a:1", "--audit=none", "--anonymous")
    #expect(arguments.value("listen") == "a:1")
    #expect(arguments.value("audit") == "none")
    #expect(arguments.has("anonymous"))
    #expect(!arguments.has("project"))
  }

  @Test func `a repeatable option keeps every value in order`() throws {
    #expect(
      try parsed("serve", "--project", "a", "--project", "b").values("project") == ["a", "b"])
  }

  @Test func `what follows two dashes is an operand`() throws {
    #expect(try parsed("check", "--", "--listen").operands == ["--listen"])
  }

  @Test func `an unknown option is an error with a suggestion`() {
    #expect(
      complaint("serve", "--listne", "a") == "unknown option `--listne`: did you mean `--listen`?")
  }

  @Test func `an unknown command is an error with a suggestion`() {
    #expect(complaint("serv") == "unknown command `serv`: did you mean `serve`?")
  }

  @Test func `a group of commands asks for one of them`() {
    #expect(complaint() == "a command is missing: `serve`, `check`")
  }

  @Test func `the program alone tells its version`() throws {
    guard case .version = try Self.parser.parse(["--version"]) else {
      Issue.record("no version")
      return
    }
    #expect(complaint("--verison") == "unknown option `--verison`: did you mean `--version`?")
    #expect(complaint("serve", "--version") == "unknown option `--version`")
  }

  @Test func `a value outside the choices is refused with the choices`() {
    #expect(complaint("serve", "--audit", "x") == "`x` is no value of `--audit`: use always, none")
  }

  @Test func `what is missing or too much is named`() {
    #expect(complaint("serve", "--listen") == "`--listen` needs a value: `--listen ADDRESS`")
    #expect(complaint("serve", "--anonymous=yes") == "`--anonymous` takes no value")
    #expect(
      complaint("serve", "--audit=none", "--audit=none") == "`--audit` is given twice: give it once"
    )
    #expect(complaint("check") == "`PATH` is missing")
    #expect(complaint("serve", "extra") == "`extra` is one operand too many")
  }

  @Test(arguments: [["--help"], ["-h"], ["serve", "--help"], ["serve", "--audit", "none", "-h"]])
  func `help is there for every command`(words: [String]) throws {
    guard case .help(let text) = try Self.parser.parse(words) else {
      Issue.record("no help for \(words)")
      return
    }
    #expect(text.contains("usage: tool"))
  }

  @Test(arguments: Completions.shells)
  func `completions name every command and option`(shell: String) throws {
    let root = Command(
      "tool", summary: "does things",
      subcommands: [
        Command(
          "serve", summary: "serves", options: [.flag("anonymous", summary: "lets anyone in")],
          body: { _ in 0 })
      ])
    let script = try #require(Completions.script(for: shell, of: root))
    #expect(script.contains("serve"))
    #expect(script.contains("anonymous"))
  }
}
