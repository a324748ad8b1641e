package import ActionModel
package import Policy

/// Says what actions would do.
package protocol EffectSource: Sendable {
  /// The effects of an action; those that could not be found out in time are unknown.
  func effects(of action: Action, projects: ProjectDirectories) async -> Effects
}
