package import JSON

/// One thing that an agent wants to do, in the form that every enforcement point turns its traffic into.
package struct Action: Sendable {
  /// The caller's own id of the action, by which it joins answer, outcome and log; nil where it gave none.
  package var id: String?
  /// Who asks.
  package var caller: Caller
  /// The agent that the caller says it speaks for.
  package var agent: String?
  /// The tenant that the caller says it speaks for.
  package var tenant: String?
  /// The session that the action belongs to, unique within (tenant, agent).
  package var session: String?
  /// The id of the action that this one is part of.
  package var parent: String?
  package var phase: Phase
  package var tool: ToolName
  /// The tool's arguments, any JSON; nil where none were sent.
  package var arguments: JSONValue?
  /// What the caller knows of the circumstances, a JSON object; never trusted to grant anything by itself.
  package var context: JSONValue?
  /// The approval that the caller redeems.
  package var approval: String?
  /// The obligations that the caller is able to carry out.
  package var can: Abilities

  package init(
    id: String? = nil, caller: Caller, agent: String? = nil, tenant: String? = nil,
    session: String? = nil, parent: String? = nil, phase: Phase = .request, tool: ToolName,
    arguments: JSONValue? = nil, context: JSONValue? = nil, approval: String? = nil,
    can: Abilities = []
  ) {
    self.id = id
    self.caller = caller
    self.agent = agent
    self.tenant = tenant
    self.session = session
    self.parent = parent
    self.phase = phase
    self.tool = tool
    self.arguments = arguments
    self.context = context
    self.approval = approval
    self.can = can
  }
}
