import ActionModel
import Limits
import Policy

/// Reads counters for a policy that has none.
struct NoCounters: CounterReader {
  func read(_ index: Int) throws(CounterUnavailable) -> Policy::CounterReading {
    throw CounterUnavailable("the policy has no counter \(index)")
  }
}

/// Reads counters from one snapshot, as conditions want them.
struct SnapshotReader: CounterReader {
  let snapshot: CounterSnapshot
  let specifications: [CounterSpecification]

  func read(_ index: Int) throws(CounterUnavailable) -> Policy::CounterReading {
    let total = snapshot[index].total
    return switch specifications[index].kind {
    case .seen: .seen(total > .zero)
    case .count, .sum: total.integer.map { .whole($0) } ?? .fraction(total.double)
    }
  }
}

extension CounterSnapshot {
  /// The whole seconds until one of the counters may fall; nil where nothing is counted in any.
  func retryAfter(_ positions: [Int], at now: Int64) -> Int? {
    let wait = positions.compactMap { self[$0].retryAfter(at: now) }.min()
    return wait.map { Int(($0 + 999_999_999) / 1_000_000_000) }.map { max(1, $0) }
  }
}
