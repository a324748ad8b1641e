package import ActionModel
package import Expressions

/// Everything a decision is made from: the action, and the facts of its moment.
///
/// It is a reference, so that a decision copies none of it.
package final class PolicyRequest: Sendable {
  package let action: Action
  package let principal: Principal
  package let now: Timestamp
  /// What the action would do; nil where nobody has analysed it, which is taken as `Effects.unknown`.
  package let effects: Effects?
  /// What is inside its text; nil where nobody has looked, which is taken as `ContentFindings.unknown`.
  package let content: ContentFindings?
  /// The directories that agents work in.
  package let project: ProjectDirectories
  /// What of all this is not known, because the action is decided from a record; nil for one that is asked now.
  package let withheld: Withheld?

  /// Why the action is denied before any rule is asked; nil where nothing is wrong with it.
  package let refusal: Decision.Reason?

  /// Whether arguments are still to come, as for an item of a list, so that what depends on them is unknown.
  var awaitsArguments: Bool { action.phase == .list && action.arguments == nil }

  package init(
    action: Action, principal: Principal, now: Timestamp, effects: Effects? = nil,
    content: ContentFindings? = nil, project: ProjectDirectories = .none,
    refusal: Decision.Reason? = nil, withheld: Withheld? = nil
  ) {
    self.action = action
    self.principal = principal
    self.now = now
    self.effects = effects
    self.content = content
    self.project = project
    self.refusal = refusal
    self.withheld = withheld
  }
}
