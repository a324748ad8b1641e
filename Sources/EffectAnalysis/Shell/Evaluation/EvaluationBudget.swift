/// What the scripts of one call cost together, in steps: commands and expansions, and the texts that they make.
struct EvaluationBudget {
  /// Steps taken so far.
  private(set) var steps = 0

  /// Whether there are no more steps.
  var isSpent: Bool { steps > EvaluationLimits.steps }

  mutating func take(_ count: Int) { steps += count }
}
