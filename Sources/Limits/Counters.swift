package import ActionModel
import Locking

/// Counts what agents did, for the rules that read it; safe to call from any loop.
///
/// An evaluation reads the counters it may need as one snapshot, and then reserves what the action adds to them provided
/// that none has changed; when one has, it evaluates again. So no number of racing callers passes a cap. `now` is a
/// monotonic clock in nanoseconds, not below zero; one that goes back grants nothing.
package final class Counters: Sendable {
  /// How often an evaluation is made before it is given up as contention.
  package static let attempts = 8

  private struct State {
    var catalog = CounterCatalog()
    var table: CounterTable
  }

  private let state: Locked<State>

  package init(capacity: CounterCapacity = .standard) {
    state = Locked(State(table: CounterTable(capacity: capacity)))
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
  package func reserve(
    _ spends: [CounterSpend], ifUnchanged snapshot: CounterSnapshot, at now: Int64
  ) -> ReservationAnswer {
    // What is only read needs no second look: the decision is as of the moment of reading.
    guard !spends.isEmpty else { return .reserved(Reservation([])) }
    return state.withLock { $0.table.reserve(spends, ifUnchanged: snapshot, at: now) }
  }

  /// Takes back a reservation whose action was not carried out; a second time has no effect.
  package func release(_ reservation: Reservation) {
    guard reservation.markReleased() else { return }
    state.withLock { $0.table.release(reservation.entries) }
  }

  /// How many counters there are now.
  package var count: Int { state.withLock { $0.table.count } }
}
