/// Says why something could not be stored or read; whoever asked must refuse what depends on it.
///
/// After every one of these but `outcomeUnknown`, nothing was changed.
package enum StorageError: Error, Equatable, Sendable {
  /// More requests wait than there is room for.
  case overloaded
  /// The request's time was up before it was done.
  case timeout
  /// The change may have been made or not: the answer to its commit was lost.
  case outcomeUnknown(String)
  /// Others changed the same rows again and again.
  case contention
  /// The disk is full.
  case diskFull
  /// The disk or the database refused; the next request tries again.
  case failed(String)
  /// The database cannot be reached, or is held by another process; the next request tries again.
  case unavailable(String)
  /// The file is damaged: nothing is read from it or written to it any more.
  case corrupt(String)
  /// Another instance uses this file.
  case locked
  /// The rows were written by a newer version, or by another program.
  case foreignSchema(String)
  /// A rule of the schema forbids the change.
  case constraint(String)
  /// The request itself is wrong: a mistake of the program, not of its user.
  case misuse(String)
  /// The storage is closed.
  case stopped

  /// The stable word that decisions and metrics use.
  package var code: String {
    switch self {
    case .overloaded: "overloaded"
    case .timeout: "storage_timeout"
    case .outcomeUnknown: "storage_outcome_unknown"
    case .contention: "contention"
    case .diskFull: "storage_disk_full"
    case .failed, .locked, .foreignSchema, .constraint, .misuse: "storage_failed"
    case .unavailable: "storage_unavailable"
    case .corrupt: "storage_corrupt"
    case .stopped: "stopping"
    }
  }
}

extension StorageError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .overloaded: "the storage's queue is full"
    case .timeout: "the storage did not answer in time; nothing was changed"
    case .outcomeUnknown(let what):
      "it is not known whether the change was stored, look before it is repeated: \(what)"
    case .contention: "others changed the same rows each time; nothing was changed, try again"
    case .diskFull: "the disk that holds the storage is full, free space on it"
    case .failed(let what): "the storage refused: \(what)"
    case .unavailable(let what): "the storage cannot be reached: \(what)"
    case .corrupt(let what):
      """
      the storage is damaged: \(what); stop the daemon, keep the file as evidence, and put a backup in its \
      place with `gatehouse data restore`
      """
    case .locked: "another process uses this storage, stop it or choose another data folder"
    case .foreignSchema(let what): "the storage cannot be used by this version: \(what)"
    case .constraint(let what): "the change breaks a rule of the schema: \(what)"
    case .misuse(let what): "the storage was asked wrongly: \(what)"
    case .stopped: "the storage is closed"
    }
  }
}
