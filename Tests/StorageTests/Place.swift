import Crypto
import Storage
import TestKit
import Testing

/// What keeps the rows in a test: each promise holds for all of them.
enum Engine: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case sqlite, postgresql

  var testDescription: String { rawValue }
}

/// An empty database, which goes with the last reference to it.
struct Place: Sendable {
  let location: StorageLocation
  /// Where a file lies.
  let folder: TemporaryFolder

  init(_ engine: Engine) async throws {
    folder = try TemporaryFolder()
    switch engine {
    case .sqlite: location = .file(path: folder.path("gatehouse.db"))
    case .postgresql:
      let database = try await PostgreSQLServer.shared.makeDatabase()
      location = .postgresql(Secret(Array(database.utf8)))
    }
  }

  init(location: StorageLocation) throws {
    self.location = location
    folder = try TemporaryFolder()
  }

  /// What most tests keep: numbers by name.
  static let schema = [
    Migration(
      "tests", 1,
      "CREATE TABLE numbers (name TEXT NOT NULL PRIMARY KEY, value BIGINT NOT NULL CHECK (value >= 0))"
    )
  ]

  func open(
    _ schema: [Migration] = schema, options: StorageOptions = StorageOptions()
  ) async throws(StorageError) -> Storage {
    try await Storage.open(location, schema: schema, options: options)
  }
}

extension Transaction {
  func set(_ name: String, _ value: Int64) throws(StorageError) {
    try run(
      """
      INSERT INTO numbers (name, value) VALUES ($1, $2)
      ON CONFLICT (name) DO UPDATE SET value = excluded.value
      """, [.text(name), .integer(value)])
  }

  func get(_ name: String) throws(StorageError) -> Int64? {
    try rows("SELECT value FROM numbers WHERE name = $1", [.text(name)]).first?.integer(0)
  }
}
