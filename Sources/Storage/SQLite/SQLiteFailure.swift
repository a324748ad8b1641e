import CSQLite

/// What one of SQLite's result codes means for the request, and for the connection.
struct SQLiteFailure: Equatable {
  /// What is left of the connection.
  enum Harm: Int, Comparable {
    /// It can go on.
    case none
    /// Its memory of the file cannot be trusted: it has to be opened anew.
    case connection
    /// The file is damaged.
    case file

    static func < (left: Harm, right: Harm) -> Bool { left.rawValue < right.rawValue }
  }

  let error: StorageError
  let harm: Harm

  /// - Parameters:
  ///   - code: the extended result code.
  ///   - message: what SQLite says of it; it may name tables and columns, and holds no values.
  init(code: Int32, message: String, diskIsFull: Bool) {
    switch code & 0xFF {
    case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL:
      (error, harm) = (.unavailable("another process holds its lock (\(message))"), .none)
    case SQLITE_FULL:
      (error, harm) = (.diskFull, .none)
    case SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM, SQLITE_NOLFS:
      (error, harm) = (diskIsFull ? .diskFull : .failed("\(message) (\(code))"), .connection)
    case SQLITE_CORRUPT, SQLITE_NOTADB:
      (error, harm) = (.corrupt(message), .file)
    case SQLITE_NOMEM:
      (error, harm) = (.failed("no memory is left"), .connection)
    case SQLITE_INTERRUPT:
      (error, harm) = (.timeout, .none)
    case SQLITE_CONSTRAINT:
      (error, harm) = (.constraint(message), .none)
    default:
      (error, harm) = (.misuse("\(message) (\(code))"), .none)
    }
  }
}
