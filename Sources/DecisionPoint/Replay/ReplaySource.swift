package import ActionModel

/// Finds out anew what a record does not tell of an action.
package protocol ReplaySource: Sendable {
  /// What an action would do, by the spelling of its paths alone.
  func effects(of action: Action) -> Effects

  /// What is inside an action's text.
  func findings(in action: Action) -> ContentFindings

  /// The host that effects name as `example.com:443`.
  func host(_ text: String) -> HostTarget
}
