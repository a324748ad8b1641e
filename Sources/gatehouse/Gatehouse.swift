import CommandLineParsing
import GatehouseService

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The program: reads the command line, runs one command, and exits with its code.
@main struct Gatehouse {
  static let command: Command = Command(
    "gatehouse", summary: "the firewall for AI agents",
    subcommands: [
      serveCommand, policyCommand, decideCommand, explainCommand, analyzeCommand, inspectCommand,
      approvalsCommand, auditCommand, dataCommand, configCommand, doctorCommand, tokenCommand,
      completionsCommand,
    ])

  static func main() async {
    exit(await run(Array(CommandLine.arguments.dropFirst())))
  }

  @concurrent private static func run(_ words: [String]) async -> Int32 {
    do {
      switch try CommandLineParser(command).parse(words) {
      case .help(let text):
        Terminal.print(text)
        return ExitCode.success
      case .version:
        Terminal.print("gatehouse \(Version.text)")
        return ExitCode.success
      case .run(let command, let arguments):
        return try await command.body?(arguments) ?? ExitCode.usage
      }
    } catch {
      Terminal.complain("\(error)")
      return ExitCode.of(error)
    }
  }
}

/// The exit codes that scripts may rely on.
enum ExitCode {
  static let success: Int32 = 0
  static let failure: Int32 = 1
  static let usage: Int32 = 2
  static let deny: Int32 = 3
  static let approvalRequired: Int32 = 4
  static let broken: Int32 = 5

  /// The code of an error: wrong usage is what another command line would mend.
  static func of(_ error: any Error) -> Int32 {
    switch error {
    case is UsageError: usage
    case let problems as ConfigurationProblems where problems.isWrongUsage: usage
    default: failure
    }
  }
}

/// The program's version, kept in step with CHANGELOG.md.
enum Version {
  static let text = "0.1.0"
}
