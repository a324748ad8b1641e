package import ActionModel
package import Expressions

/// Everything a decision is made from: the action, and the facts of its moment.
package struct PolicyRequest: Sendable {
  package var action: Action
  package var principal: Principal
  package var now: Timestamp
  /// What the action would do; nil where nobody has analysed it, which is taken as `Effects.unknown`.
  package var effects: Effects?
  /// The directories that agents work in.
  package var project: ProjectDirectories

  /// Whether arguments are still to come, as for an item of a list, so that what depends on them is unknown.
  var awaitsArguments: Bool { action.phase == .list && action.arguments == nil }

  package init(
    action: Action, principal: Principal, now: Timestamp, effects: Effects? = nil,
    project: ProjectDirectories = .none
  ) {
    self.action = action
    self.principal = principal
    self.now = now
    self.effects = effects
    self.project = project
  }
}
