package import Crypto
import Locking
import Workers

/// The tamper-evident log: takes records from all threads, and writes them on one of its own.
///
/// No call but `open` waits for the disk on its own thread.
package final class AuditLog: Sendable {
  private let shared: LogShared
  private let maintenance: Maintenance
  private let writer: Worker
  private let keeper: Worker

  /// Opens or makes the log in a directory: takes its lock, verifies manifests and last segment,
  /// mends a torn tail, and records the start durably.
  package init(
    _ disk: any Disk, options: AuditOptions, clock: AuditClock = .system,
    sinks: [any CheckpointSink] = [], observer: (any CommitObserver)? = nil
  ) throws(AuditError) {
    let lock = try Self.lock(disk)
    let opened = try OpenedLog(disk, options: options, clock: clock)
    var log = LogWriter(
      opened, disk: disk, options: options, clock: clock, observer: observer)
    let unsigned = log.head.size - log.checkpointSize
    try log.write([
      .start(log.keys, mode: options.mode, unsigned: unsigned, time: clock.wall())
    ])
    try log.sync(rewriting: true)
    // Every log has a signature from its first start on, and each start signs what it found.
    let note = try log.checkpointIfDue(forced: true)
    let shared = LogShared(options: options, keys: log.keys, lock: lock)
    shared.status.withLock { [end = log.end] in $0.end = end }
    let maintenance = Maintenance(disk: disk, sinks: sinks, shared: shared)
    if let note { maintenance.deliver(note) }
    for index in log.finished.indices {
      let manifest = log.finished[index]
      if manifest.name.number < log.firstKept {
        maintenance.drop([manifest.name])
      } else {
        maintenance.compress(
          manifest, after: index > 0 ? log.finished[index - 1].head : LogHead())
      }
    }
    let runner = Locked(LogRunner(log, shared: shared, maintenance: maintenance))
    guard
      let writer = Worker(
        name: "audit-writer",
        { bell in
          let loss = runner.withLock { $0.run(bell) }
          shared.finish(losing: loss)
        }),
      let keeper = Worker(
        name: "audit-keeper", standsBack: true, { bell in maintenance.run(bell) })
    else { throw .failed("the system starts no more threads") }
    self.shared = shared
    self.maintenance = maintenance
    self.writer = writer
    self.keeper = keeper
  }

  deinit {
    requestStop()
  }

  /// Takes the lock that keeps a second writer out.
  private static func lock(_ disk: any Disk) throws(AuditError) -> any DiskFile {
    do throws(DiskError) {
      let file = try disk.open("lock", .append)
      try file.lock()
      return file
    } catch {
      throw error.kind == .locked ? .locked : AuditError(error)
    }
  }

  /// Records an event.
  ///
  /// Returns once the record is durable in mode `always`, once it has its place in the queue in the
  /// others; where records come faster than they can be written, once it is written. Throws where the
  /// caller must refuse what it would have recorded.
  package func append(_ event: AuditEvent) async throws(AuditError) {
    if shared.options.mode != .always, try offer(event, nil) { return }
    // INVARIANT: a waiter is resumed once: here where the queue refuses the record, else by the
    // writer, which answers every entry it takes and takes every entry before it ends.
    let error = await withCheckedContinuation {
      (waiter: AuditQueue.Waiter) in
      do throws(AuditError) {
        _ = try offer(event, waiter)
      } catch {
        waiter.resume(returning: error)
      }
    }
    if let error { throw error }
  }

  /// Says whether the queue has taken the record; one that nobody waits for may have to come again with a waiter.
  private func offer(
    _ event: AuditEvent, _ waiter: AuditQueue.Waiter?
  ) throws(AuditError) -> Bool {
    switch shared.queue.withLock({ $0.offer(event, waiter) }) {
    case .taken: return true
    case .takenAndWake:
      writer.wake()
      return true
    case .crowded: return false
    case .refused(let error): throw error
    }
  }

  /// Returns the code of a call's full arguments under the log's own key: HMAC-SHA-256.
  package func argumentDigest(_ arguments: [UInt8]) -> SHA256Digest {
    shared.keys.argumentCode.authenticate(arguments)
  }

  /// The log's name, which no other log has.
  package var origin: String { shared.keys.origin }

  /// How call arguments are to be recorded.
  package var arguments: ArgumentRecording { shared.options.arguments }

  /// The log at this moment.
  package var status: AuditStatus {
    var status = shared.status.withLock { $0 }
    shared.queue.withLock { queue in
      status.queueDepth = queue.count
      status.degraded = queue.closed
    }
    status.isVerified = maintenance.isVerified
    return status
  }

  /// Refuses new records, writes those taken, records the stop and signs a last checkpoint; returns
  /// when all is durable, or with what could not be made so.
  @discardableResult
  package func stop() async -> AuditLoss? {
    await withCheckedContinuation { (waiter: CheckedContinuation<Void, Never>) in
      if !shared.queue.withLock({ $0.waitForEnd(waiter) }) { waiter.resume() }
      requestStop()
    }
    return shared.queue.withLock { $0.loss }
  }

  private func requestStop() {
    shared.queue.withLock { $0.stop() }
    writer.wake()
    maintenance.stop()
    keeper.wake()
  }
}
