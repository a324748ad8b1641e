/// The clock that counters go by: nanoseconds since 1970 as of the start, and from there as the monotonic clock goes.
///
/// It goes on over restarts and never turns back. Within one boot of the machine it has gone on by what the monotonic
/// clock says, whatever was done to the time of day; over a boot by what the time of day says, and not at all where that
/// was set back. So counts may stay longer, and where the machine itself is trusted never shorter.
package struct CounterClock: Sendable {
  /// The clocks of one moment.
  package struct Moment: Sendable, Equatable {
    /// Nanoseconds since 1970.
    package var wall: Int64
    /// Nanoseconds on a clock that goes on for as long as the machine runs.
    package var monotonic: Int64
    /// Names the boot of the machine; nil where that is not known.
    package var boot: String?

    package init(wall: Int64, monotonic: Int64, boot: String?) {
      self.wall = wall
      self.monotonic = monotonic
      self.boot = boot
    }
  }

  /// What is added to the monotonic clock.
  private let offset: Int64

  /// Begins anew.
  init(at now: Moment) {
    offset = now.wall &- now.monotonic
  }

  /// Goes on from a time that the clock showed at an earlier moment.
  init(at now: Moment, resuming time: Int64, of then: Moment) {
    let elapsed =
      now.boot != nil && now.boot == then.boot
      ? now.monotonic &- then.monotonic : now.wall &- then.wall
    offset = time &+ max(0, elapsed) &- now.monotonic
  }

  /// The time at a moment of the monotonic clock.
  package func time(at monotonic: Int64) -> Int64 { max(0, monotonic &+ offset) }
}
