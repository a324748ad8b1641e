import Locking

/// The time of day that never turns back and never stands still, so that nothing lives longer because somebody set a clock.
///
/// Where the time of day is set back, it goes on from the latest time that it has shown, as fast as the monotonic clock.
final class SteadyClock: Sendable {
  private struct Moment {
    var time: Int64
    /// The same moment on the monotonic clock.
    var monotonic: Int64
  }

  private let wall: @Sendable () -> Int64
  private let monotonic: @Sendable () -> Int64
  private let latest: Locked<Moment>

  /// - Parameters:
  ///   - wall: nanoseconds since 1970.
  ///   - monotonic: nanoseconds since some moment that nobody can set.
  ///   - notBefore: a time that has passed for sure.
  init(
    _ wall: @escaping @Sendable () -> Int64, monotonic: @escaping @Sendable () -> Int64,
    notBefore: Int64
  ) {
    self.wall = wall
    self.monotonic = monotonic
    latest = Locked(Moment(time: notBefore, monotonic: monotonic()))
  }

  var now: Int64 {
    latest.withLock { latest in
      let monotonic = monotonic()
      let passed = max(0, monotonic &- latest.monotonic)
      latest = Moment(time: max(wall(), latest.time &+ passed), monotonic: monotonic)
      return latest.time
    }
  }
}
