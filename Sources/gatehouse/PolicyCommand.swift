import CommandLineParsing
import Documents
import GatehouseService
import Policy
import YAML

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `gatehouse policy`: checks policies and runs their tests.
let policyCommand = Command(
  "policy", summary: "check policies, test them, replay the log under them, and draft them",
  subcommands: [
    Command(
      "check", summary: "load a policy as the daemon would, and say what is wrong with it",
      discussion: "Each PATH is a file, or a directory of .yaml files; all together are one set.",
      options: [
        .choice(
          "format", ProblemFormat.allCases.map(\.rawValue),
          summary: "how problems are printed; `text` unless said"),
        .value(
          "tools", "FILE", repeatable: true, summary: "a file that describes the tools in use"),
      ],
      operands: [Operand("PATH", repeatable: true)]
    ) { arguments in
      var configuration = Configuration()
      configuration.policy = arguments.operands
      configuration.tools = arguments.values("tools")
      let format = arguments.value("format").flatMap(ProblemFormat.init(rawValue:)) ?? .text
      func show(_ problems: [DocumentProblem]) -> String {
        format.write(problems, tool: "gatehouse", version: Version.text)
      }
      do {
        let set = try OfflinePolicy(configuration).set
        guard format == .text else {
          Terminal.write(show(set.warnings), to: STDOUT_FILENO)
          return ExitCode.success
        }
        Terminal.write(show(set.warnings), to: STDERR_FILENO)
        let rules = Terminal.count(set.ruleSummaries.count, "rule")
        Terminal.print("\(rules) in \(Terminal.count(set.sources.count, "file")): in order")
        return ExitCode.success
      } catch let error as DocumentErrors {
        Terminal.write(
          show(error.problems), to: format == .text ? STDERR_FILENO : STDOUT_FILENO)
        return ExitCode.failure
      }
    },
    Command(
      "test", summary: "decide the cases of a file, and compare with what they expect",
      discussion: """
        Each case is analysed and inspected as the daemon would, but for files, which are not looked at. Prints each
        difference, and the rules that no case made match.
        """,
      options: ServiceOptions.policy, operands: [Operand("CASES.yaml", repeatable: true)]
    ) { arguments in
      let policy = try OfflinePolicy(
        try ServiceOptions.configuration(arguments, for: .askingThePolicy))
      let sources = try PolicyFiles.read(arguments.operands)
      let report = policy.run(try sources.flatMap { try PolicyCase.read($0) })
      Terminal.print(report.text(of: policy.set))
      return report.failures.isEmpty ? ExitCode.success : ExitCode.failure
    },
    Command(
      "coverage", summary: "say how often each rule matched in a log, and which never did",
      discussion: "Looks at the decisions of the log in --data, of all policies that were in use.",
      options: ServiceOptions.policy
        + ServiceOptions.all.filter { $0.name == "data" } + [
          .value(
            "since", "TIME",
            summary: "from this time on: 2026-11-21T07:00:00Z, or 15m, 2h, 7d ago")
        ]
    ) { arguments in
      let configuration = try ServiceOptions.configuration(arguments, for: .readingTheLog)
      let set = try OfflinePolicy(configuration).set
      let since = try arguments.value("since").map { text in
        guard let time = TimeText.nanoseconds(text) else {
          throw UsageError(
            message:
              "`--since \(text)`: write 2026-11-21T07:00:00Z, or 15m, 2h or 7d for that long ago",
            command: "gatehouse policy coverage")
        }
        return time
      }
      let coverage = try OfflineLog(data: configuration.data).coverage(since: since)
      Terminal.print(coverage.text(of: set))
      return ExitCode.success
    },
    policyReplayCommand, policyDraftCommand,
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

extension RuleCoverage {
  /// Lays the counts out for a terminal, the most frequent rule first.
  fileprivate func text(of set: PolicySet) -> String {
    var text = "\(Terminal.count(decisions, "decision"))\n"
    let counted = set.ruleSummaries.map { (rule: $0, count: matches[$0.id] ?? 0) }
    for (rule, count) in counted.sorted(by: { $0.count > $1.count }) where count > 0 {
      text += "\(count)\t\(rule.id) (\(rule.source):\(rule.line))\n"
    }
    for (rule, _) in counted.filter({ $0.count == 0 }) {
      text += "never matched: \(rule.id) (\(rule.source):\(rule.line))\n"
    }
    return text
  }
}
