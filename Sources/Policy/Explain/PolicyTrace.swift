/// What led to an outcome: every rule of the set, what it said and what it read.
package struct PolicyTrace: Sendable {
  package let outcome: PolicyOutcome
  /// All rules, in the order of the set.
  package let rules: [RuleTrace]
}

/// How one rule came to match an action or not.
package struct RuleTrace: Sendable {
  /// What became of the rule.
  package enum Status: String, Sendable {
    /// The rule matched.
    case matched
    /// The rule was asked and did not match.
    case unmatched
    /// A condition of the rule could not be evaluated.
    case failed
    /// The rule was not asked: it is about other tools or phases.
    case notConcerned = "not_concerned"
  }

  /// One thing that a condition read.
  package struct Reading: Sendable, Hashable {
    /// What the condition says, such as `args.path`.
    package let text: String
    /// Its value as the condition saw it, or why it had none.
    package let value: String
  }

  package let rule: PolicySet.RuleSummary
  package let status: Status
  /// Why the status is what it is, as a clause: `` `when` is false ``.
  package let why: String
  /// What the conditions read, each once, in the order of the text; empty where the rule was not asked.
  package let readings: [Reading]
}
