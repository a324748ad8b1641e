import Glibc

/// The benchmark programs: each prints its figures, one a line as `name value`.
@main
enum Bench {
  private typealias Command = (name: String, run: @Sendable (Options) throws -> Void)

  private static let commands: [Command] = [
    ("json", JSONBenchmark.run),
    ("decide", DecideBenchmark.run),
    ("inspect", InspectionBenchmark.run),
    ("shell", ShellBenchmark.run),
    ("allocations", AllocationsBenchmark.run),
    ("append", AppendBenchmark.run),
    ("load", LoadBenchmark.run),
    ("idle", IdleBenchmark.run),
    ("policy", RuleSet.printPolicy),
  ]

  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    guard let command = commands.first(where: { $0.name == arguments.first }) else {
      complain("usage: bench \(commands.map(\.name).joined(separator: "|")) [--OPTION VALUE]…")
      exit(2)
    }
    do {
      try command.run(try Options(arguments.dropFirst()))
    } catch {
      complain("\(command.name): \(error)")
      exit(1)
    }
  }

  private static func complain(_ text: String) {
    let line = Array("bench: \(text)\n".utf8)
    // SAFETY: the array's own bytes are written, as many as it has; nothing is to be done where that fails.
    unsafe _ = write(STDERR_FILENO, line, line.count)
  }
}
