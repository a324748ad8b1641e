import ActionModel
import JSON
import Telemetry
import Workers

/// The threads on which calls are understood that would hold up an event loop: those that ask for files, and long ones.
struct AnalysisThreads: Sendable {
  private let pool = Prepared {
    guard
      let pool = WorkerPool(
        name: "analysis", threads: 2, capacity: Self.capacity, time: Self.time,
        clock: SystemClock.monotonicNanoseconds)
    else { throw ServiceError("the system starts no more threads") }
    return pool
  }

  /// How many calls may wait at once.
  private static let capacity = 256
  /// How long a call may take, waiting included, in nanoseconds.
  private static let time: Int64 = 250_000_000
  /// The most bytes of arguments that a loop looks at itself: some 2 ms of work at the worst.
  private static let longestOnLoop = 16_384

  /// Whether an action is too long for a loop.
  func areNeeded(for action: Action) -> Bool {
    (action.arguments?.rawBytes.count ?? 0) > Self.longestOnLoop
  }

  /// Does something on one of the threads; nil where none had the time for it, or the system starts none.
  func run<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result? {
    await pool.value?.run(body)
  }
}
