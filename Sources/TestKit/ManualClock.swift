import Synchronization

/// A clock that stands still until a test moves it.
package final class ManualClock: Sendable {
  private let nanoseconds: Atomic<Int64>

  package init(nanoseconds: Int64 = 1_000_000_000_000) {
    self.nanoseconds = Atomic(nanoseconds)
  }

  /// Nanoseconds since the moment that the test chose.
  package var now: Int64 { nanoseconds.load(ordering: .sequentiallyConsistent) }

  /// Moves the clock; a negative duration turns it back.
  package func advance(by duration: Duration) {
    let (seconds, attoseconds) = duration.components
    nanoseconds.wrappingAdd(
      seconds * 1_000_000_000 + attoseconds / 1_000_000_000, ordering: .sequentiallyConsistent)
  }
}
