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
    """,
  options: ServiceOptions.policy, operands: [Operand("ACTION.json")]
) { arguments in
  let policy = try OfflinePolicy(
    try ServiceOptions.configuration(arguments, for: .askingThePolicy))
  let decision = policy.decide(try policy.request(fromFile: arguments.operands[0]))
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
