package import AuditLog
import Calendar

extension AuditLog {
  /// Where the log lies within a data directory.
  package static func directory(in data: String) -> String { "\(data)/audit" }

  /// Reads the log of a data directory, also while it is written.
  static func reader(in data: String) throws -> AuditReader {
    AuditReader(try PosixDisk(path: directory(in: data)))
  }

  /// Opens the log of a data directory as a configuration wants it.
  static func open(
    _ settings: Configuration.Audit, in data: String, telling checkpoint: LatestCheckpoint,
    observer: any CommitObserver
  ) throws -> AuditLog {
    var options = AuditOptions()
    options.mode = settings.mode
    options.arguments = settings.arguments
    options.segmentBytes = settings.rotateBytes
    options.segmentAge = settings.rotateAfter.nanoseconds
    options.retentionBytes = settings.retainBytes
    options.retentionAge = settings.retainFor?.nanoseconds
    var sinks: [any CheckpointSink] = [checkpoint]
    for directory in settings.checkpointSinks {
      sinks.append(try FileCheckpointSink(directory: directory, file: "checkpoints"))
    }
    return try AuditLog(
      PosixDisk(path: directory(in: data)), options: options, sinks: sinks, observer: observer)
  }
}
