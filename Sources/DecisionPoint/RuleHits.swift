import Policy
import Synchronization

/// How often one rule has matched; loops count without a lock.
package final class RuleHits: Sendable {
  /// What was counted.
  package struct Reading: Sendable {
    package let count: UInt64
    /// When the rule matched last, in nanoseconds since 1970; nil for never.
    package let last: Int64?
  }

  private let count = Atomic<UInt64>(0)
  private let last = Atomic<Int64>(0)

  var reading: Reading {
    let count = count.load(ordering: .relaxed)
    return Reading(count: count, last: count == 0 ? nil : last.load(ordering: .relaxed))
  }

  fileprivate func note(at wall: Int64) {
    count.wrappingAdd(1, ordering: .relaxed)
    last.store(wall, ordering: .relaxed)
  }
}

extension LivePolicy {
  /// Counts the rules that matched, and the shadow rules that would have changed something.
  func noteHits(of outcome: PolicyOutcome, at wall: Int64) {
    for id in outcome.matched { hits[id]?.note(at: wall) }
    for id in outcome.shadow?.matched ?? [] { hits[id]?.note(at: wall) }
  }
}
