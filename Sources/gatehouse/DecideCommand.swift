import ActionModel
import CommandLineParsing
import GatehouseService
import JSON

/// `gatehouse decide`: decides one action offline.
let decideCommand = Command(
  "decide", summary: "decide an action offline, as the daemon would on its first call",
  discussion: """
    ACTION.json is what callers send to POST /v1/decide; `-` reads it from standard input. The decision is printed as
    JSON. Exit code: 0 allow, 3 deny, 4 approval required, 2 wrong usage, 1 failure.

    With --jsonl each line of the file, or of standard input, is an action, and each decision a line; the exit code is 0
    if every line is an action.
    """,
  options: ServiceOptions.policy + [
    .flag("jsonl", summary: "decide one action a line, and print one decision a line")
  ],
  operands: [Operand("ACTION.json", required: false)]
) { arguments in
  let policy = try OfflinePolicy(
    try ServiceOptions.configuration(arguments, for: .askingThePolicy))
  if arguments.has("jsonl") {
    let refused = try JSONLines.answer(
      arguments.operands.first ?? "-", to: Terminal.print
    ) { document, writer in
      policy.decide(try policy.request(document)).write(to: &writer)
    }
    return refused == 0 ? ExitCode.success : ExitCode.failure
  }
  guard let path = arguments.operands.first else {
    throw UsageError(message: "name the file that holds the action", command: "gatehouse decide")
  }
  let decision = policy.decide(try policy.request(fromFile: path))
  var writer = JSONWriter()
  decision.write(to: &writer)
  Terminal.print(String(decoding: writer.bytes, as: UTF8.self))
  return ExitCode.of(decision.verdict)
}

extension ExitCode {
  static func of(_ verdict: Verdict) -> Int32 {
    switch verdict {
    case .allow: success
    case .deny: deny
    case .requireApproval: approvalRequired
    }
  }
}
