import CSQLite

/// A compiled statement of one connection, which must outlive it.
@safe final class SQLiteStatement {
  private let statement: OpaquePointer
  /// SQLite's number of each parameter: it numbers `$2` before `$1` where it stands first.
  private let parameters: [Int32]

  /// Compiles a text that holds one statement; nil where it does not, with the code of SQLite's error if there was one.
  init?(_ sql: String, in database: OpaquePointer, code: inout Int32) {
    var compiled: OpaquePointer?
    var length = sql.utf8.count
    let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
    var text = sql
    // SAFETY: the text stands for the length of the call; the tail points into it.
    (code, length) = text.withUTF8 { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) { bytes in
        var tail: UnsafePointer<CChar>?
        let code = unsafe sqlite3_prepare_v3(
          database, bytes.baseAddress, Int32(clamping: bytes.count), flags, &compiled, &tail)
        let used = unsafe tail.flatMap { tail in unsafe bytes.baseAddress.map { unsafe tail - $0 } }
        return (code, used ?? bytes.count)
      }
    }
    let rest = sql.utf8.dropFirst(length)
    guard code == SQLITE_OK, let compiled = unsafe compiled,
      rest.allSatisfy({ [0x09, 0x0A, 0x0D, 0x20, 0x3B].contains($0) })
    else {
      unsafe sqlite3_finalize(compiled)
      return nil
    }
    unsafe statement = compiled
    let count = unsafe sqlite3_bind_parameter_count(compiled)
    // SAFETY: C reads the names during the calls only.
    parameters = (0..<count).map { unsafe sqlite3_bind_parameter_index(compiled, "$\($0 + 1)") }
  }

  deinit {
    unsafe sqlite3_finalize(statement)
  }

  /// Whether running it leaves the database as it is.
  var isReadOnly: Bool { unsafe sqlite3_stmt_readonly(statement) != 0 }

  /// Sets every parameter.
  func bind(_ values: [SQLValue]) throws(StorageError) {
    guard parameters.count == values.count, !parameters.contains(0) else {
      throw .misuse("a statement has \(parameters.count) parameters, and \(values.count) values")
    }
    for (index, value) in zip(parameters, values) {
      let code: Int32
      switch value {
      case .null: code = unsafe sqlite3_bind_null(statement, index)
      case .integer(let number): code = unsafe sqlite3_bind_int64(statement, index, number)
      case .text(var text):
        // SAFETY: SQLite copies the bytes.
        code = text.withUTF8 { bytes in
          unsafe bytes.contains(0)
            ? SQLITE_MISMATCH
            : bytes.withMemoryRebound(to: CChar.self) { bytes in
              unsafe gatehouse_sqlite_bind_text(
                statement, index, bytes.baseAddress, UInt64(bytes.count))
            }
        }
      }
      guard code != SQLITE_MISMATCH else { throw .misuse("a text holds NUL") }
      guard code == SQLITE_OK else { throw .failed("a value was not taken (\(code))") }
    }
  }

  /// Goes on to the next row, or to the end; returns SQLite's code.
  func step() -> Int32 { unsafe sqlite3_step(statement) }

  /// Makes it ready to run again, and lets go of the values.
  func reset() {
    unsafe sqlite3_reset(statement)
    unsafe sqlite3_clear_bindings(statement)
  }

  /// The row that it stands at.
  func row() throws(StorageError) -> Row {
    var values: [SQLValue] = []
    let count = unsafe sqlite3_column_count(statement)
    for column in 0..<count {
      switch unsafe sqlite3_column_type(statement, column) {
      case SQLITE_INTEGER:
        unsafe values.append(.integer(sqlite3_column_int64(statement, column)))
      case SQLITE_NULL: values.append(.null)
      case SQLITE_TEXT:
        // SAFETY: the bytes stand until the next step, and are copied before.
        let start = unsafe sqlite3_column_text(statement, column)
        let count = unsafe Int(sqlite3_column_bytes(statement, column))
        let bytes = unsafe UnsafeBufferPointer(start: start, count: start == nil ? 0 : count)
        values.append(.text(unsafe String(decoding: bytes, as: UTF8.self)))
      default: throw .misuse("column \(column) of a row is neither text nor a whole number")
      }
    }
    return Row(values)
  }
}
