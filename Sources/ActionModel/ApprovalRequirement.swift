/// Who has to approve an action, and how soon.
package struct ApprovalRequirement: Sendable, Hashable {
  /// One rule's demand; an approval satisfies every demand.
  package struct Demand: Sendable, Hashable {
    /// The rule's id; empty where a default demands the approval.
    package let rule: String
    /// Approvers and roles that may answer; empty where the rule names nobody, so that any approver may.
    package let approvers: [String]
    /// How many of them have to approve.
    package let quorum: Int

    package init(rule: String, approvers: [String] = [], quorum: Int = 1) {
      self.rule = rule
      self.approvers = approvers
      self.quorum = quorum
    }
  }

  /// The demands of every rule that matched, in the order of the policy; that of a default stands alone.
  package let demands: [Demand]
  /// The shortest time that one of them gives, in nanoseconds; nil where none says.
  package let within: Int64?
  /// Whether an approval holds only as long as the policy is the one it was asked under.
  package let isBoundToPolicy: Bool
  /// The arguments that notifications leave out, as JSON pointers (RFC 6901).
  package let hidden: [String]

  package init(
    demands: [Demand], within: Int64? = nil, isBoundToPolicy: Bool = false, hidden: [String] = []
  ) {
    self.demands = demands
    self.within = within
    self.isBoundToPolicy = isBoundToPolicy
    self.hidden = hidden
  }
}
