import Locking

/// What the callers, the writer and the keeper of one log share.
final class LogShared: Sendable {
  let options: AuditOptions
  let keys: AuditKeys
  let queue: Locked<AuditQueue>
  let status: Locked<AuditStatus>
  /// Held for as long as the log is open.
  private let lock: Locked<(any DiskFile)?>

  init(options: AuditOptions, keys: AuditKeys, lock: any DiskFile) {
    self.options = options
    self.keys = keys
    queue = Locked(AuditQueue(options: options))
    status = Locked(AuditStatus())
    self.lock = Locked(lock)
  }

  /// Lets go of the lock and answers whoever waits for the end; called by the writer at its end.
  func finish(losing loss: AuditLoss?) {
    lock.withLock { $0 = nil }
    let waiters = queue.withLock { $0.finish(losing: loss) }
    for waiter in waiters { waiter.resume() }
  }

  /// Notes something that went wrong and stops no record.
  func report(_ what: String) {
    status.withLock { $0.lastError = what }
  }

  /// Refuses records for good, because the log does not verify.
  func breakDown(_ what: String) {
    queue.withLock { $0.close(.broken(what)) }
    status.withLock { $0.lastError = AuditError.broken(what).description }
  }
}
