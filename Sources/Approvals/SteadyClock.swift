import Synchronization

/// The time of day that never turns back, so that nothing lives longer because somebody set a clock.
final class SteadyClock: Sendable {
  private let wall: @Sendable () -> Int64
  private let latest: Atomic<Int64>

  /// - Parameters:
  ///   - wall: nanoseconds since 1970.
  ///   - notBefore: a time that has passed for sure.
  init(_ wall: @escaping @Sendable () -> Int64, notBefore: Int64) {
    self.wall = wall
    latest = Atomic(notBefore)
  }

  var now: Int64 {
    let time = wall()
    return latest.max(time, ordering: .relaxed).newValue
  }
}
