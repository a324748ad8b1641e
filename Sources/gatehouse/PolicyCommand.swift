import CommandLineParsing
import GatehouseService
import Policy
import YAML

/// `gatehouse policy`: checks policies and runs their tests.
let policyCommand = Command(
  "policy", summary: "check policies, and test them",
  subcommands: [
    Command(
      "check", summary: "load a policy as the daemon would, and say what is wrong with it",
      discussion: "Each PATH is a file, or a directory of .yaml files; all together are one set.",
      operands: [Operand("PATH", repeatable: true)]
    ) { arguments in
      var configuration = Configuration()
      configuration.policy = arguments.operands
      let set = try OfflinePolicy(configuration).set
      for warning in set.warnings { Terminal.complain("\(warning)") }
      let rules = Terminal.count(set.ruleSummaries.count, "rule")
      Terminal.print("\(rules) in \(Terminal.count(set.sources.count, "file")): in order")
      return ExitCode.success
    },
    Command(
      "test", summary: "decide the cases of a file, and compare with what they expect",
      discussion: "Prints each difference, and the rules that no case made match.",
      options: ServiceOptions.policy, operands: [Operand("CASES.yaml", repeatable: true)]
    ) { arguments in
      let policy = try OfflinePolicy(
        try ServiceOptions.configuration(arguments, for: .askingThePolicy))
      let sources = try PolicyFiles.read(arguments.operands)
      let report = policy.set.run(try sources.flatMap { try PolicyCase.read($0) })
      Terminal.print(report.text(of: policy.set))
      return report.failures.isEmpty ? ExitCode.success : ExitCode.failure
    },
  ])

extension PolicyCaseReport {
  /// Lays the report out for a terminal.
  fileprivate func text(of set: PolicySet) -> String {
    var text = ""
    for failure in failures {
      text += "failed: \(failure.policyCase.name) (line \(failure.policyCase.position.line))\n"
      for difference in failure.differences { text += "    \(difference)\n" }
    }
    text += "\(results.count - failures.count) of \(results.count) cases hold\n"
    let total = set.ruleSummaries.count
    text += "\(total - unmatchedRules.count) of \(total) rules matched in some case\n"
    for rule in unmatchedRules {
      text += "    never matched: \(rule.id) (\(rule.source):\(rule.line))\n"
    }
    return text
  }
}
