package import ActionModel

/// Says what is inside the text of actions.
package protocol ContentSource: Sendable {
  /// Gets ready, so that no action waits for it; may take tens of milliseconds.
  func prepare()

  /// What is inside an action; what could not be looked into in time is a finding.
  func findings(in action: Action) async -> ContentFindings
}
