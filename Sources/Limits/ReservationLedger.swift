/// Knows which reservations can still be given back, by the decisions that they were made for.
///
/// It is bounded: when it is full, the oldest is forgotten, which leaves it spent.
struct ReservationLedger {
  struct Entry: Sendable {
    var reservation: Reservation
    let tenant: String
    let agent: String
    /// When it can no longer be given back, on the clock of the counters.
    var endsAt: Int64
    /// The request for approval that its action waits for.
    var approval: String?
    /// Whether it is known what became of the action.
    var isReported = false
  }

  private let capacity: Int
  private(set) var entries: [String: Entry] = [:]
  /// The decisions in the order of their making, some of them forgotten already, from `first` on.
  private var order: [String] = []
  private var first = 0

  init(capacity: Int) { self.capacity = capacity }

  subscript(decision: String) -> Entry? {
    get { entries[decision] }
    set { entries[decision] = newValue }
  }

  /// Adds a reservation, and forgets some of what is over.
  mutating func insert(_ entry: Entry, at now: Int64) {
    forgetSome(at: now)
    let decision = entry.reservation.decision
    entries[decision] = entry
    order.append(decision)
  }

  /// Drops a few of the oldest that are over or gone, and more where there is no room; no call pays for a long search.
  private mutating func forgetSome(at now: Int64) {
    var looked = 0
    while first < order.count, looked < 4 || entries.count >= capacity {
      if let entry = entries[order[first]], entry.endsAt > now, entries.count < capacity { break }
      entries[order[first]] = nil
      first += 1
      looked += 1
    }
    if first > 1_024, first * 2 > order.count {
      order.removeFirst(first)
      first = 0
    }
  }
}
