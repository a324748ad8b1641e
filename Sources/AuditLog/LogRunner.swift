import Locking
import Workers

/// The writer thread's own work: takes groups from the queue, writes them, keeps what is due, and
/// answers who waits.
struct LogRunner: ~Copyable {
  private let shared: LogShared
  private let maintenance: Maintenance
  private var writer: LogWriter
  private var reserve: SpaceReserve

  private var batch = AuditQueue.Batch()
  /// Records that were taken and could not be written; they go first once that is possible again.
  private var backlog: [AuditEvent] = []
  private var degraded: AuditError?
  private var groups: UInt64 = 0
  /// Refusals since the last record that counts them, and since start.
  private var refusedLately: [String: UInt64] = [:]
  private var refusedInAll: [String: UInt64] = [:]
  private var lastError: String?
  /// True where something that was due has failed just now.
  private var isTroubled = false

  /// Between two tries to take records again.
  private static let retryInterval: Int64 = 500_000_000
  /// How long the thread lets records gather where nobody waits for them: a wake costs more than a
  /// record.
  private static let nap: Int64 = 2_000_000

  init(
    _ writer: consuming LogWriter, shared: LogShared, maintenance: Maintenance
  ) {
    self.shared = shared
    self.maintenance = maintenance
    reserve = SpaceReserve(disk: writer.disk, bytes: writer.options.reserveBytes)
    self.writer = writer
    do throws(DiskError) {
      try reserve.take()
    } catch {
      close(because: AuditError(error))
    }
  }

  /// Works until stopped; returns what could not be written by then.
  mutating func run(_ bell: Worker.Bell) -> AuditLoss? {
    publish()
    while true {
      batch.clear()
      let (refused, isStopping) = shared.queue.withLock { queue in
        queue.takeAll(into: &batch)
        return (queue.takeRefused(), queue.isStopping)
      }
      for (code, number) in refused { count(code, number) }
      let hadRecords = !batch.events.isEmpty
      if hadRecords { commit() }
      keepHouse()
      publish()
      if isStopping, !hadRecords { break }
      pause(bell, hadRecords: hadRecords)
    }
    return close()
  }

  private mutating func count(_ code: String, _ number: UInt64) {
    refusedLately[code, default: 0] += number
    refusedInAll[code, default: 0] += number
  }

  // MARK: Records

  /// Writes a group, and where callers wait for it makes it durable and answers them.
  private mutating func commit() {
    groups += 1
    do throws(AuditError) {
      if let degraded { throw degraded }
      try writeGroup(batch.events)
      if writer.options.mode == .always { try writer.sync(rewriting: false) }
      batch.answer(nil)
    } catch {
      fail(error)
    }
  }

  /// Writes a group; a full disk is given the reserve, which holds this group and the record of what
  /// happened.
  private mutating func writeGroup(_ events: [AuditEvent]) throws(AuditError) {
    do throws(AuditError) {
      try writer.write(events)
    } catch .diskFull {
      close(because: .diskFull)
      guard reserve.release() else { throw .diskFull }
      try writer.write(events + [.diskFull(time: writer.clock.wall())])
    }
  }

  private mutating func fail(_ error: AuditError) {
    lastError = error.description
    count(error.code, UInt64(batch.waiters.count))
    batch.answer(error)
    if writer.options.mode == .always {
      if !writer.isReady { close(because: error) }
    } else {
      // The callers of the others went on long ago: those are kept until they can be written.
      backlog += batch.unawaited
      close(because: error)
    }
  }

  /// Refuses records from here on.
  private mutating func close(because error: AuditError) {
    degraded = error
    lastError = error.description
    shared.queue.withLock { $0.close(error) }
  }

  // MARK: What is due

  private mutating func keepHouse() {
    isTroubled = false
    do throws(AuditError) {
      if degraded != nil {
        try recover()
      }
      if writer.owesSync() { try writer.sync(rewriting: true) }
      if let note = try writer.checkpointIfDue() { maintenance.deliver(note) }
      if writer.owesRotation() { try rotate() }
    } catch {
      isTroubled = true
      lastError = error.description
      if degraded == nil, !writer.isReady || error == .diskFull { close(because: error) }
    }
  }

  private var lastTry: Int64 = 0

  /// Takes records again where the disk allows it; what does not verify stays closed.
  private mutating func recover() throws(AuditError) {
    if case .broken = degraded { return }
    let now = writer.clock.monotonic()
    guard now - lastTry >= Self.retryInterval else { return }
    lastTry = now
    do throws(DiskError) {
      try reserve.take()
    } catch {
      throw AuditError(error)
    }
    let events = backlog + [.recovered(refused: refusedLately, time: writer.clock.wall())]
    try writer.write(events)
    backlog = []
    refusedLately = [:]
    try writer.sync(rewriting: true)
    degraded = nil
    shared.queue.withLock { $0.reopen() }
  }

  private mutating func rotate() throws(AuditError) {
    if let note = try writer.rotate() { maintenance.deliver(note) }
    if let manifest = writer.finished.last {
      maintenance.compress(manifest, after: writer.finished.dropLast().last?.head ?? LogHead())
    }
    guard let (dropped, note) = try writer.retain() else { return }
    if let note { maintenance.deliver(note) }
    maintenance.drop(dropped)
  }

  // MARK: Rest

  /// Waits for records, or for what is due next.
  private mutating func pause(_ bell: Worker.Bell, hadRecords: Bool) {
    if hadRecords {
      // Whoever waits is served at once; others may gather.
      if batch.waiters.isEmpty { bell.wait(nanoseconds: Self.nap) }
      return
    }
    let sleeps = shared.queue.withLock { queue in
      guard queue.count == 0, !queue.isStopping else { return false }
      queue.isWriterAsleep = true
      return true
    }
    guard sleeps else { return }
    var due = writer.nanosecondsUntilDue()
    if degraded != nil { due = min(due ?? .max, Self.retryInterval) }
    // What is overdue and failed is not tried again at once.
    if isTroubled { due = max(due ?? 0, Self.retryInterval / 10) }
    bell.wait(nanoseconds: due)
    shared.queue.withLock { $0.isWriterAsleep = false }
  }

  private func publish() {
    var status = AuditStatus()
    status.end = writer.end
    status.checkpointSize = writer.lastCheckpoint == nil ? nil : writer.checkpointSize
    status.records = writer.records
    status.groups = groups
    status.syncs = writer.syncs
    status.refused = refusedInAll
    shared.status.withLock { published in
      // The keeper reports there too.
      status.lastError = lastError ?? published.lastError
      published = status
    }
  }

  /// Records the stop and signs a last checkpoint; returns what could not be written.
  private mutating func close() -> AuditLoss? {
    defer { publish() }
    var failure: AuditError?
    do throws(AuditError) {
      let stop = AuditEvent.stop(refused: refusedLately, time: writer.clock.wall())
      try writeGroup(backlog + [stop])
      backlog = []
    } catch {
      failure = error
    }
    do throws(AuditError) {
      // What was written earlier is made durable whether or not the end could be recorded.
      try writer.sync(rewriting: true)
      if let note = try writer.checkpointIfDue(forced: true) { maintenance.deliverLast(note) }
    } catch {
      failure = failure ?? error
    }
    guard let failure else { return nil }
    lastError = failure.description
    return AuditLoss(records: backlog.count + writer.unsynced.count, cause: failure)
  }
}
