import AuditLog
import Locking

/// Keeps the log's newest checkpoint at hand for operators who ask for it.
final class LatestCheckpoint: CheckpointSink {
  let name = "the admin API"
  private let latest = Locked<[UInt8]?>(nil)

  /// The signed note; nil before the first since start.
  var note: [UInt8]? { latest.withLock { $0 } }

  func deliver(_ note: [UInt8]) {
    latest.withLock { $0 = note }
  }
}
