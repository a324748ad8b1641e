import CommandLineParsing
import GatehouseService
import Storage

/// `gatehouse data`: looks after what is stored beside the log.
let dataCommand = Command(
  "data", summary: "check, back up and restore what is stored: approvals, grants, sessions",
  subcommands: [checkCommand, backupCommand, restoreCommand])

private let locating = ServiceOptions.all.filter {
  ["config", "data", "storage"].contains($0.name)
}

private let checkCommand = Command(
  "check", summary: "check every page and reference, also while an instance is using them",
  discussion: "Exit code: 0 in order, 5 damaged, 1 could not be checked.",
  options: locating
) { arguments in
  let report = try stored(arguments).check()
  for problem in report.problems { Terminal.complain("damaged: \(problem)") }
  guard report.isInOrder else { return ExitCode.broken }
  Terminal.print(
    "in order: \(Terminal.count(report.rows, "row")) in \(Terminal.count(report.tables, "table"))"
      + (report.pendingSteps > 0
        ? ", \(Terminal.count(report.pendingSteps, "step")) of the schema to take at the next start"
        : ""))
  return ExitCode.success
}

private let backupCommand = Command(
  "backup", summary: "copy it to a new file, also while an instance is using it",
  discussion:
    "The copy is of one moment, checked, and only its owner may read it. The log is not in it.",
  options: locating, operands: [Operand("FILE")]
) { arguments in
  try stored(arguments).backUp(to: arguments.operands[0])
  return ExitCode.success
}

private let restoreCommand = Command(
  "restore", summary: "put a backup in its place, while no instance is using it",
  discussion: "What was there is kept beside it, under a name that is printed.",
  options: locating, operands: [Operand("FILE")]
) { arguments in
  if let old = try stored(arguments).restore(from: arguments.operands[0]) {
    Terminal.print("what was there is in `\(old)`")
  }
  return ExitCode.success
}

private func stored(_ arguments: ParsedArguments) throws -> OfflineStorage {
  OfflineStorage(try ServiceOptions.configuration(arguments, for: .readingTheLog))
}
