/// What is known of everything an action would do.
package struct Effects: Sendable, Hashable {
  /// Says how far an action can be taken back; of several, the greatest is that of the whole.
  package enum Reversibility: String, Sendable, Hashable, CaseIterable, Comparable {
    /// Nothing changes, or undoing it is one more call.
    case reversible
    /// It can be brought back with work: from version control, a backup, or by doing the opposite.
    case recoverable
    case unknown
    case irreversible

    private var rank: Int {
      switch self {
      case .reversible: 0
      case .recoverable: 1
      case .unknown: 2
      case .irreversible: 3
      }
    }

    package static func < (left: Reversibility, right: Reversibility) -> Bool {
      left.rank < right.rank
    }
  }

  /// Something that could not be understood, each of which is also an effect of kind `unknown`.
  package struct Gap: Sendable, Hashable {
    package let evidence: Evidence
    /// What is in the way, in words for people, lower case without full stop.
    package let why: String

    package init(evidence: Evidence, why: String) {
      self.evidence = evidence
      self.why = why
    }
  }

  package let all: [Effect]
  package let reversibility: Reversibility
  package let gaps: [Gap]
  /// Whether paths were resolved by their spelling alone, because the agent's files cannot be seen: a symbolic link could
  /// lead elsewhere.
  package let isLexical: Bool

  package init(
    all: [Effect], reversibility: Reversibility, gaps: [Gap] = [], isLexical: Bool = true
  ) {
    self.all = all
    self.reversibility = reversibility
    self.gaps = gaps
    self.isLexical = isLexical
  }

  /// The effects of a tool that nobody has described: anything, to anything, for ever.
  package static let unknown = Effects(
    all: [Effect(kind: .unknown, target: .unknown)], reversibility: .unknown)

  /// The targets of one kind of effect; an unknown effect could be of any kind, so its targets are among them.
  package func targets(of kind: Effect.Kind) -> [TargetSet] {
    all.filter { $0.kind == kind || $0.kind == .unknown }.map(\.target)
  }
}
