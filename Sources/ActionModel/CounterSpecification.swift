/// Says which past actions a rule counts: what `session.sum("refunds.create", "amount", duration("24h"))` reads.
package struct CounterSpecification: Sendable, Hashable {
  /// Whose actions are counted together.
  package enum Scope: Sendable, Hashable {
    case session
    case agent
    /// All actions, of any agent of the tenant, that this rule matched.
    case rule(id: String)
  }

  /// What is kept of each action.
  package enum Kind: Sendable, Hashable {
    case count
    /// The sum of a number in the arguments, named by its member path.
    case sum(argument: [String])
    case seen
  }

  package let scope: Scope
  package let kind: Kind
  /// Which tools' actions are counted.
  package let tool: ToolPattern
  /// Of those, only the ones that have, or may have, an effect of this kind; nil for all.
  package let effect: Effect.Kind?
  /// How far back, in nanoseconds, greater than zero.
  package let window: Int64
  /// Whether all instances on one database count together.
  package let isShared: Bool

  package init(
    scope: Scope, kind: Kind, tool: ToolPattern, effect: Effect.Kind? = nil, window: Int64,
    isShared: Bool = false
  ) {
    self.isShared = isShared
    self.scope = scope
    self.kind = kind
    self.tool = tool
    self.effect = effect
    self.window = window
  }
}
