/// What became of an action that was allowed, as whoever carries actions out reports it.
package enum ActionOutcome: String, Sendable, CaseIterable {
  case executed
  /// It was tried, and has changed nothing.
  case failed
  /// It was not even tried.
  case notExecuted = "not_executed"

  /// Whether what the action was counted as is given back.
  package var givesBack: Bool { self != .executed }
}
