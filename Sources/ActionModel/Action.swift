package import JSON

/// One thing that an agent wants to do, in the form that every enforcement point turns its traffic into.
///
/// An object, because it goes through every step of a decision, and all that it holds would be retained each time.
package final class Action: Sendable {
  /// The caller's own id of the action, by which it joins answer, outcome and log; nil where it gave none.
  package let id: String?
  /// Who asks.
  package let caller: Caller
  /// The agent that the caller says it speaks for.
  package let agent: String?
  /// The tenant that the caller says it speaks for.
  package let tenant: String?
  /// The session that the action belongs to, unique within (tenant, agent).
  package let session: String?
  /// The id of the action that this one is part of.
  package let parent: String?
  package let phase: Phase
  package let tool: ToolName
  /// The tool's arguments, any JSON; nil where none were sent.
  package let arguments: JSONValue?
  /// What the caller knows of the circumstances, a JSON object; never trusted to grant anything by itself.
  package let context: JSONValue?
  /// The approval that the caller redeems.
  package let approval: String?
  /// The obligations that the caller is able to carry out.
  package let can: Abilities

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

  /// The same action, redeeming an approval, or none.
  package func redeeming(_ approval: String?) -> Action {
    Action(
      id: id, caller: caller, agent: agent, tenant: tenant, session: session, parent: parent,
      phase: phase, tool: tool, arguments: arguments, context: context, approval: approval, can: can
    )
  }
}
