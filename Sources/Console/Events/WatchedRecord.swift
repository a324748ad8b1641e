import AuditLog
import Locking

/// A record that somebody may watch: it is read once, however many do.
final class WatchedRecord: Sendable {
  let sequence: UInt64
  let event: AuditEvent
  private let made = Locked<EventRow?>(nil)

  init(_ sequence: UInt64, _ event: AuditEvent) {
    self.sequence = sequence
    self.event = event
  }

  var row: EventRow {
    made.withLock { made in
      if let made { return made }
      let row = EventRow(sequence, event.body)
      made = row
      return row
    }
  }
}
