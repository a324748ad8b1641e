import ActionModel

/// What became of a run of cases.
package struct PolicyCaseReport: Sendable {
  /// One case, and in which points the decision differed from what it expects.
  package struct Result: Sendable {
    package let policyCase: PolicyCase
    package let outcome: PolicyOutcome
    /// One sentence a difference; empty where the case holds.
    package let differences: [String]
  }

  package let results: [Result]
  /// The rules that no case made match, shadow rules among them.
  package let unmatchedRules: [PolicySet.RuleSummary]

  package var failures: [Result] { results.filter { !$0.differences.isEmpty } }
}

extension PolicySet {
  /// Decides every case, and compares with what it expects.
  package func run(_ cases: [PolicyCase]) -> PolicyCaseReport {
    var matched: Set<String> = []
    let results = cases.map { policyCase in
      let trace = explain(policyCase.request, counters: policyCase.counters)
      matched.formUnion(trace.rules.filter { $0.status == .matched }.map(\.rule.id))
      matched.formUnion(trace.outcome.matched)
      return PolicyCaseReport.Result(
        policyCase: policyCase, outcome: trace.outcome,
        differences: policyCase.expectation.differences(from: trace.outcome))
    }
    return PolicyCaseReport(
      results: results, unmatchedRules: ruleSummaries.filter { !matched.contains($0.id) })
  }
}

extension PolicyCase.Expectation {
  fileprivate func differences(from outcome: PolicyOutcome) -> [String] {
    var differences: [String] = []
    if decision != outcome.verdict {
      differences.append(
        "decision is `\(outcome.verdict.rawValue)` instead of `\(decision.rawValue)`: "
          + outcome.reason.text)
    }
    if let code, code != outcome.reason.code {
      differences.append(
        "code is `\(outcome.reason.code.rawValue)` instead of `\(code.rawValue)`")
    }
    if let rule, !outcome.rules.contains(rule) {
      differences.append("rule `\(rule)` is not among \(Self.list(outcome.rules))")
    }
    compare("rules", rules, outcome.rules, &differences)
    compare("flags", flags, outcome.flags, &differences)
    compare("obligations", obligations, outcome.obligations.map(\.rule), &differences)
    if let shadow, shadow != outcome.shadow?.verdict {
      differences.append(
        "shadow is `\(outcome.shadow?.verdict.rawValue ?? "null")` instead of "
          + "`\(shadow?.rawValue ?? "null")`")
    }
    return differences
  }

  private func compare(
    _ what: String, _ expected: [String]?, _ found: [String], _ differences: inout [String]
  ) {
    guard let expected, expected.sorted() != found.sorted() else { return }
    differences.append("\(what) are \(Self.list(found)) instead of \(Self.list(expected))")
  }

  private static func list(_ ids: [String]) -> String {
    "[" + ids.joined(separator: ", ") + "]"
  }
}
