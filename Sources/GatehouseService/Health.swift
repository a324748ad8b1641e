import AuditLog
import Console
import HTTPAnswers
import Storage
import Synchronization

/// Knows what makes an instance ready.
final class Health: Sendable {
  private let log: AuditLog
  private let keeper: PolicyKeeper
  private let storage: Storage
  private let isDraining = Atomic(false)

  init(log: AuditLog, keeper: PolicyKeeper, storage: Storage) {
    self.log = log
    self.keeper = keeper
    self.storage = storage
  }

  /// From now on the instance is not ready, so that nobody sends it anything new.
  func drain() { isDraining.store(true, ordering: .releasing) }

  var readiness: Readiness {
    Readiness([policy, audit, stored, draining])
  }

  private var policy: Readiness.Check {
    let state = keeper.state
    let refused =
      state.problems.isEmpty
      ? "" : "the newest sources were refused: \(state.problems.joined(separator: "; "))"
    guard let inUse = state.inUse else {
      return Readiness.Check(
        "policy", isPassing: false, detail: refused.isEmpty ? "not loaded yet" : refused)
    }
    let summary = "\(inUse.ruleCount) rules, sha256 \(inUse.digest)"
    return Readiness.Check(
      "policy", isPassing: true, detail: refused.isEmpty ? summary : "\(summary); \(refused)")
  }

  private var audit: Readiness.Check {
    let status = log.status
    let detail =
      status.degraded.map(\.description)
      ?? "\(status.nextSequence) records, \(status.isVerified ? "all verified" : "verifying the older ones")"
    return Readiness.Check("audit", isPassing: status.degraded == nil, detail: detail)
  }

  /// Without its storage an instance still decides what needs no approval, and what is away may come back by itself.
  private var stored: Readiness.Check {
    let problem = storage.problem
    let isLost = if case .corrupt = problem { true } else { false }
    return Readiness.Check(
      "storage", isPassing: !isLost,
      detail: problem?.description ?? "\(storage.queueDepth) requests in progress")
  }

  private var draining: Readiness.Check {
    let isStopping = isDraining.load(ordering: .acquiring)
    return Readiness.Check(
      "serving", isPassing: !isStopping, detail: isStopping ? "stopping" : "accepting")
  }
}
