/// Says why the log could not take a record or be opened; whoever asked must refuse what it would
/// have recorded.
package enum AuditError: Error, Equatable, Sendable {
  /// The queue is full: reason code `overloaded`.
  case overloaded
  /// The disk is full: reason code `audit_disk_full`.
  case diskFull
  /// The log does not verify, so nothing may be added to it: reason code `audit_broken`.
  case broken(String)
  /// The disk refused: reason code `audit_failed`.
  case failed(String)
  /// Another process writes this log.
  case locked
  /// The log is stopped, or stopping.
  case stopped

  /// The stable word that decisions and metrics use.
  package var code: String {
    switch self {
    case .overloaded: "overloaded"
    case .diskFull: "audit_disk_full"
    case .broken: "audit_broken"
    case .failed, .locked: "audit_failed"
    case .stopped: "stopping"
    }
  }
}

extension AuditError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .overloaded: "the audit log's queue is full"
    case .diskFull: "the disk that holds the audit log is full, free space on it"
    case .broken(let what):
      """
      the audit log does not verify: \(what); run `gatehouse audit verify` and keep the folder as \
      evidence
      """
    case .failed(let what): "the audit log's disk refused: \(what)"
    case .locked:
      "another process writes this audit log, stop it or choose another data folder"
    case .stopped: "the audit log is stopped"
    }
  }
}
