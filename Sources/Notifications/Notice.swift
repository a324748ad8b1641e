/// What people are told about an approval.
package struct Notice: Sendable, Equatable {
  /// What has happened to the approval.
  package enum Event: String, Sendable, CaseIterable {
    case requested = "approval.requested"
    case resolved = "approval.resolved"
    case expired = "approval.expired"
  }

  package var event: Event
  /// What makes one agent of a name another than the next.
  package struct Standing: Sendable, Equatable {
    /// Whether a credential stands behind the name.
    package var isVerified = true
    /// The credential that speaks for the agent, where it is not the agent's own.
    package var via: String?
    /// nil for the tenant of those who name none.
    package var tenant: String?
    /// nil for what is about to be done.
    package var phase: String?

    package init() {}
  }

  /// The approval's id.
  package var approval: String
  /// What the call would do, in one sentence.
  package var summary: String
  package var tool: String
  package var agent: String
  /// Who stands behind the agent's name, and where; its own verified credential where nothing is said.
  package var standing = Standing()
  package var session: String?
  /// The rule that wants the approval, and why.
  package var rule: String?
  package var reason: String?
  /// The arguments, secrets masked; as JSON or as lines.
  package var arguments: String
  /// Whether some of what was asked for is left out, so that it cannot be approved from here.
  package var isPartial: Bool
  /// How it ended and by whom, such as `approved by anna`; nil while it waits.
  package var outcome: String?
  /// Nanoseconds since 1970; nil where it does not expire.
  package var expiresAt: Int64?
  /// Where the page of the approval is; opening it decides nothing.
  package var url: String

  package init(
    _ event: Event, approval: String, summary: String, tool: String, agent: String,
    session: String? = nil, rule: String? = nil, reason: String? = nil, arguments: String,
    isPartial: Bool = false, outcome: String? = nil, expiresAt: Int64? = nil, url: String
  ) {
    self.event = event
    self.approval = approval
    self.summary = summary
    self.tool = tool
    self.agent = agent
    self.session = session
    self.rule = rule
    self.reason = reason
    self.arguments = arguments
    self.isPartial = isPartial
    self.outcome = outcome
    self.expiresAt = expiresAt
    self.url = url
  }
}
