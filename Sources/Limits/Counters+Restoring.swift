package import ActionModel
import Locking

/// What one decision counted, as the log has it.
package struct CountedAction: Sendable {
  package let decision: String
  package let tenant: String
  package let agent: String
  package let session: String?
  /// When it was counted, on the clock of the counters.
  package let time: Int64
  /// The request for approval that the action waits for; nil where it was let through.
  package let approval: String?
  package let spends: [(specification: CounterSpecification, amount: ExactDecimal)]

  package init(
    decision: String, tenant: String, agent: String, session: String?, time: Int64,
    approval: String?, spends: [(specification: CounterSpecification, amount: ExactDecimal)]
  ) {
    self.decision = decision
    self.tenant = tenant
    self.agent = agent
    self.session = session
    self.time = time
    self.approval = approval
    self.spends = spends
  }
}

/// What a restart does: takes up an image, and after it what the log has had since.
///
/// Every change is in the counters before it is in the log, so an image holds at least what the log held when it was
/// begun. Whatever the log says again is recognised by its decision, and counts once.
extension Counters {
  /// Everything that counts now.
  package func image() -> CounterImage {
    let (table, ledger, catalog) = state.withLock { ($0.table, $0.ledger, $0.catalog) }
    var image = CounterImage(time: table.latest)
    var specifications: [Int32: Int] = [:]
    for (id, specification) in catalog.byID.sorted(by: { $0.key < $1.key }) {
      specifications[id] = image.specifications.count
      image.specifications.append(specification)
    }
    var places: [Int32: Int] = [:]
    for (slot, content) in table.slots.enumerated() {
      guard let key = content.key, let specification = specifications[key.counter] else { continue }
      places[Int32(slot)] = image.counters.count
      image.counters.append(
        CounterImage.Counter(
          specification: specification, tenant: key.tenant, agent: key.agent, session: key.session,
          amounts: content.window.cells.map {
            CounterImage.Amount(bucket: $0.bucket, amount: ExactDecimal(units: $0.units))
          }))
    }
    for (decision, entry) in ledger.entries where entry.endsAt > table.latest {
      let parts = entry.reservation.isReleased ? [] : entry.reservation.entries
      image.reservations.append(
        CounterImage.Reserved(
          decision: decision, tenant: entry.tenant, agent: entry.agent,
          madeAt: entry.reservation.madeAt, endsAt: entry.endsAt, approval: entry.approval,
          isReported: entry.isReported,
          parts: parts.compactMap { part in
            guard let place = places[part.slot], table.slots[Int(part.slot)].born == part.born
            else { return nil }
            return CounterImage.Reserved.Part(
              counter: place,
              amount: CounterImage.Amount(
                bucket: part.bucket, amount: ExactDecimal(units: part.units)))
          }))
    }
    image.reservations.sort { ($0.madeAt, $0.decision) < ($1.madeAt, $1.decision) }
    return image
  }

  /// Takes up an image; false where it is at odds with itself, after which these counters are of no use.
  package func restore(_ image: CounterImage, at time: Int64) -> Bool {
    state.withLock { state in
      let now = state.table.advance(to: max(time, image.time))
      let handles = image.specifications.map { state.catalog.restore($0, at: now) }
      var keys: [(key: CounterKey, handle: CounterHandle)] = []
      for counter in image.counters {
        guard handles.indices.contains(counter.specification) else { return false }
        let handle = handles[counter.specification]
        let key = CounterKey(
          tenant: counter.tenant, agent: counter.agent, session: counter.session,
          counter: handle.id)
        keys.append((key, handle))
        for part in counter.amounts {
          guard part.bucket >= 0, part.amount > .zero else { return false }
          _ = state.table.restore(
            part.amount.units, to: part.bucket, of: key, handle, at: now)
        }
      }
      for reserved in image.reservations {
        let parts = reserved.parts.compactMap { part -> Reservation.Entry? in
          guard keys.indices.contains(part.counter) else { return nil }
          let (key, handle) = keys[part.counter]
          return state.table.entry(
            part.amount.amount.units, in: part.amount.bucket, of: key, handle)
        }
        let reservation = Reservation(parts, for: reserved.decision, at: reserved.madeAt)
        if parts.isEmpty { _ = reservation.markReleased() }
        state.ledger.insert(
          ReservationLedger.Entry(
            reservation: reservation, tenant: reserved.tenant, agent: reserved.agent,
            endsAt: reserved.endsAt, approval: reserved.approval, isReported: reserved.isReported),
          at: now)
      }
      return true
    }
  }

  /// Counts what the log says that an action counted, unless it is counted already.
  package func replay(_ action: CountedAction, at time: Int64) {
    state.withLock { state in
      let now = state.table.advance(to: time)
      if let entry = state.ledger[action.decision] {
        // The image may be of the moment between the counting and the asking.
        if let approval = action.approval { state.hold(entry.reservation, for: approval) }
        return
      }
      let subject = CounterSubject(
        tenant: action.tenant, agent: action.agent, session: action.session)
      var parts: [Reservation.Entry] = []
      for (specification, amount) in action.spends {
        let handle = state.catalog.restore(specification, at: now)
        for ordinal in 0..<subject.count(of: handle.scope) {
          let part = state.table.restore(
            amount.units, to: action.time / handle.width, of: subject.key(handle, ordinal),
            handle, at: now)
          if let part { parts.append(part) }
        }
      }
      guard !parts.isEmpty else { return }
      state.changes &+= 1
      let reservation = Reservation(parts, for: action.decision, at: action.time)
      state.enter(
        reservation, of: subject, capacity: capacity, approval: action.approval, at: now)
    }
  }

  /// Gives back what the log says was given back.
  package func replayRelease(of decision: String) {
    let reservation = state.withLock { $0.ledger[decision]?.reservation }
    if let reservation { release(reservation) }
  }

  /// The reservations of actions that wait for approval, with the ids of the requests.
  package var held: [(approval: String, reservation: Reservation)] {
    state.withLock { state in
      state.ledger.entries.values.compactMap { entry in
        entry.approval.map { ($0, entry.reservation) }
      }
    }
  }
}
