import Locking
import Workers

/// The work of the thread that owns a SQLite file: reads, and writes that share a commit.
struct SQLiteRunner: ~Copyable {
  private let file: SQLiteFile
  private let schema: [Migration]
  private let shared: StorageShared
  private var connection: SQLiteConnection?
  /// Held for as long as the file is in use.
  private var lock: FileLock?

  init(path: String, schema: [Migration], shared: StorageShared) {
    file = SQLiteFile(path: path, clock: shared.options.clock)
    self.schema = schema
    self.shared = shared
  }

  /// Takes the lock, makes the file where it is missing, checks it and brings it to the schema.
  mutating func open() throws(StorageError) {
    lock = try file.lock()
    try file.make()
    connection = try file.connect(migratingTo: schema)
  }

  /// Works until stopped.
  mutating func run(_ bell: Worker.Bell) {
    while true {
      let (requests, isStopping) = shared.queue.withLock { queue in
        (queue.take(shared.options.groupSize), queue.isStopping)
      }
      if requests.isEmpty {
        if isStopping { break }
        bell.wait(nanoseconds: nil)
        continue
      }
      // Those who read need not wait for the disk.
      for request in requests where request.kind == .read { read(request) }
      let writes = requests.filter { $0.kind == .write }
      if !writes.isEmpty { write(writes) }
      shared.queue.withLock { $0.finish(requests) }
    }
    connection = nil
    lock = nil
  }

  /// The connection; opens it anew after one was given up.
  private mutating func connected() throws(StorageError) -> SQLiteConnection {
    if let connection { return connection }
    do throws(StorageError) {
      let fresh = try file.connect()
      connection = fresh
      return fresh
    } catch {
      if case .corrupt = error { shared.breakDown(error) }
      throw error
    }
  }

  /// Gives the connection up where an error has harmed it, and everything where the file is damaged.
  private mutating func settle(_ error: StorageError) {
    let harm = connection?.harm ?? .none
    if harm != .none { connection = nil }
    switch error {
    case .corrupt: shared.breakDown(error)
    case _ where harm == .file: shared.breakDown(.corrupt("\(error)"))
    case .diskFull, .failed, .unavailable, .outcomeUnknown: shared.note(error)
    default: break
    }
  }

  // MARK: Reading

  private mutating func read(_ request: Request) {
    do throws(StorageError) {
      let connection = try connected()
      try connection.control("BEGIN")
      connection.refusesChanges = true
      defer {
        connection.refusesChanges = false
        connection.rollBack()
      }
      let deliver = try perform(request, on: connection)
      // What can be read says nothing of whether there is room to write.
      if shared.problem != .diskFull { shared.note(nil) }
      deliver()
    } catch {
      settle(error)
      request.refuse(error)
    }
  }

  private func perform(
    _ request: Request, on connection: SQLiteConnection
  ) throws(StorageError) -> Request.Delivery {
    let work = TransactionWork(
      connection, mayWrite: request.kind == .write, deadline: request.deadline,
      options: shared.options)
    let deliver = try request.body(Transaction(work))
    if let failure = work.failure { throw failure }
    work.end()
    return deliver
  }

  // MARK: Writing

  /// Runs requests in one transaction; where one of them takes all others with it, each has one of its own.
  private mutating func write(_ requests: [Request]) {
    do throws(StorageError) {
      try commit(requests)
      shared.note(nil)
    } catch {
      settle(error)
      switch error {
      case .outcomeUnknown, .unavailable, .corrupt:
        for request in requests { request.refuse(error) }
      default:
        // Nothing was kept, so that all can run again.
        if requests.count == 1 {
          requests[0].refuse(error)
        } else {
          for request in requests { write([request]) }
        }
      }
    }
  }

  /// Commits what requests do, each within a savepoint, and answers all of them.
  ///
  /// - Throws: where nothing was kept, or nobody knows; then nobody has been answered.
  private mutating func commit(_ requests: [Request]) throws(StorageError) {
    let connection = try connected()
    try connection.control("BEGIN IMMEDIATE")
    var kept: [Request.Delivery] = []
    var refused: [(Request, StorageError)] = []
    var notes: [(channel: String, payload: String)] = []
    do throws(StorageError) {
      for request in requests {
        try connection.control("SAVEPOINT request")
        do throws(StorageError) {
          kept.append(try perform(request, on: connection))
          notes += connection.takeNotes()
        } catch {
          // SQLite has ended the whole transaction where a savepoint could not have helped.
          guard connection.isInTransaction, connection.harm == .none else { throw error }
          _ = connection.takeNotes()
          try connection.control("ROLLBACK TO request")
          refused.append((request, error))
        }
        try connection.control("RELEASE request")
      }
    } catch {
      connection.rollBack()
      throw error
    }
    do throws(StorageError) {
      try connection.control("COMMIT")
    } catch {
      connection.rollBack()
      throw Self.outcome(ofFailedCommit: error)
    }
    for (request, error) in refused { request.refuse(error) }
    for deliver in kept { deliver() }
    for note in notes { shared.tell(note.channel, .said(note.payload)) }
  }

  /// What a failed commit leaves behind: a full disk, a lock and a broken rule end before the mark that makes the frames
  /// of the log count; after anything else, that mark may be found again by the next start.
  private static func outcome(ofFailedCommit error: StorageError) -> StorageError {
    switch error {
    case .diskFull, .unavailable, .constraint: error
    default: .outcomeUnknown("\(error)")
    }
  }
}
