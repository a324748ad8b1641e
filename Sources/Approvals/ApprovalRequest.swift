package import ActionModel

/// What an action asks to be approved: what an approval will be bound to, and what its approvers are shown.
package struct ApprovalRequest: Sendable {
  package let principal: Principal
  /// The session of the agent; nil where it named none.
  package let session: String?
  package let phase: Phase
  package let tool: ToolName
  /// The code of the whole action, which an approval fits and no other.
  package let binding: ActionBinding
  /// The same without the session, for grants that outlast it.
  package let bindingInAnySession: ActionBinding
  /// The digest of the policy that demands the approval.
  package let policy: String
  package private(set) var requirement: ApprovalRequirement
  /// The id of the decision that asks.
  package let decision: String
  package let content: Content

  /// What approvers are shown; whatever an agent wrote is in it as it wrote it, less its secrets, and is to be escaped
  /// by whoever shows it.
  package struct Content: Sendable {
    /// One sentence: "would delete everything under /home/ann, cannot be undone".
    package let summary: String
    /// Why an approval is demanded, in the words of the policy.
    package let reason: String
    /// The arguments without their secrets, canonical JSON; nil where there are none.
    package let arguments: [UInt8]?
    /// What the caller says of the circumstances, likewise.
    package let context: [UInt8]?
    /// The effects without their secrets, a JSON list.
    package let effects: [UInt8]
    /// Each effect's kind and its target, as conditions have it in `text`.
    package let targets: [Target]
    package let reversibility: Effects.Reversibility

    package struct Target: Sendable, Hashable {
      package let kind: Effect.Kind
      package let text: String

      package init(kind: Effect.Kind, text: String) {
        self.kind = kind
        self.text = text
      }
    }

    package init(
      summary: String, reason: String, arguments: [UInt8]?, context: [UInt8]?, effects: [UInt8],
      targets: [Target], reversibility: Effects.Reversibility
    ) {
      self.summary = summary
      self.reason = reason
      self.arguments = arguments
      self.context = context
      self.effects = effects
      self.targets = targets
      self.reversibility = reversibility
    }
  }

  package init(
    principal: Principal, session: String?, phase: Phase, tool: ToolName, binding: ActionBinding,
    bindingInAnySession: ActionBinding, policy: String,
    requirement: ApprovalRequirement, decision: String, content: Content
  ) {
    self.principal = principal
    self.session = session
    self.phase = phase
    self.tool = tool
    self.binding = binding
    self.bindingInAnySession = bindingInAnySession
    self.policy = policy
    self.requirement = requirement
    self.decision = decision
    self.content = content
  }

  /// Whether all that an action would do was shown with this request.
  ///
  /// The same arguments may come to mean something else: a link or a script that they name can change.
  func shows(_ other: Content) -> Bool {
    other.reversibility <= content.reversibility
      && Set(other.targets).isSubset(of: content.targets)
  }

  /// The same request for some of its demands, the others being answered.
  func demanding(_ demands: [ApprovalRequirement.Demand]) -> ApprovalRequest {
    var request = self
    request.requirement = ApprovalRequirement(
      demands: demands, within: requirement.within, isBoundToPolicy: requirement.isBoundToPolicy,
      hidden: requirement.hidden)
    return request
  }
}
