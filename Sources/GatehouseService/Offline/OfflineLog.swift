package import AuditLog
import Crypto
import JSON

/// Looks at the log of a data directory, whether an instance is writing it or not.
package struct OfflineLog: Sendable {
  private let disk: PosixDisk

  /// - Throws: `ServiceError` where there is no log.
  package init(data: String) throws {
    let path = AuditLog.directory(in: data)
    guard Files.status(path)?.isDirectory == true else {
      throw ServiceError("`\(path)` holds no log: give the `--data` of the instance")
    }
    disk = try PosixDisk(path: path, creating: false)
  }

  /// Verifies everything.
  ///
  /// - Parameter checkpoint: the path of one or more checkpoints held elsewhere, which the log must extend: one as the
  ///   admin API gives it, or the file of a checkpoint sink.
  package func verify(extending checkpoint: String?) throws -> AuditReport {
    guard let checkpoint else { return AuditVerifier.verify(disk) }
    guard let notes = CheckpointFile.held(try Files.read(checkpoint)) else {
      throw ServiceError("`\(checkpoint)` is no checkpoint: a signed note was expected")
    }
    return AuditVerifier.verify(disk, extending: notes)
  }

  /// The newest records that a filter chooses, newest first.
  package func newest(_ count: Int, matching filter: AuditFilter) throws -> [AuditRecord] {
    try AuditReader(disk).newest(count, matching: filter)
  }

  /// The records from a number on, oldest first.
  package func records(from sequence: UInt64, limit: Int) throws -> [AuditRecord] {
    try AuditReader(disk).records(from: sequence, limit: limit)
  }
}

extension OfflineLog {
  /// Counts how often each rule matched.
  ///
  /// - Parameter since: nanoseconds since 1970; nil for all that the log holds.
  package func coverage(since: Int64?) throws -> RuleCoverage {
    var filter = AuditFilter()
    filter.type = "decision"
    filter.from = since
    var coverage = RuleCoverage()
    var scan = AuditScan(AuditReader(disk))
    while let records = try scan.step(matching: filter) {
      for record in records {
        coverage.decisions += 1
        for rule in record.event["rules"]?.elements.compactMap(\.string) ?? [] {
          coverage.matches[rule, default: 0] += 1
        }
      }
    }
    return coverage
  }
}

/// How often rules matched in the decisions of a log.
package struct RuleCoverage: Sendable {
  package fileprivate(set) var decisions = 0
  /// By the rules' ids.
  package fileprivate(set) var matches: [String: Int] = [:]
}

extension AuditReport {
  /// The report as one JSON object, for scripts.
  package var json: String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("intact")
    writer.bool(isIntact)
    writer.key("records")
    writer.int(size - firstSequence)
    writer.key("size")
    writer.int(size)
    writer.key("unsigned")
    writer.int(isIntact ? size - signedSize : 0)
    if let root {
      writer.key("root")
      writer.string(root.description)
    }
    writer.key("segments")
    writer.int(segments)
    writer.key("checkpoints")
    writer.int(checkpoints)
    writer.key("repairs")
    writer.int(repairs)
    writer.key("unfinished_bytes")
    writer.int(unfinishedBytes)
    if let finding { finding.write(to: &writer) }
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

extension AuditFinding {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.key("finding")
    writer.beginObject()
    writer.key("kind")
    writer.string(kind)
    if let sequence {
      writer.key("record")
      writer.int(sequence)
    }
    if let file {
      writer.key("file")
      writer.string(file)
    }
    if let line {
      writer.key("line")
      writer.int(line)
    }
    writer.key("text")
    writer.string(description)
    writer.endObject()
  }
}
