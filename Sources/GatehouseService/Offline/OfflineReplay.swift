import AuditLog
package import DecisionPoint

extension OfflinePolicy {
  /// Decides the actions of a log anew; nothing is recorded.
  ///
  /// - Parameters:
  ///   - log: a log's directory, or the data directory that it is in.
  ///   - count: how many of the newest decisions are looked at; nil takes all.
  package func replay(log: String, last count: Int?) throws -> ReplayReport {
    let inside = AuditLog.directory(in: log)
    let path = Files.status(inside)?.isDirectory == true ? inside : log
    guard Files.status(path)?.isDirectory == true else {
      throw ServiceError("`\(log)` holds no log: give the `--data` of the instance")
    }
    return try replay.report(on: try PosixDisk(path: path, creating: false), last: count)
  }
}
