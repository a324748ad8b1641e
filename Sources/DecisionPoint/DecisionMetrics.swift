import ActionModel
import Telemetry

/// Counts decisions and how long they took.
struct DecisionMetrics: Sendable {
  private let decisions: MetricFamily<Counter>
  private let evaluation: Histogram
  private let total: Histogram

  init(_ metrics: Metrics) {
    decisions = metrics.counters(
      "gatehouse_decisions_total", "Decisions, by verdict and reason code.",
      by: [MetricLabel("verdict", of: Verdict.self), MetricLabel("code", of: ReasonCode.self)])
    evaluation = metrics.histogram(
      "gatehouse_decision_evaluation_seconds",
      "From an action's arrival at the decision point to its verdict.", .seconds)
    total = metrics.histogram(
      "gatehouse_decision_seconds",
      "From an action's arrival at the decision point until its decision is recorded.", .seconds)
  }

  /// Counts a decision; times are nanoseconds on the monotonic clock.
  func count(_ decision: Decision, began: Int64, evaluated: Int64, ended: Int64) {
    decisions.with(decision.verdict.rawValue, decision.reason.code.rawValue).increment()
    evaluation.record(UInt64(max(0, evaluated - began)))
    total.record(UInt64(max(0, ended - began)))
  }
}
