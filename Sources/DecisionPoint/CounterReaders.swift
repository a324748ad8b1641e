import Limits
import Policy

/// Reads counters from one snapshot, as conditions want them.
struct SnapshotReader: CounterReader {
  let snapshot: CounterSnapshot

  func value(of index: Int) -> CounterValue {
    let total = snapshot[index].total
    return total.integer.map { .whole($0) } ?? .fraction(total.double)
  }
}

extension CounterSnapshot {
  /// The whole seconds until one of the counters may fall; nil where nothing is counted in any.
  func retryAfter(_ positions: [Int], at now: Int64) -> Int? {
    let wait = positions.compactMap { self[$0].retryAfter(at: now) }.min()
    return wait.map { Int(($0 + 999_999_999) / 1_000_000_000) }.map { max(1, $0) }
  }
}
