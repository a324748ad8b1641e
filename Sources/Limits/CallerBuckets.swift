import Locking

/// The answer of a rate limit.
package enum Admission: Sendable, Hashable {
  case admitted
  /// The rate is used up; in so many nanoseconds there will be room for one call.
  case limited(retryAfter: UInt64)
  /// Too many callers are active, or the key is too long: refused unseen.
  case overloaded

  /// The whole seconds a refused caller is told to wait, rounded up.
  package var retryAfterSeconds: Int? {
    guard case .limited(let nanoseconds) = self else { return nil }
    return Int(clamping: (nanoseconds + 999_999_999) / 1_000_000_000)
  }
}

/// Limits how often each caller may ask, exactly, from any number of loops at once.
///
/// Callers are spread over shards, each a value behind its own lock. `now` is a monotonic clock in nanoseconds; one that
/// goes back grants nothing.
package final class CallerBuckets: Sendable {
  /// How many callers can be active at once.
  package static let standardCapacity = 65_536

  private final class Shard: Sendable {
    let table: Locked<BucketTable>
    init(_ table: BucketTable) { self.table = Locked(table) }
  }

  private static let shardCount = 64
  private let shards: [Shard]

  /// - Parameter capacity: the most callers active at once, rounded up to a multiple of 64; a hostile set of ids fills
  ///   it and is then refused, whereas callers that already have a bucket go on.
  package init(rate: CallRate, capacity: Int = CallerBuckets.standardCapacity) {
    let share = max(1, (capacity + CallerBuckets.shardCount - 1) / CallerBuckets.shardCount)
    shards = (0..<CallerBuckets.shardCount).map { _ in
      Shard(BucketTable(rate: rate, capacity: share))
    }
  }

  /// Takes one call from the caller's bucket.
  package func admit(_ key: CallerKey, at now: Int64) -> Admission {
    guard !key.isTooLong else { return .overloaded }
    let shard = shards[key.hash & (CallerBuckets.shardCount - 1)]
    return shard.table.withLock { $0.admit(key, at: now) }
  }

  /// Changes the rate of all callers, each keeping what it has used up.
  package func change(to rate: CallRate, at now: Int64) {
    for shard in shards { shard.table.withLock { $0.change(to: rate, at: now) } }
  }

  /// How many callers have a bucket now.
  package var count: Int { shards.reduce(0) { $0 + $1.table.withLock(\.count) } }
}
