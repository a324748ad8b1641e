/// The log at one moment, for metrics and readiness.
package struct AuditStatus: Sendable, Equatable {
  /// The number the next record gets.
  package var nextSequence: UInt64 { end.sequence }
  /// Where the next record goes.
  package var end = AuditPosition(sequence: 0, segment: 1, offset: 0)
  /// How many records the last checkpoint covers; nil before the first since start.
  package var checkpointSize: UInt64?
  /// How many records wait to be written.
  package var queueDepth = 0
  /// How many records were written since start.
  package var records: UInt64 = 0
  /// How many groups were written since start.
  package var groups: UInt64 = 0
  /// How many syncs of the log's segments succeeded since start.
  package var syncs: UInt64 = 0
  /// How many records were refused since start, by the error's code.
  package var refused: [String: UInt64] = [:]
  /// The last thing that went wrong, kept for reading after it is mended.
  package var lastError: String?
  /// Why records are refused now; nil while all is well.
  package var degraded: AuditError?
  /// True once every finished segment was verified since start.
  package var isVerified = false

  package init() {}
}
