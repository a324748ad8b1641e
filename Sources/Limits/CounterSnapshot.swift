/// What one counter held when it was read.
package struct CounterReading: Sendable, Hashable {
  /// The count or sum over the window.
  package let total: ExactDecimal
  /// When the oldest bucket leaves the window, on the clock of `now`; nil when nothing is counted.
  package let freesAt: Int64?

  /// The nanoseconds until the total may fall; nil when nothing is counted.
  package func retryAfter(at now: Int64) -> Int64? { freesAt.map { max(0, $0 - now) } }
}

/// The counters that one evaluation reads, as they were at one moment.
package struct CounterSnapshot: Sendable {
  /// One counter, and how to tell later whether it has changed.
  struct Entry: Sendable {
    /// The position of its handle in `handles`, and which of the subject's sessions it is for.
    let position: Int32
    let ordinal: Int32
    /// Where the table keeps it; nil when there was no such counter.
    let place: Place?
    let reading: CounterReading
  }

  /// A counter's place in the table.
  struct Place: Sendable {
    let slot: Int32
    /// When the slot was given to this counter; no two occupants share it.
    let born: UInt64
    /// When the counter last changed.
    let version: UInt64
  }

  let subject: CounterSubject
  let handles: [CounterHandle]
  let entries: [Entry]

  /// The reading of the handle at a position; where a root session counts too, the higher of both.
  package subscript(position: Int) -> CounterReading {
    var highest = CounterReading(total: .zero, freesAt: nil)
    for entry in entries where entry.position == position && entry.reading.total >= highest.total {
      highest = entry.reading
    }
    return highest
  }
}
