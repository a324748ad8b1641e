import CPlatform
import CSQLite

/// A connection to a SQLite file.
@safe final class SQLiteConnection: SQLSession {
  /// Ends a statement when its time is up.
  private final class Alarm {
    var deadline = Int64.max
    let clock: @Sendable () -> Int64

    init(clock: @escaping @Sendable () -> Int64) { self.clock = clock }
  }

  private let database: OpaquePointer
  private let alarm: Alarm
  private var statements: [String: SQLiteStatement] = [:]
  private var notes: [(channel: String, payload: String)] = []
  /// The worst that was seen.
  private(set) var harm = SQLiteFailure.Harm.none
  /// Whether statements that change anything are refused.
  var refusesChanges = false

  /// The statements that are kept compiled.
  private static let maximumStatements = 128
  /// The instructions of SQLite's machine between two looks at the clock: some tens of microseconds.
  private static let stepsBetweenLooks: Int32 = 2_000
  /// How long to wait for another process that holds the file's lock, in milliseconds.
  private static let patience: Int32 = 1_000

  /// Opens a file that exists.
  init(
    path: String, mayWrite: Bool = true, clock: @escaping @Sendable () -> Int64
  ) throws(StorageError) {
    var opened: OpaquePointer?
    let access = mayWrite ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY
    let flags = access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    // SAFETY: C reads the text during the call only; the handle is closed here or in `deinit`.
    let code = unsafe sqlite3_open_v2(path, &opened, flags, nil)
    guard code == SQLITE_OK, let opened = unsafe opened else {
      let failure = unsafe Self.failure(code, of: opened)
      unsafe sqlite3_close_v2(opened)
      throw failure.error
    }
    unsafe database = opened
    alarm = Alarm(clock: clock)
    unsafe sqlite3_busy_timeout(database, Self.patience)
    unsafe _ = gatehouse_sqlite_defend(database)
    // SAFETY: the alarm lives until after `deinit` has closed the connection, and both are used on one thread.
    unsafe sqlite3_progress_handler(
      database, Self.stepsBetweenLooks,
      { context in
        guard let context = unsafe context else { return 0 }
        let alarm = unsafe Unmanaged<Alarm>.fromOpaque(context).takeUnretainedValue()
        return alarm.clock() < alarm.deadline ? 0 : 1
      }, Unmanaged.passUnretained(alarm).toOpaque())
  }

  deinit {
    statements = [:]
    unsafe sqlite3_close_v2(database)
  }

  // MARK: Statements

  func execute(
    _ sql: String, _ values: [SQLValue], deadline: Int64,
    receive: (Row) throws(StorageError) -> Void
  ) throws(StorageError) -> Int {
    alarm.deadline = deadline
    let statement = try prepared(sql)
    guard statement.isReadOnly || !refusesChanges else {
      throw .misuse("a request that reads changes nothing")
    }
    defer { statement.reset() }
    let before = unsafe sqlite3_total_changes64(database)
    try statement.bind(values)
    while true {
      switch statement.step() {
      case SQLITE_ROW: try receive(try statement.row())
      case SQLITE_DONE:
        return unsafe sqlite3_total_changes64(database) == before
          ? 0 : Int(sqlite3_changes64(database))
      case let code: throw failed(code)
      }
    }
  }

  func script(_ sql: String, deadline: Int64) throws(StorageError) {
    alarm.deadline = deadline
    // SAFETY: C reads the text during the call only.
    let code = unsafe sqlite3_exec(database, sql, nil, nil, nil)
    if code != SQLITE_OK { throw failed(code) }
  }

  private func prepared(_ sql: String) throws(StorageError) -> SQLiteStatement {
    if let known = statements[sql] { return known }
    var code = SQLITE_OK
    guard let statement = unsafe SQLiteStatement(sql, in: database, code: &code) else {
      throw code == SQLITE_OK ? .misuse("`\(sql)` is not one statement") : failed(code)
    }
    if statements.count >= Self.maximumStatements { statements = [:] }
    statements[sql] = statement
    return statement
  }

  // MARK: Transactions

  /// Whether a transaction is open; SQLite ends one by itself after some errors.
  var isInTransaction: Bool { unsafe sqlite3_get_autocommit(database) == 0 }

  /// Begins, ends or marks a transaction, however long that takes.
  func control(_ sql: String) throws(StorageError) {
    try run(sql, deadline: .max)
  }

  /// Gives up what the transaction did, where one is open; a connection that cannot even do that is not used again.
  func rollBack() {
    notes = []
    guard isInTransaction else { return }
    do throws(StorageError) {
      try control("ROLLBACK")
    } catch {
      harm = max(harm, .connection)
    }
  }

  func notify(_ channel: String, _ payload: String, deadline: Int64) {
    notes.append((channel, payload))
  }

  /// Hands over what is to be announced once the transaction is committed.
  func takeNotes() -> [(channel: String, payload: String)] {
    defer { notes = [] }
    return notes
  }

  // MARK: Errors

  private func failed(_ code: Int32) -> StorageError {
    let failure = unsafe Self.failure(code, of: database)
    harm = max(harm, failure.harm)
    return failure.error
  }

  private static func failure(_ code: Int32, of database: OpaquePointer?) -> SQLiteFailure {
    // SAFETY: SQLite's texts end with NUL and stand until the next call on this connection.
    let text = unsafe String(
      cString: database == nil ? sqlite3_errstr(code) : sqlite3_errmsg(database))
    let number = unsafe database == nil ? 0 : Int(sqlite3_system_errno(database))
    let isFull = number == cplatform_errno_no_space || number == cplatform_errno_quota
    return SQLiteFailure(code: code, message: text, diskIsFull: isFull)
  }
}
