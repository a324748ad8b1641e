import Telemetry

/// Tells the decision point the time.
package struct DecisionClock: Sendable {
  /// Nanoseconds on a clock that never turns back, by which limits and timings go.
  let monotonic: @Sendable () -> Int64
  /// Nanoseconds since 1970, as records and conditions carry it.
  let wall: @Sendable () -> Int64

  package init(
    monotonic: @escaping @Sendable () -> Int64, wall: @escaping @Sendable () -> Int64
  ) {
    self.monotonic = monotonic
    self.wall = wall
  }

  /// The system's own clocks.
  package static let system = DecisionClock(
    monotonic: { SystemClock.monotonicNanoseconds() }, wall: { SystemClock.unixNanoseconds() })
}
