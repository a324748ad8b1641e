/// One statement: what kind it is, and what it would do.
package struct SQLStatement: Sendable, Hashable {
  /// The statements that are told apart; those that never change anything else share a kind.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    case select, insert, update, delete, merge, truncate, drop, alter, create, grant, revoke, copy
    case call, `do`, execute, prepare, set, transaction, explain, show, attach, load, vacuum, listen
    case declare, block, use, lock, comment, shutdown, other
  }

  /// Says how far a statement can be taken back, the worst last.
  package enum Loss: Int, Sendable, Hashable, Comparable {
    /// Nothing that lasts is changed.
    case none
    /// The opposite statement, or a backup of few rows, brings it back.
    case recoverable
    case unknown
    /// What was there is gone.
    case lasting

    package static func < (left: Loss, right: Loss) -> Bool { left.rawValue < right.rawValue }
  }

  package internal(set) var kind: Kind
  /// Where it stands in the text; for a statement of a text that another runs, where that text stands.
  package internal(set) var bytes: Range<Int>
  package internal(set) var uses: [SQLUse] = []
  package internal(set) var loss = Loss.none
  /// Whether a `WITH` clause of it changes data.
  package internal(set) var modifiesInCTE = false
  /// Whether it deletes or updates rows without a condition that bounds which.
  package internal(set) var isUnbounded = false

  init(_ kind: Kind, at bytes: Range<Int>) {
    self.kind = kind
    self.bytes = bytes
  }

  /// The names of everything that is used in one way, in the order of the text.
  package func names(_ kind: SQLUse.Kind) -> [String] {
    uses.filter { $0.kind == kind }.compactMap(\.name)
  }

  mutating func note(_ kind: SQLUse.Kind, _ name: String?, at bytes: Range<Int>) {
    uses.append(SQLUse(kind, name, at: bytes))
  }

  mutating func lose(_ loss: Loss) { self.loss = max(self.loss, loss) }
}
