import AuditLog
import CommandLineParsing
import Crypto
import GatehouseService

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
  guard let log = openLog(arguments) else { return ExitCode.failure }
  do {
    let report = try log.verify(extending: arguments.value("checkpoint"))
    if arguments.has("json") {
      Terminal.print(report.json)
    } else if report.isIntact {
      Terminal.print(
        "intact: \(report.size - report.firstSequence) records in \(report.segments) segments, "
          + "\(report.checkpoints) checkpoints agree, root \(report.root?.description ?? "none")")
    }
    if let finding = report.finding { Terminal.complain("broken: \(finding)") }
    return report.isIntact ? ExitCode.success : ExitCode.broken
  } catch {
    Terminal.complain("\(error)")
    return ExitCode.failure
  }
}

private let filtering: [Option] = [
  .value("agent", "ID", summary: "only this agent's"),
  .value("session", "ID", summary: "only this session's"),
  .value("tool", "NAME", summary: "only this tool's: `name` or `channel:server/name`"),
  .value("verdict", "WORD", summary: "only `allow`, `deny` or `require_approval`"),
  .value("rule", "ID", summary: "only those that this rule matched"),
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
  guard let log = openLog(arguments), let filter = filter(arguments),
    let limit = count(arguments, "limit", standard: 50)
  else { return ExitCode.failure }
  do {
    for record in try log.newest(limit, matching: filter) { printRecord(record) }
    return ExitCode.success
  } catch {
    Terminal.complain("\(error)")
    return ExitCode.failure
  }
}

private let tailCommand = Command(
  "tail", summary: "print the newest records, oldest first, and follow what is written",
  options: locating + filtering + [
    .value("lines", "COUNT", summary: "begin with so many; 10 unless said"),
    .flag("no-follow", summary: "stop at the end"),
  ]
) { arguments in
  guard let log = openLog(arguments), let filter = filter(arguments),
    let lines = count(arguments, "lines", standard: 10)
  else { return ExitCode.failure }
  do {
    let last = try log.newest(1, matching: AuditFilter()).first?.sequence
    for record in try log.newest(lines, matching: filter).reversed() { printRecord(record) }
    var next = last.map { $0 + 1 } ?? 0
    while !arguments.has("no-follow") {
      let records = try log.records(from: next, limit: 1_000)
      for record in records where filter.matches(record.event) { printRecord(record) }
      next = records.last.map { $0.sequence + 1 } ?? next
      if records.isEmpty { usleep(200_000) }
    }
    return ExitCode.success
  } catch {
    Terminal.complain("\(error)")
    return ExitCode.failure
  }
}

// MARK: Reading the command line

private func openLog(_ arguments: ParsedArguments) -> OfflineLog? {
  guard let configuration = ServiceOptions.configuration(arguments, isForServing: false) else {
    return nil
  }
  do {
    return try OfflineLog(data: configuration.data)
  } catch {
    Terminal.complain("\(error)")
    return nil
  }
}

private func filter(_ arguments: ParsedArguments) -> AuditFilter? {
  var filter = AuditFilter()
  filter.agent = arguments.value("agent")
  filter.session = arguments.value("session")
  filter.tool = arguments.value("tool")
  filter.verdict = arguments.value("verdict")
  filter.rule = arguments.value("rule")
  filter.type = arguments.value("type")
  for (option, member) in [("since", \AuditFilter.from), ("until", \AuditFilter.to)] {
    guard let text = arguments.value(option) else { continue }
    guard let time = TimeText.nanoseconds(text) else {
      Terminal.complain(
        "`--\(option) \(text)`: write 2026-11-21T07:00:00Z, or 15m, 2h or 7d for that long ago")
      return nil
    }
    filter[keyPath: member] = time
  }
  return filter
}

private func count(_ arguments: ParsedArguments, _ option: String, standard: Int) -> Int? {
  guard let text = arguments.value(option) else { return standard }
  guard let count = Int(text), (1...1_000_000).contains(count) else {
    Terminal.complain("`--\(option) \(text)`: write a whole number from 1 to 1000000")
    return nil
  }
  return count
}

private func printRecord(_ record: AuditRecord) {
  Terminal.print(String(decoding: record.line, as: UTF8.self))
}
