package import Crypto

/// What verifying a log found.
package struct AuditReport: Sendable, Equatable {
  /// The first thing that does not verify; nil for an intact log.
  package internal(set) var finding: AuditFinding?
  /// The log's name; nil before its first checkpoint or manifest.
  package internal(set) var origin: String?
  /// The number of the first record that retention has kept.
  package internal(set) var firstSequence: UInt64 = 0
  /// The number the next record gets: all records, dropped ones included.
  package internal(set) var size: UInt64 = 0
  /// How many records, from the first on, a checkpoint or manifest covers; those behind it are under no signature.
  package internal(set) var signedSize: UInt64 = 0
  /// The root of the tree over all records.
  package internal(set) var root: SHA256Digest?
  /// How many segments were read, and how many retention has dropped.
  package internal(set) var segments = 0
  package internal(set) var dropped = 0
  /// How many checkpoints agreed.
  package internal(set) var checkpoints = 0
  /// How many segments end with a recorded cut.
  package internal(set) var repairs = 0
  /// How many bytes behind the last record and the last checkpoint are not whole: being written, or
  /// torn by a crash.
  package internal(set) var unfinishedBytes = 0

  package var isIntact: Bool { finding == nil }
}
