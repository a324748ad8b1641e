import ActionModel
import JSON

/// Measures the scanner on 2 KB tool calls against the least that any reader of JSON must do: check that the text is UTF-8.
enum JSONBenchmark {
  static func run(_ options: Options) throws {
    let text = ToolCall.edit(bytes: 2048)
    let rounds = try options.count("rounds", default: 4000)
    var scan: [Double] = []
    var validation: [Double] = []
    var action: [Double] = []
    // In turns, so that what else the machine does falls on all alike.
    for _ in 0..<21 {
      scan.append(try rate(text, rounds) { Meter.keep(try JSONDocument.parse(text)) })
      validation.append(
        try rate(text, rounds) { Meter.keep(try UTF8Span(validating: text.span).count) })
      action.append(
        try rate(text, rounds / 4) {
          Meter.keep(try Action(native: try JSONDocument.parse(text), caller: .anonymous))
        })
    }
    Meter.report("json_scan_mb_per_s", median(scan))
    Meter.report("utf8_validation_mb_per_s", median(validation))
    Meter.report("json_scan_to_validation_ratio", median(scan) / median(validation))
    Meter.report("json_to_action_us", Double(text.count) / median(action))
  }

  /// Gives megabytes (10⁶ bytes) a second.
  private static func rate(
    _ text: [UInt8], _ rounds: Int, _ work: () throws -> Void
  ) rethrows -> Double {
    let start = Meter.now
    for _ in 0..<rounds { try work() }
    return Double(text.count * rounds) * 1000 / Double(Meter.now - start)
  }

  private static func median(_ values: [Double]) -> Double {
    values.sorted()[values.count / 2]
  }
}
