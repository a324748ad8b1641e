/// The buckets of one shard of callers, up to a bound.
///
/// A full bucket is the same as none, so such are dropped; when every bucket is in use, callers without one are refused.
struct BucketTable {
  /// The shortest time between two searches for full buckets in a crowded table, in nanoseconds: it bounds what a
  /// flood of new ids can cost.
  static let searchInterval: Int64 = 100_000_000
  /// The size below which nothing is searched for.
  private static let smallest = 64

  private let capacity: Int
  private var rate: CallRate
  private var buckets: [CallerKey: TokenBucket] = [:]
  /// The size at which full buckets are searched for next: twice what the last search left, so that it costs little.
  private var crowded = BucketTable.smallest
  /// Before this time another search in a table at capacity would find nothing, or cost too much.
  private var searchAgain = Int64.min
  /// The latest time seen: a clock that goes back is taken to stand still.
  private var latest = Int64.min

  init(rate: CallRate, capacity: Int) {
    self.rate = rate
    self.capacity = capacity
    crowded = min(BucketTable.smallest, capacity)
  }

  /// How many callers have a bucket.
  var count: Int { buckets.count }

  mutating func admit(_ key: CallerKey, at time: Int64) -> Admission {
    latest = max(latest, time)
    let now = latest
    if buckets.count >= crowded, buckets[key] == nil, !makeRoom(at: now) { return .overloaded }
    let rate = rate
    let wait = buckets[key, default: TokenBucket(asOf: now)].take(rate, at: now)
    return wait.map { .limited(retryAfter: $0) } ?? .admitted
  }

  /// Changes the rate for everyone, leaving what each has used up.
  mutating func change(to new: CallRate, at time: Int64) {
    latest = max(latest, time)
    guard new != rate else { return }
    for index in buckets.values.indices {
      buckets.values[index].convert(from: rate, to: new, at: latest)
    }
    rate = new
    searchAgain = .min
  }

  /// Makes room for one more bucket; false when all are in use.
  private mutating func makeRoom(at now: Int64) -> Bool {
    guard buckets.count < capacity || now >= searchAgain else { return false }
    var firstFull = Int64.max
    let rate = rate
    buckets = buckets.filter { entry in
      let full = entry.value.fullAt(rate)
      if full > now { firstFull = min(firstFull, full) }
      return full > now
    }
    crowded = min(capacity, max(BucketTable.smallest, buckets.count * 2))
    guard buckets.count >= capacity else { return true }
    searchAgain = max(firstFull, now + BucketTable.searchInterval)
    return false
  }
}
