import ActionModel
import AuditLog
import CommandLineParsing
import Crypto
import GatehouseService
import UnicodeText

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `gatehouse audit`: looks at the log.
let auditCommand = Command(
  "audit", summary: "verify, search and follow the audit log",
  subcommands: [verifyCommand, showCommand, tailCommand])

private let locating = ServiceOptions.all.filter { ["config", "data"].contains($0.name) }

private let verifyCommand = Command(
  "verify",
  summary: "verify every record, link, checkpoint and signature, also while the log is written",
  discussion: """
    Exit code: 0 intact, 5 broken, 1 failure. Without --checkpoint nothing can show that the whole directory was put
    back to an older state: keep a checkpoint elsewhere (`checkpoint_sinks`).
    """,
  options: locating + [
    .value("checkpoint", "FILE", summary: "a checkpoint held elsewhere, which the log must extend"),
    .flag("json", summary: "print the report as JSON"),
  ]
) { arguments in
  let report = try openLog(arguments).verify(extending: arguments.value("checkpoint"))
  if arguments.has("json") {
    Terminal.print(report.json)
  } else if report.isIntact {
    let unsigned = report.size - report.signedSize
    Terminal.print(
      "intact: \(Terminal.count(report.size - report.firstSequence, "record")) in "
        + "\(Terminal.count(report.segments, "segment")), "
        + "\(report.checkpoints) checkpoints agree, root \(report.root?.description ?? "none")"
        + (unsigned > 0
          ? ", the last \(Terminal.count(unsigned, "record")) under no signature yet" : ""))
  }
  if let finding = report.finding { Terminal.complain("broken: \(finding)") }
  return report.isIntact ? ExitCode.success : ExitCode.broken
}

private let filtering: [Option] = [
  .value("agent", "ID", summary: "only this agent's"),
  .value("session", "ID", summary: "only this session's"),
  .value("tool", "NAME", summary: "only this tool's: `name` or `channel:server/name`"),
  .choice(
    "verdict", Verdict.allCases.map(\.rawValue), summary: "only the decisions that came to this"),
  .value("rule", "ID", summary: "only those that this rule matched"),
  .value("code", "CODE", summary: "only those with this reason code"),
  .value("text", "TEXT", summary: "only those that hold this text, in any case"),
  .value("type", "NAME", summary: "only events of this type, such as `decision` or `policy.load`"),
]

private let showCommand = Command(
  "show", summary: "print records, newest first, across all segments",
  options: locating + filtering + [
    .value("since", "TIME", summary: "from this time on: 2026-11-21T07:00:00Z, or 15m, 2h, 7d ago"),
    .value("until", "TIME", summary: "before this time"),
    .value("limit", "COUNT", summary: "at most so many; 50 unless said"),
  ]
) { arguments in
  let limit = try count(arguments, "limit", of: "show", standard: 50)
  let filter = try filter(arguments, of: "show")
  for record in try openLog(arguments).newest(limit, matching: filter) { printRecord(record) }
  return ExitCode.success
}

private let tailCommand = Command(
  "tail", summary: "print the newest records, oldest first, and follow what is written",
  options: locating + filtering + [
    .value("lines", "COUNT", summary: "begin with so many; 10 unless said"),
    .flag("no-follow", summary: "stop at the end"),
  ]
) { arguments in
  let lines = try count(arguments, "lines", of: "tail", standard: 10)
  let filter = try filter(arguments, of: "tail")
  let log = try openLog(arguments)
  let last = try log.newest(1, matching: AuditFilter()).first?.sequence
  let shown = try log.newest(lines, matching: filter)
  for record in shown.reversed() { printRecord(record) }
  // Records may have come between the two looks.
  var next = [last, shown.first?.sequence].compactMap(\.self).max().map { $0 + 1 } ?? 0
  while !arguments.has("no-follow") {
    let records = try log.records(from: next, limit: 1_000)
    for record in records where filter.matches(record.event) { printRecord(record) }
    next = records.last.map { $0.sequence + 1 } ?? next
    if records.isEmpty { usleep(200_000) }
  }
  return ExitCode.success
}

// MARK: Reading the command line

private func openLog(_ arguments: ParsedArguments) throws -> OfflineLog {
  try OfflineLog(data: try ServiceOptions.configuration(arguments, for: .readingTheLog).data)
}

private func filter(
  _ arguments: ParsedArguments, of command: String
) throws(UsageError) -> AuditFilter {
  var filter = AuditFilter()
  filter.agent = arguments.value("agent")
  filter.session = arguments.value("session")
  filter.tool = arguments.value("tool")
  filter.verdict = arguments.value("verdict")
  filter.rule = arguments.value("rule")
  filter.code = arguments.value("code")
  filter.text = arguments.value("text")
  filter.type = arguments.value("type")
  for (option, member) in [("since", \AuditFilter.from), ("until", \AuditFilter.to)] {
    guard let text = arguments.value(option) else { continue }
    guard let time = TimeText.nanoseconds(text) else {
      throw UsageError(
        message:
          "`--\(option) \(text)`: write 2026-11-21T07:00:00Z, or 15m, 2h or 7d for that long ago",
        command: "gatehouse audit \(command)")
    }
    filter[keyPath: member] = time
  }
  return filter
}

private func count(
  _ arguments: ParsedArguments, _ option: String, of command: String, standard: Int
) throws(UsageError) -> Int {
  guard let text = arguments.value(option) else { return standard }
  guard let count = Int(text), (1...1_000_000).contains(count) else {
    throw UsageError(
      message: "`--\(option) \(text)`: write a whole number from 1 to 1000000",
      command: "gatehouse audit \(command)")
  }
  return count
}

/// Prints a record as it stands in the log; on a terminal, which would obey what an agent wrote, with escapes.
private func printRecord(_ record: AuditRecord) {
  let line = String(decoding: record.line, as: UTF8.self)
  Terminal.print(Terminal.isPresent ? Escaped.json(line) : line)
}
