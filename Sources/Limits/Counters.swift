package import ActionModel
import Locking

/// Counts what agents did, for the rules that read it; safe to call from any loop.
///
/// An evaluation reads the counters it may need as one snapshot, and then reserves what the action adds to them provided
/// that none has changed; when one has, it evaluates again. So no number of racing callers passes a cap. `now` is a
/// clock in nanoseconds, not below zero; one that goes back grants nothing.
package final class Counters: Sendable {
  /// How often an evaluation is made before it is given up as contention.
  package static let attempts = 8

  struct State {
    var catalog = CounterCatalog()
    var table: CounterTable
    var ledger: ReservationLedger
    /// Grows with every change that a restart must not lose.
    var changes: UInt64 = 0

    /// Enters a reservation, so that it can be given back.
    mutating func enter(
      _ reservation: Reservation, of subject: CounterSubject, capacity: CounterCapacity,
      approval: String? = nil, at now: Int64
    ) {
      let endsAt = reservation.emptiesAt
      ledger.insert(
        ReservationLedger.Entry(
          reservation: reservation, tenant: subject.tenant, agent: subject.agent,
          endsAt: approval == nil
            ? min(reservation.madeAt &+ capacity.reservationLife, endsAt) : endsAt,
          approval: approval), at: now)
    }

    /// Notes that a reservation's action waits for an approval.
    mutating func hold(_ reservation: Reservation, for approval: String) {
      guard var entry = ledger[reservation.decision] else { return }
      entry.approval = approval
      entry.endsAt = reservation.emptiesAt
      ledger[reservation.decision] = entry
      changes &+= 1
    }
  }

  let capacity: CounterCapacity
  let state: Locked<State>

  package init(capacity: CounterCapacity = .standard) {
    self.capacity = capacity
    state = Locked(
      State(
        table: CounterTable(capacity: capacity),
        ledger: ReservationLedger(capacity: capacity.reservations)))
  }

  /// Gives a newly loaded policy the handles of its specifications, in their order.
  ///
  /// A specification that an earlier policy had keeps what was counted under it.
  package func adopt(
    _ specifications: [CounterSpecification], at now: Int64
  ) -> [CounterHandle] {
    state.withLock { $0.catalog.adopt(specifications, at: now) }
  }

  /// Reads counters as they are at one moment.
  package func read(
    _ handles: [CounterHandle], of subject: CounterSubject, at now: Int64
  ) -> CounterSnapshot {
    state.withLock { $0.table.read(handles, of: subject, at: now) }
  }

  /// Counts an action against the snapshot's subject, all of it or nothing, if no counter in the snapshot has changed.
  ///
  /// - Parameter decision: the id by which the reservation can be found again, within its life.
  package func reserve(
    _ spends: [CounterSpend], for decision: String, ifUnchanged snapshot: CounterSnapshot,
    at now: Int64
  ) -> ReservationAnswer {
    // What is only read needs no second look: the decision is as of the moment of reading.
    guard !spends.isEmpty else { return .reserved(Reservation([], for: decision, at: now)) }
    return state.withLock { state in
      let answer = state.table.reserve(spends, for: decision, ifUnchanged: snapshot, at: now)
      guard case .reserved(let reservation) = answer, !reservation.isEmpty else { return answer }
      state.changes &+= 1
      state.enter(reservation, of: snapshot.subject, capacity: capacity, at: now)
      return answer
    }
  }

  /// Notes that a reservation's action waits for an approval: it can be given back for as long as it counts.
  package func hold(_ reservation: Reservation, for approval: String) {
    state.withLock { $0.hold(reservation, for: approval) }
  }

  /// Takes back a reservation whose action was not carried out; a second time has no effect.
  package func release(_ reservation: Reservation) {
    guard reservation.markReleased() else { return }
    state.withLock { state in
      state.table.release(reservation.entries)
      state.ledger[reservation.decision] = nil
      state.changes &+= 1
    }
  }

  /// For how long, from its making, the outcome of a reservation's action can be reported, in nanoseconds; nil where
  /// nothing was counted, or nobody reports.
  package func reportingTime(of reservation: Reservation) -> Int64? {
    guard let time = capacity.reportingTime, !reservation.isEmpty else { return nil }
    return min(time, reservation.emptiesAt &- reservation.madeAt)
  }

  /// How many counters there are now.
  package var count: Int { state.withLock { $0.table.count } }

  /// Grows with every change that a restart must not lose.
  package var changes: UInt64 { state.withLock(\.changes) }
}
