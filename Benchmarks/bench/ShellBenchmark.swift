import EffectAnalysis
import JSON

/// Measures the analysis of the command lines on standard input, each a JSON string on a line.
///
/// With `--slowest N` the lines that take longest are printed as well, `#` and the number of the line, with the median of each.
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
    if let count = try options.optionalCount("slowest") {
      reportSlowest(count, of: commands.count, analyze)
    }
  }

  private static func reportSlowest(_ count: Int, of lines: Int, _ analyze: (Int) -> Void) {
    let medians = (0..<lines).map { line in
      var samples = Samples.measure(25) { _ in analyze(line) }
      return (line: line, time: samples.microseconds(at: 0.5))
    }
    for slow in medians.sorted(by: { $0.time > $1.time }).prefix(count) {
      Meter.report("#\(slow.line + 1)", slow.time)
    }
  }
}
