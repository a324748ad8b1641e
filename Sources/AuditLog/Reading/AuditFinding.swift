/// The first thing in a log that does not verify.
package struct AuditFinding: Sendable, Equatable {
  /// What is wrong.
  package let fault: Fault
  /// The file it was found in; nil where the log as a whole is concerned.
  package let file: String?
  /// The line in that file, counted from 1.
  package let line: Int?

  /// The ways in which a log can fail to verify; numbers are those of records.
  package enum Fault: Sendable, Equatable {
    /// The record is not the one that the hashes around it were made of.
    case edited(UInt64)
    /// Records are gone.
    case missing(Range<UInt64>)
    /// A record stands where another should, or stands twice.
    case reordered(UInt64)
    /// The record does not hold the hash of the one before, and nothing tells which was edited.
    case badLink(UInt64)
    /// The line where this record belongs is not a record.
    case malformed(UInt64)
    /// The tree over the records is not the one that a checkpoint of this size states.
    case checkpointMismatch(size: UInt64)
    /// A checkpoint, a manifest or a retention note is not signed by the log.
    case badSignature
    /// So many records at the end are under no signature, more than an instance ever leaves.
    case unsigned(UInt64)
    /// The log ends before a record that a checkpoint of this size covers.
    case truncated(size: UInt64)
    /// A segment, its manifest or another file is missing or not what it must be.
    case badFile(String)
  }

  /// One word for the kind of fault, for scripts.
  package var kind: String {
    switch fault {
    case .edited: "edited"
    case .missing: "missing"
    case .reordered: "reordered"
    case .badLink: "bad_link"
    case .malformed: "malformed"
    case .checkpointMismatch: "checkpoint_mismatch"
    case .badSignature: "bad_signature"
    case .truncated: "truncated"
    case .unsigned: "unsigned"
    case .badFile: "bad_file"
    }
  }

  /// The number of the record that is bad, or of the first one that is missing; nil where none can
  /// be named.
  package var sequence: UInt64? {
    switch fault {
    case .edited(let sequence), .reordered(let sequence), .badLink(let sequence),
      .malformed(let sequence):
      sequence
    case .missing(let range): range.lowerBound
    case .checkpointMismatch(let size): size > 0 ? size - 1 : nil
    case .truncated, .unsigned, .badSignature, .badFile: nil
    }
  }
}

extension AuditFinding: CustomStringConvertible {
  package var description: String {
    let place = [file.map { "`\($0)`" }, line.map { "line \($0)" }].compactMap { $0 }
    return (place + [what]).joined(separator: ": ")
  }

  private var what: String {
    switch fault {
    case .edited(let sequence):
      "record \(sequence) was edited: it does not fit the hashes around it"
    case .missing(let range):
      range.count == 1
        ? "record \(range.lowerBound) is missing"
        : "records \(range.lowerBound) to \(range.upperBound - 1) are missing"
    case .reordered(let sequence): "record \(sequence) is out of order or repeated"
    case .badLink(let sequence):
      """
      record \(sequence - 1) or record \(sequence) was edited: record \(sequence) does not hold the hash \
      of the one before
      """
    case .malformed(let sequence): "record \(sequence) was edited: it is not a record any more"
    case .checkpointMismatch(let size):
      "the first \(size) records are not those that the checkpoint of this size states"
    case .badSignature: "is not signed by this log"
    case .unsigned(let count):
      "the last \(count) records are under no signature, more than an instance ever leaves"
    case .truncated(let size): "the log ends before record \(size - 1), which a checkpoint covers"
    case .badFile(let what): what
    }
  }
}
