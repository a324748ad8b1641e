import ActionModel
import Telemetry

/// Counts decisions and how long they took.
struct DecisionMetrics: Sendable {
  private struct Kind: Hashable {
    let verdict: Verdict
    let code: ReasonCode
  }

  /// A counter for every kind there can be, so that a decision makes no label.
  private let decisions: [Kind: Counter]
  private let prompts: MetricFamily<Counter>
  private let evaluation: Histogram
  private let total: Histogram

  init(_ metrics: Metrics) {
    let family = metrics.counters(
      "gatehouse_decisions_total", "Decisions, by verdict and reason code.",
      by: [MetricLabel("verdict", of: Verdict.self), MetricLabel("code", of: ReasonCode.self)])
    var decisions: [Kind: Counter] = [:]
    for verdict in Verdict.allCases {
      for code in ReasonCode.allCases where verdict == .deny || code.standing == .decided {
        decisions[Kind(verdict: verdict, code: code)] = family.with(verdict.rawValue, code.rawValue)
      }
    }
    self.decisions = decisions
    prompts = metrics.counters(
      "gatehouse_prompts_total", "Requests that people were asked to approve, by rule.",
      by: [MetricLabel("rule", values: ["default"])])
    evaluation = metrics.histogram(
      "gatehouse_decision_evaluation_seconds",
      "From an action's arrival at the decision point to its verdict.", .seconds)
    total = metrics.histogram(
      "gatehouse_decision_seconds",
      "From an action's arrival at the decision point until its decision is recorded.", .seconds)
  }

  /// Lets prompts be counted by some rules, whose ids are those of a policy.
  func expectPrompts(by rules: some Sequence<String>) {
    prompts.allow(rules, for: "rule")
  }

  /// Counts that people are asked, for each of the rules that want it.
  func countPrompts(by rules: [String]) {
    for rule in rules { prompts.with(rule).increment() }
  }

  /// Counts a decision; times are nanoseconds on the monotonic clock.
  func count(_ decision: Decision, began: Int64, evaluated: Int64, ended: Int64) {
    decisions[Kind(verdict: decision.verdict, code: decision.reason.code)]?.increment()
    evaluation.record(UInt64(max(0, evaluated - began)))
    total.record(UInt64(max(0, ended - began)))
  }
}
