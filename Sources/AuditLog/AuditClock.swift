import CPlatform

/// Tells the log the time.
package struct AuditClock: Sendable {
  /// Nanoseconds since 1970-01-01T00:00:00Z, as records carry it.
  package let wall: @Sendable () -> Int64
  /// Nanoseconds on a clock that never turns back, by which intervals are kept.
  package let monotonic: @Sendable () -> Int64

  package init(
    wall: @escaping @Sendable () -> Int64, monotonic: @escaping @Sendable () -> Int64
  ) {
    self.wall = wall
    self.monotonic = monotonic
  }

  /// The system's own clocks.
  package static let system = AuditClock(
    wall: { cplatform_wall_nanoseconds() }, monotonic: { cplatform_monotonic_nanoseconds() })
}
