import CommandLineParsing
import GatehouseService

/// `gatehouse inspect`: looks into texts, without a policy.
let inspectCommand = Command(
  "inspect", summary: "look for credentials, personal data and injections in texts",
  discussion: """
    Each line of standard input is {"id", "text"}, and each answer a line: what was found, where in the text, how severe it
    is, and how bad all of it is together, from 0 to 100. No answer repeats what was found.
    """,
  options: ServiceOptions.all.filter { $0.name == "patterns" }
) { arguments in
  let inspection = try OfflineInspection(patterns: arguments.values("patterns"))
  let refused = try JSONLines.answer("-", to: Terminal.print) { question, writer in
    try inspection.answer(question, to: &writer)
  }
  return refused == 0 ? ExitCode.success : ExitCode.failure
}
