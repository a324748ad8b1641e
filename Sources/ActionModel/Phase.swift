/// The moment in an action's life that is being decided.
package enum Phase: String, Sendable, Hashable, CaseIterable {
  /// Before the action is carried out: the default of callers and rules.
  case request
  /// After it: what the tool answered, before the agent sees it.
  case result
  /// A list of what is on offer, such as a server's tools.
  case list
  /// Text on its way to a model.
  case prompt
  /// A finding inside streamed content.
  case content
}
