import AuditLog
import Calendar
import DecisionPoint
import JSON
import Policy

/// Asks a policy about what a log has recorded.
struct LogReplay {
  /// The most records before those of interest that are looked at for what they counted.
  private static let longestRunUp: UInt64 = 200_000

  let set: PolicySet
  let projects: ProjectDirectories
  let source: any ReplaySource

  /// Judges the newest decisions of a log, or all of them; takes some 50 microseconds a decision.
  func report(on disk: any Disk, last count: Int?) throws(AuditError) -> ReplayReport {
    let reader = AuditReader(disk)
    var filter = AuditFilter()
    filter.type = "decision"
    guard let oldest = try reader.oldest() else { return ReplayReport() }
    var first = oldest
    if let count {
      guard let start = try reader.start(ofNewest: count, matching: filter) else {
        return ReplayReport()
      }
      first = start
    }
    let runUp = try self.runUp(to: first, oldest: oldest, reader)
    var replay = PolicyReplay(set, projects: projects, source: source, since: runUp.since)
    try reader.forEach(from: runUp.start) { record in
      replay.on(record.event, sequence: record.sequence, isJudged: record.sequence >= first)
    }
    return replay.report
  }

  /// Where to begin so that counters stand as they did, and since when they do; `.min` from the log's very first record on.
  private func runUp(
    to first: UInt64, oldest: UInt64, _ reader: AuditReader
  ) throws(AuditError) -> (start: UInt64, since: Int64) {
    guard !set.counters.isEmpty else { return (first, .min) }
    let start = max(oldest, first > Self.longestRunUp ? first - Self.longestRunUp : 0)
    guard start > 0 else { return (0, .min) }
    let time = try reader.records(from: start, limit: 1).first?.event["time"]?.string
    return (start, time.flatMap(UTCTimestamp.unixNanoseconds) ?? .max)
  }
}
