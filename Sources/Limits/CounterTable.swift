/// The most that counters may take.
package struct CounterCapacity: Sendable, Hashable {
  /// Counters in all; each takes about 200 bytes, and 32 more for each bucket in use, of which there are at most 61.
  package let counters: Int
  /// Sessions with live counters, for each agent.
  package let sessionsPerAgent: Int
  /// Reservations that can still be given back; beyond, the oldest stay spent.
  package let reservations: Int
  /// For how long the outcome of an action can be reported, in nanoseconds; nil where nobody does that.
  package let reportingTime: Int64?

  package init(
    counters: Int = 65_536, sessionsPerAgent: Int = 256, reservations: Int = 65_536,
    reportingTime: Int64? = nil
  ) {
    self.counters = counters
    self.sessionsPerAgent = sessionsPerAgent
    self.reservations = reservations
    self.reportingTime = reportingTime
  }

  /// For how long a reservation is known, in nanoseconds: no less than a decision takes, so that a restart can tell what
  /// it has counted already.
  var reservationLife: Int64 { max(reportingTime ?? 0, 60_000_000_000) }

  package static let standard = CounterCapacity()
}

/// Every counter of the service, as a value: time comes in with each call.
///
/// A counter has a slot from its first spend until its window has emptied and the room is wanted. Each creation looks at
/// the next few slots for such, so no call ever pays for a search of the whole table.
struct CounterTable {
  struct Slot {
    var key: CounterKey?
    var window: CounterWindow
    /// The serial of the creation; no two occupants of a slot share it.
    var born: UInt64
    /// The serial of the last change.
    var version: UInt64
  }

  /// How many slots each creation looks at for counters to give up.
  static let slotsPerSearch = 8

  private let capacity: CounterCapacity
  private(set) var slots: [Slot] = []
  private var vacant: [Int32] = []
  private var index: [CounterKey: Int32] = [:]
  private var sessions: SessionDirectory
  /// Where the search for emptied counters goes on.
  private var hand = 0
  private var serial: UInt64 = 0
  /// The latest time seen: a clock that goes back is taken to stand still, so that it grants nothing.
  private(set) var latest: Int64 = 0

  init(capacity: CounterCapacity) {
    self.capacity = capacity
    sessions = SessionDirectory(sessionsPerAgent: capacity.sessionsPerAgent)
  }

  /// How many counters there are.
  var count: Int { index.count }

  // MARK: Reading

  mutating func read(
    _ handles: [CounterHandle], of subject: CounterSubject, at time: Int64
  ) -> CounterSnapshot {
    let now = advance(to: time)
    var entries: [CounterSnapshot.Entry] = []
    entries.reserveCapacity(handles.count + subject.sessions.count - 1)
    for (position, handle) in handles.enumerated() {
      for ordinal in 0..<subject.count(of: handle.scope) {
        let slot = index[subject.key(handle, ordinal)]
        entries.append(entry(position, ordinal, slot, now))
      }
    }
    return CounterSnapshot(subject: subject, handles: handles, entries: entries)
  }

  private mutating func entry(
    _ position: Int, _ ordinal: Int, _ slot: Int32?, _ now: Int64
  ) -> CounterSnapshot.Entry {
    guard let slot else {
      return CounterSnapshot.Entry(
        position: Int32(position), ordinal: Int32(ordinal), place: nil,
        reading: CounterReading(total: .zero, freesAt: nil))
    }
    let at = Int(slot)
    slots[at].window.advance(to: now)
    return CounterSnapshot.Entry(
      position: Int32(position), ordinal: Int32(ordinal),
      place: CounterSnapshot.Place(
        slot: slot, born: slots[at].born, version: slots[at].version),
      reading: CounterReading(
        total: ExactDecimal(units: slots[at].window.total),
        freesAt: slots[at].window.oldestLeavesAt))
  }

  // MARK: Reserving

  /// Counts an action, all of it or nothing, provided that no counter in the snapshot has changed.
  mutating func reserve(
    _ spends: [CounterSpend], for decision: String, ifUnchanged snapshot: CounterSnapshot,
    at time: Int64
  ) -> ReservationAnswer {
    let now = advance(to: time)
    guard isUnchanged(snapshot) else { return .changed }
    var reserved: [Reservation.Entry] = []
    reserved.reserveCapacity(spends.count * snapshot.subject.sessions.count)
    for spend in spends where spend.amount != .zero {
      for ordinal in 0..<snapshot.subject.count(of: spend.handle.scope) {
        switch add(spend, ordinal, snapshot, at: now) {
        case .success(let entry): reserved.append(entry)
        case .failure(let refusal):
          for entry in reserved { takeBack(entry) }
          return refusal.answer
        }
      }
    }
    return .reserved(Reservation(reserved, for: decision, at: now))
  }

  /// Takes back what a reservation counted, as far as it is still in a window.
  mutating func release(_ entries: [Reservation.Entry]) {
    for entry in entries { takeBack(entry) }
  }

  private func isUnchanged(_ snapshot: CounterSnapshot) -> Bool {
    for entry in snapshot.entries {
      if let place = entry.place {
        guard slots[Int(place.slot)].version == place.version else { return false }
      } else {
        let key = snapshot.subject.key(snapshot.handles[Int(entry.position)], Int(entry.ordinal))
        guard index[key] == nil else { return false }
      }
    }
    return true
  }

  /// Why a spend was not counted.
  private enum Refusal: Error {
    case full
    case uncountable(ReservationAnswer.Uncountable)

    var answer: ReservationAnswer {
      switch self {
      case .full: .overloaded
      case .uncountable(let why): .uncountable(why)
      }
    }
  }

  private mutating func add(
    _ spend: CounterSpend, _ ordinal: Int, _ snapshot: CounterSnapshot, at now: Int64
  ) -> Result<Reservation.Entry, Refusal> {
    guard spend.amount > .zero else { return .failure(.uncountable(.negativeAmount)) }
    guard let slot = slot(of: spend.handle, ordinal, snapshot, at: now) else {
      return .failure(.full)
    }
    let at = Int(slot)
    guard let bucket = slots[at].window.add(spend.amount.units, at: now) else {
      return .failure(.uncountable(.overflow))
    }
    slots[at].version = nextSerial()
    return .success(
      Reservation.Entry(
        slot: slot, born: slots[at].born, bucket: bucket, units: spend.amount.units,
        leavesAt: slots[at].window.leavesAt(bucket), isShared: spend.handle.isShared))
  }

  private mutating func takeBack(_ entry: Reservation.Entry) {
    let at = Int(entry.slot)
    guard slots[at].born == entry.born else { return }
    slots[at].window.remove(entry.units, from: entry.bucket)
    slots[at].version = nextSerial()
  }

  // MARK: Slots

  /// Finds the slot of a counter where the snapshot saw it, else by its key, else makes one; nil without room.
  private mutating func slot(
    of handle: CounterHandle, _ ordinal: Int, _ snapshot: CounterSnapshot, at now: Int64
  ) -> Int32? {
    for entry in snapshot.entries where entry.ordinal == ordinal {
      guard snapshot.handles[Int(entry.position)] == handle, let place = entry.place else {
        continue
      }
      if slots[Int(place.slot)].born == place.born { return place.slot }
    }
    let key = snapshot.subject.key(handle, ordinal)
    if let slot = index[key] { return slot }
    return create(key, width: handle.width, at: now)
  }

  private mutating func create(_ key: CounterKey, width: Int64, at now: Int64) -> Int32? {
    guard !key.isTooLong else { return nil }
    giveUpEmptied(at: now)
    guard index.count < capacity.counters, hasRoomForSession(key, at: now) else { return nil }
    return place(key, width: width)
  }

  /// Gives a counter a slot, whether or not there is room.
  private mutating func place(_ key: CounterKey, width: Int64) -> Int32 {
    let serial = nextSerial()
    let slot = Slot(
      key: key, window: CounterWindow(width: width), born: serial, version: serial)
    let position: Int32
    if let free = vacant.popLast() {
      position = free
      slots[Int(free)] = slot
    } else {
      position = Int32(slots.count)
      slots.append(slot)
    }
    index[key] = position
    sessions.insert(position, for: key)
    return position
  }

  /// Whether the agent may have one more session, giving up one of its emptied ones if need be.
  private mutating func hasRoomForSession(_ key: CounterKey, at now: Int64) -> Bool {
    guard sessions.isFull(for: key) else { return true }
    let search = sessions.findEmptied(for: key, at: now) { slot in
      slots[Int(slot)].window.newestLeavesAt ?? now
    }
    guard let emptied = search else { return false }
    for slot in emptied { giveUp(Int(slot)) }
    return true
  }

  private mutating func giveUpEmptied(at now: Int64) {
    for _ in 0..<min(CounterTable.slotsPerSearch, slots.count) {
      hand = hand + 1 < slots.count ? hand + 1 : 0
      if slots[hand].key != nil, slots[hand].window.isEmpty(at: now) { giveUp(hand) }
    }
  }

  private mutating func giveUp(_ slot: Int) {
    guard let key = slots[slot].key else { return }
    index[key] = nil
    sessions.remove(Int32(slot), for: key)
    slots[slot] = Slot(key: nil, window: CounterWindow(width: 1), born: 0, version: 0)
    vacant.append(Int32(slot))
  }

  // MARK: Restoring

  /// Counts again what was counted before a restart; nil where nothing of it is left, or it cannot have been counted.
  ///
  /// It is counted whether or not there is room, since it was once.
  mutating func restore(
    _ units: Int128, to bucket: Int64, of key: CounterKey, _ handle: CounterHandle, at time: Int64
  ) -> Reservation.Entry? {
    let now = advance(to: time)
    var window = CounterWindow(width: handle.width)
    guard units > 0, !key.isTooLong, window.leavesAt(bucket) > now else { return nil }
    let slot = index[key] ?? place(key, width: handle.width)
    let at = Int(slot)
    window = slots[at].window
    guard window.restore(units, to: bucket, at: now) else { return nil }
    slots[at].window = window
    slots[at].version = nextSerial()
    return Reservation.Entry(
      slot: slot, born: slots[at].born, bucket: bucket, units: units,
      leavesAt: window.leavesAt(bucket), isShared: handle.isShared)
  }

  /// Makes the part of a reservation that was counted in a bucket, which has been restored.
  func entry(
    _ units: Int128, in bucket: Int64, of key: CounterKey, _ handle: CounterHandle
  ) -> Reservation.Entry? {
    guard let slot = index[key] else { return nil }
    let found = slots[Int(slot)]
    return Reservation.Entry(
      slot: slot, born: found.born, bucket: bucket, units: units,
      leavesAt: found.window.leavesAt(bucket), isShared: handle.isShared)
  }

  @discardableResult mutating func advance(to time: Int64) -> Int64 {
    latest = max(latest, time)
    return latest
  }

  private mutating func nextSerial() -> UInt64 {
    serial += 1
    return serial
  }
}
