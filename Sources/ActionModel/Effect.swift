/// One thing that an action would do, and to what.
package struct Effect: Sendable, Hashable {
  /// The closed vocabulary of effects.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    case reads, writes, deletes, executes, loads, connects, listens, sends
    case changesPermissions = "changes_permissions"
    case escalates, spends, unknown
  }

  package let kind: Kind
  package let target: TargetSet

  package init(kind: Kind, target: TargetSet) {
    self.kind = kind
    self.target = target
  }
}

/// What is known of everything an action would do.
package struct Effects: Sendable, Hashable {
  /// How far an action can be taken back.
  package enum Reversibility: String, Sendable, Hashable, CaseIterable {
    case reversible, irreversible, unknown
  }

  package let all: [Effect]
  package let reversibility: Reversibility

  package init(all: [Effect], reversibility: Reversibility) {
    self.all = all
    self.reversibility = reversibility
  }

  /// The effects of a tool that nobody has described: anything, to anything, for ever.
  package static let unknown = Effects(
    all: [Effect(kind: .unknown, target: .unknown)], reversibility: .unknown)

  /// The targets of one kind of effect; an unknown effect could be of any kind, so its targets are among them.
  package func targets(of kind: Effect.Kind) -> [TargetSet] {
    all.filter { $0.kind == kind || $0.kind == .unknown }.map(\.target)
  }
}
