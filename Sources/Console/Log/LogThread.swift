package import AuditLog
import HTTPAnswers
import HTTPWire
import Locking
import Workers

/// Reads the log on a thread of its own, which the first reading starts: no event loop waits for a disk.
package final class LogThread: Sendable {
  /// The most readings that run or wait at once.
  private static let capacity = 64
  /// How long one may take, in nanoseconds.
  private static let time: Int64 = 10_000_000_000

  private let name: String
  private let reader: AuditReader
  private let clock: @Sendable () -> Int64
  private let pool = Locked<WorkerPool?>(nil)

  /// - Parameters:
  ///   - name: what the thread is called, at most 12 bytes.
  ///   - clock: the monotonic time, in nanoseconds.
  package init(
    named name: String, reading reader: AuditReader, clock: @escaping @Sendable () -> Int64
  ) {
    self.name = name
    self.reader = reader
    self.clock = clock
  }

  /// Does something with the log on the thread; nil where it has no time, or cannot be started.
  func run<Result: Sendable>(_ body: @escaping @Sendable (AuditReader) -> Result) async -> Result? {
    let pool = pool.withLock { pool in
      if pool == nil {
        pool = WorkerPool(
          name: name, threads: 1, capacity: Self.capacity, time: Self.time, standsBack: true,
          clock: clock)
      }
      return pool
    }
    return await pool?.run { [reader] in body(reader) }
  }

  /// Reads on the thread.
  ///
  /// - Throws: the problem of a request that needs what could not be read.
  func read<Result: Sendable>(
    _ body: @escaping @Sendable (AuditReader) throws(AuditError) -> Result
  ) async throws(ProblemDetails) -> Result {
    let outcome = await run { reader -> Swift.Result<Result, AuditError> in
      do throws(AuditError) {
        return .success(try body(reader))
      } catch {
        return .failure(error)
      }
    }
    switch outcome {
    case .success(let result): return result
    case .failure(let error):
      throw ProblemDetails(
        .serviceUnavailable, code: "log_unreadable",
        detail: "the log cannot be read: \(error): see `gatehouse audit verify`")
    case nil:
      throw ProblemDetails(
        .serviceUnavailable, code: "log_busy",
        detail: "too much of the log is being read: try again in a second",
        fields: [.retryAfter: "1"])
    }
  }
}
