import Synchronization

/// What an allowed action adds to one counter.
package struct CounterSpend: Sendable, Hashable {
  package let handle: CounterHandle
  /// 1 for counters that count, the argument's value for those that sum.
  package let amount: ExactDecimal

  package init(_ handle: CounterHandle, amount: ExactDecimal = .one) {
    self.handle = handle
    self.amount = amount
  }
}

/// What was counted for one action. It stays counted unless it is released, once, because the action was not carried out.
package final class Reservation: Sendable {
  /// An amount in one counter's bucket.
  struct Entry: Sendable {
    let slot: Int32
    let born: UInt64
    let bucket: Int64
    let units: Int128
    /// When the bucket leaves its window, after which giving it back changes nothing.
    let leavesAt: Int64
    /// Whether it is counted where all instances see it too.
    let isShared: Bool
  }

  /// The id of the decision that it was made for.
  package let decision: String
  /// When it was made, on the clock of the counters.
  package let madeAt: Int64
  let entries: [Entry]
  private let released = Atomic(false)

  init(_ entries: [Entry], for decision: String, at madeAt: Int64) {
    self.entries = entries
    self.decision = decision
    self.madeAt = madeAt
  }

  /// Whether nothing was counted.
  package var isEmpty: Bool { entries.isEmpty }

  /// Whether some of it is counted where all instances see it too.
  package var isShared: Bool { entries.contains(where: \.isShared) }

  /// When nothing of it counts any more, released or not.
  var emptiesAt: Int64 { entries.reduce(madeAt) { max($0, $1.leavesAt) } }

  var isReleased: Bool { released.load(ordering: .acquiring) }

  /// Marks the reservation as released; false when it was already.
  func markReleased() -> Bool { !released.exchange(true, ordering: .acquiringAndReleasing) }
}

/// The answer to an attempt to count an action.
package enum ReservationAnswer: Sendable {
  case reserved(Reservation)
  /// A counter has changed since it was read: read and evaluate again.
  case changed
  /// A new counter is needed and there is no room; live ones are never given up.
  case overloaded
  /// The action cannot be counted exactly, and so must not be allowed.
  case uncountable(Uncountable)

  /// Why an amount cannot be counted.
  package enum Uncountable: Sendable, Hashable {
    /// A sum only grows: a negative amount would make room that nobody granted.
    case negativeAmount
    /// The sum would exceed what an exact decimal holds.
    case overflow
  }
}
