import CommandLineParsing
import GatehouseService

/// `gatehouse inspect`: looks into texts, without a policy.
let inspectCommand = Command(
  "inspect", summary: "look for credentials, personal data and injections in texts",
  discussion: """
    Each line of standard input is {"id", "text"}, or {"id", "value"} for any JSON, and each answer a line: what was
    found, where, how severe it is, and how bad all of it is together, from 0 to 100. No answer repeats what was found.
    """,
  options: ServiceOptions.all.filter { $0.name == "patterns" } + [
    .flag("redact", summary: "answer the text too, without what was found in it"),
    .flag(
      "sanitize",
      summary: "answer the text too, without unseen characters and with models' tags made harmless"),
  ]
) { arguments in
  var extras: OfflineInspection.Extras = []
  if arguments.has("redact") { extras.insert(.redacted) }
  if arguments.has("sanitize") { extras.insert(.sanitized) }
  let inspection = try OfflineInspection(patterns: arguments.values("patterns"), extras: extras)
  let refused = try JSONLines.answer("-", to: Terminal.print) { question, writer in
    try inspection.answer(question, to: &writer)
  }
  return refused == 0 ? ExitCode.success : ExitCode.failure
}
