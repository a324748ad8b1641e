import CPostgreSQL
import Crypto

/// The client library of PostgreSQL, loaded when a database is first asked for.
enum PostgreSQLLibrary {
  /// - Throws: `StorageError.failed` where it is not installed, or where a text names no database.
  static func load(for location: Secret) throws(StorageError) {
    // SAFETY: C fills the buffer of the size given, and ends the text with NUL.
    let problem = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) {
      buffer -> String? in
      guard unsafe cpostgresql_load(buffer.baseAddress, buffer.count) != 0 else { return nil }
      return unsafe buffer.baseAddress.map { unsafe String(cString: $0) } ?? ""
    }
    if let problem {
      throw .failed("PostgreSQL's library is not installed (`apt-get install libpq5`): \(problem)")
    }
    // What the library says of a wrong text could quote a password.
    guard unsafe location.withCText({ unsafe cpostgresql_is_connection_text($0) == 1 }) else {
      throw .failed(
        "the connection text is malformed: write `postgresql://USER:PASSWORD@HOST:PORT/DATABASE`")
    }
  }
}

extension Secret {
  /// Lends the bytes, ended by NUL, for the length of a call; the copy is wiped.
  func withCText<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    withBytes { bytes in
      // SAFETY: the buffer has one byte more than is copied to it.
      unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: bytes.count + 1) { buffer in
        for index in bytes.indices {
          unsafe buffer.initializeElement(at: index, to: CChar(bitPattern: bytes[index]))
        }
        unsafe buffer.initializeElement(at: bytes.count, to: 0)
        defer { unsafe buffer.update(repeating: 0) }
        return unsafe body(UnsafePointer(buffer.baseAddress.unsafelyUnwrapped))
      }
    }
  }
}
