/// Decides which of many equal refusals are recorded one by one, so that a flood of them cannot flood the log.
///
/// The first refusal of a kind is recorded as any decision is. Those that follow within the interval are counted, and
/// the count is recorded when the interval is over.
struct RefusalTally {
  /// Refusals that are alike: the same reason for the same caller.
  struct Kind: Hashable, Sendable {
    let code: String
    let caller: String
  }

  private struct Entry {
    let recordedAt: Int64
    var counted = 0
  }

  /// How long equal refusals are only counted, in nanoseconds: one second.
  static let interval: Int64 = 1_000_000_000
  /// The most kinds told apart at once; beyond it all others are one kind.
  static let capacity = 1_024
  private static let other = Kind(code: "other", caller: "other")

  private var entries: [Kind: Entry] = [:]

  /// Takes note of a refusal at a time on the monotonic clock; true if it is to be recorded itself.
  mutating func note(_ kind: Kind, at now: Int64) -> Bool {
    let isNew = entries[kind] == nil
    let kind = isNew && entries.count >= Self.capacity ? Self.other : kind
    guard entries[kind] != nil else {
      entries[kind] = Entry(recordedAt: now)
      return true
    }
    entries[kind]?.counted += 1
    return false
  }

  /// Forgets the kinds whose interval is over, and returns the counts among them that are to be recorded.
  mutating func takeDue(at now: Int64) -> [(kind: Kind, count: Int)] {
    let due = entries.filter { now - $0.value.recordedAt >= Self.interval }
    for kind in due.keys { entries[kind] = nil }
    return due.compactMap { $0.value.counted > 0 ? ($0.key, $0.value.counted) : nil }
  }
}
