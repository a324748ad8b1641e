import Locking

/// What an attempt to report an outcome finds.
package enum ReportAnswer: Sendable, Hashable {
  /// It is the first report, and nobody else's any more.
  case taken
  /// There is no reservation of an allowed action that this reporter may speak of.
  case unknown
  /// It is too late.
  case over
  /// The outcome has been reported.
  case reported
}

/// What becomes of reservations whose actions' outcomes are reported.
///
/// A report is taken, then recorded, then settled: whatever happens in between, nothing is given back that the log does not
/// say was.
extension Counters {
  /// Takes the report on a decision, so that there is no second one.
  ///
  /// - Parameter mayReport: whether the reporter may speak of an agent's actions in a tenant.
  package func takeReport(
    on decision: String, at time: Int64, _ mayReport: (_ tenant: String, _ agent: String) -> Bool
  ) -> ReportAnswer {
    state.withLock { state in
      guard let life = capacity.reportingTime, let entry = state.ledger[decision],
        entry.approval == nil, mayReport(entry.tenant, entry.agent)
      else { return .unknown }
      if entry.isReported { return .reported }
      let now = state.table.advance(to: time)
      guard now < min(entry.endsAt, entry.reservation.madeAt &+ life) else { return .over }
      state.ledger[decision]?.isReported = true
      state.changes &+= 1
      return .taken
    }
  }

  /// Forgets a report that could not be recorded, so that it can be made again.
  package func forgetReport(on decision: String) {
    state.withLock { state in
      state.ledger[decision]?.isReported = false
      state.changes &+= 1
    }
  }

  /// Settles a reservation as it was reported: it is spent for good, or given back.
  ///
  /// - Returns: the reservation where it is given back by this call.
  @discardableResult package func settle(_ decision: String, givingBack: Bool) -> Reservation? {
    state.withLock { state in
      guard let reservation = state.ledger[decision]?.reservation else { return nil }
      state.ledger[decision]?.isReported = true
      state.changes &+= 1
      guard givingBack, reservation.markReleased() else { return nil }
      state.table.release(reservation.entries)
      return reservation
    }
  }
}
