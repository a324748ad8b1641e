import Limits
import Policy

/// Reads counters from one snapshot, as conditions want them.
struct SnapshotReader: CounterReader {
  let snapshot: CounterSnapshot
  /// The indices of the counters in the snapshot, in its order.
  let indices: [Int]

  func value(of index: Int) -> CounterValue {
    // INVARIANT: the policy names beforehand every counter that rules about a tool read.
    guard let position = indices.firstIndex(of: index) else { return .whole(.max) }
    let total = snapshot[position].total
    return total.integer.map { .whole($0) } ?? .fraction(total.double)
  }

  /// The snapshot without the counters that the verdict does not rest on.
  func narrowed(to read: [Int]) -> CounterSnapshot {
    snapshot.narrowed(to: read.compactMap(indices.firstIndex(of:)))
  }

  /// The whole seconds until one of the counters may fall; nil where nothing is counted in any.
  func retryAfter(_ read: [Int], at now: Int64) -> Int? {
    let waits = read.compactMap(indices.firstIndex(of:))
      .compactMap { snapshot[$0].retryAfter(at: now) }
    return waits.min().map { Int(max(1, ($0 + 999_999_999) / 1_000_000_000)) }
  }
}
