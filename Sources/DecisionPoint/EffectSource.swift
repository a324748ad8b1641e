package import ActionModel
package import Policy

/// Says what actions would do.
package protocol EffectSource: Sendable {
  /// Gets ready ahead, which the first action that is analysed else waits for; may take tens of milliseconds.
  func prepare()

  /// Says what is wrong with the arguments of an action whose tool is described, naming the place; nil where they fit.
  ///
  /// Arguments that could not be judged in time are wrong.
  func complaint(about action: Action) async -> String?

  /// Says in one sentence what effects come to: "would delete everything under /home/ann, cannot be undone".
  func summary(of effects: Effects) -> String

  /// The effects of an action; those that could not be found out in time are unknown.
  func effects(of action: Action, projects: ProjectDirectories) async -> Effects
}
