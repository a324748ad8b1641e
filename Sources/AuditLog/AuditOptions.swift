/// When a record counts as taken.
package enum AuditMode: String, Sendable, CaseIterable {
  /// Once it is durable on the disk, so that not even a power cut loses an answered decision.
  case always
  /// Once it has its place in the queue; made durable every `syncInterval`.
  case interval
  /// Once it has its place in the queue; made durable only with rotation and stop.
  case none
}

/// How call arguments are recorded.
package enum ArgumentRecording: String, Sendable, CaseIterable {
  /// With secrets taken out, beside their code under the log's key.
  case redacted
  /// Left out: their code under the log's key alone.
  case digest
}

/// How the log behaves; durations are in nanoseconds.
package struct AuditOptions: Sendable {
  package var mode: AuditMode = .interval
  package var arguments: ArgumentRecording = .redacted
  /// The log's name in its checkpoints; a host name or path without spaces, unique to this log. Nil
  /// takes the name that the log has, and names a new one after its first key.
  package var origin: String?

  /// Between two syncs in mode `interval`.
  package var syncInterval: Int64 = 1_000_000_000
  /// Unsynced bytes that bring a sync forward in mode `interval`: they are kept in memory until
  /// then.
  package var syncBytes = 4 << 20
  /// Between two checkpoints, if there are new records.
  package var checkpointInterval: Int64 = 1_000_000_000
  /// New records that bring a checkpoint forward.
  package var checkpointRecords: UInt64 = 10_000

  /// A segment is finished once it is this long, in bytes.
  ///
  /// Start-up checks every line of the last segment before it takes records, which takes about 3 ms a
  /// MiB (2-core virtual machine, release build: 32 MiB 100 ms, 16 MiB 48 ms, 8 MiB 28 ms): 16 MiB
  /// leaves half of the 100 ms that a start may take. Shorter segments would cost more manifests to
  /// read and more syncs to rotate.
  package var segmentBytes = 16 << 20
  /// A segment is finished once it holds this many records, whatever their length: its end is signed, so that no more
  /// than these can ever stand under no signature.
  package var segmentRecords: UInt64 = 100_000
  /// A segment is finished once it is this old.
  package var segmentAge: Int64 = 86_400_000_000_000
  /// Finished segments older than this are dropped; nil keeps them for ever.
  package var retentionAge: Int64?
  /// The oldest finished segments are dropped while all together take more bytes than this; nil
  /// keeps them.
  package var retentionBytes: Int?

  /// The most records that wait to be written.
  package var queueRecords = 16_384
  /// The most bytes that wait to be written.
  package var queueBytes = 32 << 20
  /// The real space set aside so that a full disk can still be recorded, in bytes.
  package var reserveBytes = 1 << 20

  package init() {}
}
