import CPlatform
import CSQLite

/// A SQLite file of this program: how it is made, locked, opened and checked.
struct SQLiteFile: Sendable {
  let path: String
  let clock: @Sendable () -> Int64

  /// What `PRAGMA application_id` says of this program's files: `GATE`.
  static let applicationID: Int64 = 0x4741_5445
  /// The largest file whose pages are all checked at a start; `gatehouse data check` checks any.
  static let checkedAtStart: Int64 = 4 << 20
  /// How long opening and migrating may take, in nanoseconds.
  private static let openingTime: Int64 = 60_000_000_000

  private var deadline: Int64 { clock() + Self.openingTime }

  /// The directory that the file lies in.
  var directory: String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The file's name in its directory.
  var name: String { path.split(separator: "/").last.map(String.init) ?? path }

  /// What a file is called that is to take this one's place, until it does.
  var draft: String { "\(name).new" }

  // MARK: Making

  /// Takes the lock that keeps other instances out.
  func lock() throws(StorageError) -> FileLock {
    try FileLock("\(name).lock", in: try Folder(directory))
  }

  /// Makes an empty file, which only its owner may read, where there is none.
  func make() throws(StorageError) {
    let folder = try Folder(directory)
    guard !folder.has(name) else { return }
    // An empty storage must not take the place of one that is to come.
    guard !folder.has(draft) else {
      throw .failed("a restore of `\(path)` was interrupted: run `gatehouse data restore` again")
    }
    _ = try folder.make(name)
    try folder.sync()
  }

  // MARK: Opening

  /// Opens a file that is in use already.
  func connect() throws(StorageError) -> SQLiteConnection {
    let connection = try SQLiteConnection(path: path, clock: clock)
    try prepare(connection)
    let id = try number("PRAGMA application_id", connection)
    guard id == Self.applicationID else {
      throw .foreignSchema("`\(path)` was not written by Gatehouse")
    }
    return connection
  }

  /// Opens a file at a start: checks it, and brings it to a schema.
  func connect(migratingTo schema: [Migration]) throws(StorageError) -> SQLiteConnection {
    let connection = try SQLiteConnection(path: path, clock: clock)
    let isNew = try number("SELECT count(*) FROM sqlite_master", connection) == 0
    let id = try number("PRAGMA application_id", connection)
    guard id == Self.applicationID || (isNew && id == 0) else {
      throw .foreignSchema("`\(path)` was not written by Gatehouse")
    }
    try prepare(connection)
    let size =
      try number("PRAGMA page_count", connection) * number("PRAGMA page_size", connection)
    if size <= Self.checkedAtStart { try check(connection, "PRAGMA quick_check(1)") }
    try connection.control("BEGIN IMMEDIATE")
    do throws(StorageError) {
      try Migrator.migrate(connection, to: schema, deadline: deadline)
      if id == 0 { try connection.control("PRAGMA application_id = \(Self.applicationID)") }
      try connection.control("COMMIT")
    } catch {
      connection.rollBack()
      throw error
    }
    return connection
  }

  /// Sets what a connection does not remember.
  private func prepare(_ connection: SQLiteConnection) throws(StorageError) {
    let mode = try connection.rows("PRAGMA journal_mode = WAL", deadline: deadline)
    guard try mode.first?.text(0) == "wal" else {
      throw .failed("`\(path)` cannot have a write-ahead log here: put it on a local disk")
    }
    for setting in [
      // A commit is on the disk before it is answered.
      "synchronous = FULL", "foreign_keys = ON", "trusted_schema = OFF", "cell_size_check = ON",
      "temp_store = MEMORY", "cache_size = -1024", "journal_size_limit = 16777216",
    ] { _ = try connection.rows("PRAGMA \(setting)", deadline: deadline) }
  }

  /// Opens a file to look at it, beside an instance that may be using it; leaves it as it is.
  func connectToRead() throws(StorageError) -> SQLiteConnection {
    let connection = try SQLiteConnection(path: path, mayWrite: false, clock: clock)
    guard try number("PRAGMA application_id", connection) == Self.applicationID else {
      throw .foreignSchema("`\(path)` was not written by Gatehouse")
    }
    return connection
  }

  /// Runs one of SQLite's checks, which answer `ok` or with what is wrong.
  private func check(_ connection: SQLiteConnection, _ pragma: String) throws(StorageError) {
    let found = try connection.rows(pragma, deadline: deadline).first?.textIfAny(0)
    if found != "ok" { throw .corrupt(found ?? "its check says nothing") }
  }

  private func number(
    _ sql: String, _ connection: SQLiteConnection
  ) throws(StorageError) -> Int64 {
    try connection.rows(sql, deadline: deadline).first?.integer(0) ?? 0
  }
}

/// A file whose exclusive lock is held for as long as this lives; the system drops it with the process.
final class FileLock: Sendable {
  private let descriptor: Int32

  init(_ name: String, in folder: Folder) throws(StorageError) {
    descriptor = try folder.lock(name)
  }

  deinit {
    cplatform_file_close(descriptor)
  }
}
