package import ActionModel

/// Says what is inside the text of actions.
package protocol ContentSource: Sendable {
  func findings(in action: Action) -> ContentFindings
}
