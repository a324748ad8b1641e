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

/// Who has to approve an action, and how soon.
package struct ApprovalRequirement: Sendable, Hashable {
  /// One rule's demand; an approval satisfies every demand.
  package struct Demand: Sendable, Hashable {
    package let rule: String
    /// Any one of these may approve; empty where the rule names nobody.
    package let approvers: [String]
  }

  /// The demands of every rule that matched, in the order of the policy; empty where a default requires the approval.
  package let demands: [Demand]
  /// The shortest time that one of them gives, in nanoseconds; nil where none says.
  package let within: Int64?
}

/// What would have been decided had the shadow rules and policies been live.
package struct ShadowOutcome: Sendable {
  package let verdict: Verdict
  package let reason: Decision.Reason
  /// The ids of the shadow rules that matched.
  package let matched: [String]
}
