import CPostgreSQL

/// One result of a statement, or one of its rows; freed when let go.
@safe final class PostgreSQLResult {
  private let result: OpaquePointer

  /// Takes a result over.
  init(_ result: OpaquePointer) {
    unsafe self.result = result
  }

  deinit {
    unsafe cpostgresql_free_result(result)
  }

  // SAFETY: here and below, the library's texts end with NUL, stand as long as the result, and are copied.

  var isError: Bool { unsafe cpostgresql_is_error(result) != 0 }

  /// SQLSTATE; empty where the library made the error.
  var state: String { unsafe String(cString: cpostgresql_state(result)) }

  /// The error's first line, without the values that caused it.
  var problem: String { unsafe String(cString: cpostgresql_problem(result)) }

  /// What was done, such as `COMMIT`.
  var done: String { unsafe String(cString: cpostgresql_done(result)) }

  /// How many rows the statement changed.
  var changed: Int { unsafe Int(cpostgresql_changed(result)) }

  var count: Int32 { unsafe cpostgresql_rows(result) }

  func row(_ row: Int32) throws(StorageError) -> Row {
    var values: [SQLValue] = []
    let count = unsafe cpostgresql_columns(result)
    for column in 0..<count {
      let text = unsafe String(cString: cpostgresql_value(result, row, column))
      switch unsafe cpostgresql_kind_of(result, row, column) {
      case cpostgresql_kind_null: values.append(.null)
      case cpostgresql_kind_text: values.append(.text(text))
      case cpostgresql_kind_boolean: values.append(SQLValue(text == "t"))
      case cpostgresql_kind_integer where Int64(text) != nil: values.append(SQLValue(Int64(text)))
      default: throw .misuse("column \(column) of a row is neither text nor a whole number")
      }
    }
    return Row(values)
  }
}
