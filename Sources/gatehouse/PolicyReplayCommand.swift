import CommandLineParsing
import DecisionPoint
import GatehouseService
import JSON

/// `gatehouse policy replay`: says which recorded decisions another policy would turn.
let policyReplayCommand = Command(
  "replay", summary: "decide the actions of a log anew, and list every verdict that would change",
  discussion: """
    What the policy demands is compared with what the policy of that time demanded, whatever people answered. A verdict
    that hangs on something the log does not keep is listed as undecidable. Exit code: 0 none changes, 1 one changes.
    """,
  options: ServiceOptions.policy + [
    .value("log", "DIR", summary: "the log, or the data directory of the instance"),
    .value("last", "COUNT", summary: "only the newest decisions; all unless said"),
    .choice(
      "format", ReplayFormat.allCases.map(\.rawValue),
      summary: "`text`, `markdown` for a pull request, or `json`; `text` unless said"),
  ]
) { arguments in
  let name = "gatehouse policy replay"
  guard let log = arguments.value("log") else {
    throw UsageError(message: "`--log` is missing: name the data directory", command: name)
  }
  let last = try arguments.value("last").map { text in
    guard let count = Int(text), count > 0 else {
      throw UsageError(message: "`--last \(text)`: write a whole number from 1 on", command: name)
    }
    return count
  }
  let format = arguments.value("format").flatMap(ReplayFormat.init(rawValue:)) ?? .text
  let policy = try OfflinePolicy(
    try ServiceOptions.configuration(arguments, for: .askingThePolicy))
  let report = try policy.replay(log: log, last: last)
  Terminal.print(format.write(report))
  return report.changed == 0 ? ExitCode.success : ExitCode.failure
}

/// How a replay is printed.
private enum ReplayFormat: String, CaseIterable {
  case text, markdown, json

  func write(_ report: ReplayReport) -> String {
    switch self {
    case .text: return ReplayText.plain(report)
    case .markdown: return ReplayText.markdown(report)
    case .json:
      var writer = JSONWriter()
      report.write(to: &writer)
      return String(decoding: writer.bytes, as: UTF8.self)
    }
  }
}
