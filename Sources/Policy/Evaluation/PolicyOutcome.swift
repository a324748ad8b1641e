package import ActionModel

/// What the policy says of an action.
package struct PolicyOutcome: Sendable {
  package var verdict: Verdict
  package var reason: Decision.Reason
  /// The ids of the rules that produced the verdict, in the order of the policy; empty for a default.
  package var rules: [String]
  /// The ids of all live rules that matched.
  package var matched: [String]
  /// The ids of the `flag` rules that matched.
  package var flags: [String]
  /// What whoever carries the action out must do; empty in a denial.
  package var obligations: [Obligation]
  /// Who may approve, where the verdict is `require_approval`.
  package var approval: ApprovalRequirement?
  /// The counters that live rules read, by index: what the verdict rests on, to be reserved with it.
  package var countersRead: [Int]
  /// What shadow rules and policies would have changed; nil if nothing.
  package var shadow: ShadowOutcome?
}

extension PolicyOutcome {
  /// The outcome of an action that no rule was asked about.
  init(refused reason: Decision.Reason) {
    self.init(
      verdict: .deny, reason: reason, rules: [], matched: [], flags: [], obligations: [],
      approval: nil, countersRead: [], shadow: nil)
  }
}

/// What would have been decided had the shadow rules and policies been live.
package struct ShadowOutcome: Sendable {
  package let verdict: Verdict
  package let reason: Decision.Reason
  /// The ids of the shadow rules that matched.
  package let matched: [String]
}
