import EffectAnalysis
import JSON

/// Measures the analysis of the command lines on standard input, each a JSON string on a line.
enum ShellBenchmark {
  static func run(_ options: Options) throws {
    var commands: [String] = []
    while let line = readLine() {
      guard let command = try JSONDocument.parse(Array(line.utf8)).string else {
        throw Failure("`\(line)` is no JSON string")
      }
      commands.append(command)
    }
    guard !commands.isEmpty else { throw Failure("there are no commands on standard input") }
    let analyzer = try EffectAnalyzer()
    let scene = Scene(
      directory: "/home/ann/project/src", home: "/home/ann", projects: ["/home/ann/project"],
      files: nil)
    let analyze = { Meter.keep(analyzer.analyze(shell: commands[$0 % commands.count], in: scene)) }
    _ = Samples.measure(commands.count, analyze)
    var samples = Samples.measure(commands.count * 5, analyze)
    Meter.report("shell_p50_us", samples.microseconds(at: 0.5))
    Meter.report("shell_p99_us", samples.microseconds(at: 0.99))
  }
}
