import ActionModel
import ByteParsing
import CommandLineParsing
import GatehouseService
import Policy

/// `gatehouse explain`: decides one action offline and says why.
let explainCommand = Command(
  "explain", summary: "say which rules match an action, what each read, and why the others do not",
  discussion: "Exit code: as `gatehouse decide`.",
  options: ServiceOptions.policy + [
    .flag("all", summary: "name the rules about other tools and phases too")
  ],
  operands: [Operand("ACTION.json")]
) { arguments in
  let policy = try OfflinePolicy(
    try ServiceOptions.configuration(arguments, for: .askingThePolicy))
  let request = try policy.request(fromFile: arguments.operands[0])
  let trace = policy.explain(request)
  Terminal.print(
    trace.text(policy.understanding(of: request), withUnconcerned: arguments.has("all")))
  return ExitCode.of(trace.outcome.verdict)
}

extension PolicyTrace {
  /// Lays the trace out for a terminal, below lines that say what the call would do.
  fileprivate func text(_ understanding: [String], withUnconcerned: Bool) -> String {
    var text =
      "\(outcome.verdict.rawValue): \(outcome.reason.text) (\(outcome.reason.code.rawValue))\n"
    for line in understanding { text += "\(line)\n" }
    var unconcerned = 0
    for trace in rules {
      if trace.status == .notConcerned, !withUnconcerned {
        unconcerned += 1
        continue
      }
      let shadow = trace.rule.isShadow ? ", shadow" : ""
      text += """

        \(trace.status.rawValue.replacing(bytes: "_", with: " ")): \(trace.rule.id)  \
        [\(trace.rule.effect.rawValue), \(trace.rule.layer.rawValue)\(shadow), \(trace.rule.source):\(trace.rule.line)]
            \(trace.why)

        """
      for reading in trace.readings { text += "    \(reading.text) = \(reading.value)\n" }
    }
    if unconcerned > 0 {
      let are = unconcerned == 1 ? "1 rule is" : "\(unconcerned) rules are"
      text += "\n\(are) about other tools or phases (--all names them)\n"
    }
    return text
  }
}
