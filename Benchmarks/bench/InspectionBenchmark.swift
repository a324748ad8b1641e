import ContentInspection
import Matching

/// Measures inspection of a text on standard input against the least that any inspector must do: one regular expression that reads the whole text.
enum InspectionBenchmark {
  private static let large = 1 << 20
  private static let usual = 10_000

  static func run(_ options: Options) throws {
    var text: [UInt8] = []
    while let line = readLine(strippingNewline: false) { text += line.utf8 }
    guard text.count >= large else { throw Failure("the text has less than \(large) bytes") }
    let bytes = Array(text.prefix(large))
    let short = Array(text.prefix(usual))
    let whole = try ContentInspector()
    let plain = try ContentInspector(InspectionOptions(usesModel: false))
    let expression = try RegularExpression("[0-9][a-z][0-9]{20}")
    let string = String(decoding: bytes, as: UTF8.self)
    var rates: [Double] = []
    var references: [Double] = []
    var times: [Double] = []
    var models: [Double] = []
    // In turns, so that what else the machine does falls on all alike.
    for _ in 0..<21 {
      rates.append(Double(large) * 1000 / nanoseconds { Meter.keep(plain.inspect(bytes)) })
      references.append(
        Double(large) * 1000 / nanoseconds { Meter.keep(expression.firstMatch(in: string)) })
      let without = nanoseconds(of: 100) { Meter.keep(plain.inspect(short)) }
      let with = nanoseconds(of: 100) { Meter.keep(whole.inspect(short)) }
      times.append(without / 1000)
      models.append((with - without) / Double(usual))
    }
    Meter.report("inspection_mb_per_s", median(rates))
    Meter.report("regular_expression_mb_per_s", median(references))
    Meter.report("inspection_to_regular_expression_ratio", median(rates) / median(references))
    Meter.report("inspection_10_kb_us", median(times))
    Meter.report("injection_model_us_per_kb", median(models))
  }

  /// The time that each of some rounds takes.
  private static func nanoseconds(of rounds: Int = 1, _ work: () -> Void) -> Double {
    let start = Meter.now
    for _ in 0..<rounds { work() }
    return Double(Meter.now - start) / Double(rounds)
  }

  private static func median(_ values: [Double]) -> Double {
    values.sorted()[values.count / 2]
  }
}
