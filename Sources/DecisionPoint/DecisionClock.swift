import Telemetry

/// Tells the decision point the time.
package struct DecisionClock: Sendable {
  /// Nanoseconds on a clock that never turns back, by which limits and timings go.
  let monotonic: @Sendable () -> Int64
  /// Nanoseconds since 1970, as records and conditions carry it.
  let wall: @Sendable () -> Int64
  /// Nanoseconds on the clock that counters go by, which restarts do not turn back either.
  let counting: @Sendable () -> Int64

  package init(
    monotonic: @escaping @Sendable () -> Int64, wall: @escaping @Sendable () -> Int64,
    counting: CounterClock
  ) {
    self.monotonic = monotonic
    self.wall = wall
    self.counting = { counting.time(at: monotonic()) }
  }

  /// The system's own clocks.
  package static func system(counting: CounterClock) -> DecisionClock {
    DecisionClock(
      monotonic: { SystemClock.monotonicNanoseconds() }, wall: { SystemClock.unixNanoseconds() },
      counting: counting)
  }
}
