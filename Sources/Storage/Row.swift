/// One row of an answer; its columns are numbered from 0.
package struct Row: Sendable, Equatable {
  package let values: [SQLValue]

  package init(_ values: [SQLValue]) {
    self.values = values
  }

  package subscript(column: Int) -> SQLValue {
    values.indices.contains(column) ? values[column] : .null
  }

  /// - Throws: `StorageError.misuse` where the column holds no text.
  package func text(_ column: Int) throws(StorageError) -> String {
    guard case .text(let text) = self[column] else { throw unexpected(column, "text") }
    return text
  }

  /// - Throws: `StorageError.misuse` where the column holds no number.
  package func integer(_ column: Int) throws(StorageError) -> Int64 {
    guard case .integer(let number) = self[column] else { throw unexpected(column, "a number") }
    return number
  }

  /// - Throws: `StorageError.misuse` where the column holds something else than text or null.
  package func textIfAny(_ column: Int) throws(StorageError) -> String? {
    self[column] == .null ? nil : try text(column)
  }

  /// - Throws: `StorageError.misuse` where the column holds something else than a number or null.
  package func integerIfAny(_ column: Int) throws(StorageError) -> Int64? {
    self[column] == .null ? nil : try integer(column)
  }

  private func unexpected(_ column: Int, _ kind: String) -> StorageError {
    .misuse("column \(column) of a row is not \(kind)")
  }
}
