package import ActionModel
package import AuditLog
package import Limits
import Workers

/// Keeps what counters hold over restarts: writes an image of them now and then, and at a start takes up the last one and
/// what the log has counted since.
///
/// Without an image, or with one that cannot be used, the log is read as far back as the windows of the policy reach. That
/// waits for the first policy that counts; until then no image is written, so that a restart in between forgets nothing.
package final class CounterKeeper: Sendable {
  package let counters: Counters
  /// The clock that the counters go by.
  package let clock: CounterClock
  private let work: CounterWork
  private let thread: Worker

  /// Takes up what was counted before; never fails, for what cannot be taken up is rebuilt before a policy counts.
  ///
  /// - Parameters:
  ///   - disk: the data directory.
  ///   - now: the clocks, at any time.
  ///   - complaints: is told, in words for the operator, what went wrong.
  /// - Throws: `AuditError.failed` where the system starts no more threads.
  package init(
    _ capacity: CounterCapacity, log: AuditLog, reader: AuditReader, disk: any Disk,
    now: @escaping @Sendable () -> CounterClock.Moment,
    complaints: @escaping @Sendable (String) -> Void
  ) throws(AuditError) {
    let work = CounterWork(
      capacity, log: log, reader: reader, disk: disk, now: now, complaints: complaints)
    guard let thread = Worker(name: "counters", { work.run($0) }) else {
      throw .failed("the system starts no more threads")
    }
    self.work = work
    self.thread = thread
    counters = work.counters
    clock = work.clock
  }

  deinit {
    work.order { $0.isStopping = true }
    thread.wake()
  }

  /// Makes sure that a policy finds counted what was counted before the start; to be awaited before it is used.
  ///
  /// - Returns: whether the log had to be read for it, so that held actions have to be found again.
  /// - Throws: where the log cannot be read, so that nobody knows.
  package func prepare(
    for specifications: [CounterSpecification]
  ) async throws(AuditError) -> Bool {
    guard !specifications.isEmpty, work.isRebuildDue else { return false }
    let horizon = specifications.reduce(0) { max($0, $1.window) }
    let result = await withCheckedContinuation { waiter in
      work.order { $0.rebuilds.append((horizon, waiter)) }
      thread.wake()
    }
    try result.get()
    return true
  }

  /// Has an image written where enough has changed; to be called every second or so.
  package func tick() {
    if work.isSaveDue { thread.wake() }
  }

  /// Writes a last image; to be awaited when nothing counts any more.
  package func stop() async {
    await withCheckedContinuation { waiter in
      work.order { orders in
        orders.isStopping = true
        orders.stopWaiters.append(waiter)
      }
      thread.wake()
    }
  }
}
