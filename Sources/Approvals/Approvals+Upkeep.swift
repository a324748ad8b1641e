import AuditLog
import Locking
import Storage

/// What time does to approvals, and what a crash left undone.
extension Approvals {
  /// Ends every wait, and lets none begin: the instance stops.
  package func stop() { waiting.stop() }

  /// Ends and records what is over its time, and every hour forgets what was over long ago; to be called every second.
  package func expire() async {
    let now = now
    let mayForget = forgotAt.withLock { forgotAt in
      guard now - forgotAt >= Self.betweenForgetting else { return false }
      forgotAt = now
      return true
    }
    if mayForget { await forget(before: now - Self.kept) }
    let areDue = try? await storage.read { (transaction) throws(StorageError) in
      try !transaction.rows("SELECT id FROM approvals WHERE \(Self.due) LIMIT 1", [.integer(now)])
        .isEmpty
    }
    guard areDue == true else { return }
    let ended = try? await storage.write { (transaction) throws(StorageError) in
      let due = try Approval.heads(
        where: "\(Self.due) ORDER BY expires_at LIMIT 100", [.integer(now)], in: transaction)
      return try Self.end(due, at: now, in: transaction)
    }
    for approval in ended ?? [] { await recordEnd(of: approval) }
  }

  private static let due = "state IN ('pending', 'approved') AND expires_at <= $1"

  /// Forgets what was over before a time; the log keeps it.
  private func forget(before: Int64) async {
    // What is not forgotten now will be the next time.
    _ = try? await storage.write { (transaction) throws(StorageError) in
      let old = "FROM approvals WHERE is_recorded = 1 AND expires_at < $1"
      for table in ["approval_votes", "approval_views"] {
        try transaction.run(
          "DELETE FROM \(table) WHERE approval IN (SELECT id \(old))", [.integer(before)])
      }
      try transaction.run("DELETE \(old)", [.integer(before)])
      try transaction.run(
        "DELETE FROM grants WHERE is_recorded = 1 AND expires_at < $1", [.integer(before)])
    }
  }

  /// How long what is over can still be looked at, in nanoseconds: thirty days.
  static let kept: Int64 = 30 * 86_400 * 1_000_000_000
  private static let betweenForgetting: Int64 = 3_600 * 1_000_000_000

  private static func end(
    _ due: [Approval], at now: Int64, in transaction: Transaction
  ) throws(StorageError) -> [Approval] {
    var ended: [Approval] = []
    for var approval in due where approval.expire(at: now) {
      try approval.update(in: transaction)
      try transaction.notify(channel, approval.id)
      ended.append(approval)
    }
    return ended
  }

  func recordEnd(of approval: Approval) async {
    guard (try? await log.append(.expired(approval, time: now))) != nil else { return }
    await noteRecorded(approval.id)
  }

  /// Records what the log missed because the instance ended in between; what was used stays used.
  func reconcile() async throws(StorageError) {
    let missed = try await storage.read { (transaction) throws(StorageError) in
      try Approval.heads(where: "is_recorded = 0 ORDER BY asked_at", [], in: transaction)
    }
    for approval in missed {
      guard (try? await log.append(.recovered(approval, time: now))) != nil else { return }
      await noteRecorded(approval.id)
    }
    try await reconcileGrants()
  }
}
