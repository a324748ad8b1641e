package import ActionModel

/// A recorded action on which a policy would decide otherwise, or might.
package struct ReplayDifference: Sendable {
  /// The record's number in the log.
  package let sequence: UInt64
  package let id: String
  /// In nanoseconds since 1970.
  package let time: Int64
  package let agent: String
  package let session: String?
  package let tool: ToolName
  /// The arguments as the log keeps them; nil where it has none or they are long.
  package let arguments: [UInt8]?
  /// What the policy of that time demanded.
  package let before: Verdict
  /// What the policy at hand demands; several where it hangs on something unknown. Strongest last.
  package let after: [Verdict]
  /// The rules that matched then.
  package let rulesBefore: [String]
  /// The rules that decide now, as far as is known.
  package let rulesAfter: [String]
  package let reason: Decision.Reason
  /// The facts that are wanting: `args.token`, `context`.
  package let unknowns: [String]

  /// Whether the verdict may also stay as it was.
  package var isUndecidable: Bool { after.contains(before) }
}

/// Differences that are alike: the same turn, by the same rule, of the same agent with the same tool.
package struct ReplayGroup: Sendable, Hashable {
  package let before: Verdict
  package let after: [Verdict]
  /// The rule that decides now, or the reason code where none does.
  package let rule: String
  package let agent: String
  package let tool: String
  package let unknowns: [String]

  init(_ difference: ReplayDifference) {
    before = difference.before
    after = difference.after
    rule = difference.rulesAfter.first ?? difference.reason.code.rawValue
    agent = difference.agent
    tool = difference.tool.canonical ?? difference.tool.description
    unknowns = difference.unknowns
  }

  package var isUndecidable: Bool { after.contains(before) }
}
