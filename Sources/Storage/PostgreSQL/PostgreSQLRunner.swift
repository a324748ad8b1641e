import Crypto
import Locking
import Workers

/// The work of one of the threads that share a PostgreSQL database; each has a connection of its own.
struct PostgreSQLRunner: ~Copyable {
  private let location: Secret
  private let shared: StorageShared
  private var connection: PostgreSQLConnection?

  /// How long connecting may take, in nanoseconds.
  static let connectingTime: Int64 = 3_000_000_000
  private static let migratingTime: Int64 = 60_000_000_000
  /// How often a request goes on with another connection.
  private static let mostLosses = 2

  /// The longest pause before a transaction that others were in the way of is tried again, in nanoseconds.
  private static let longestPause: Int64 = 50_000_000
  /// The lock that keeps instances which start together from migrating together: any number, always the same.
  private static let migrationLock: Int64 = 0x4741_5445

  init(location: Secret, shared: StorageShared) {
    self.location = location
    self.shared = shared
  }

  private var now: Int64 { shared.options.clock() }

  /// Connects, and brings the database to a schema.
  mutating func open(migratingTo schema: [Migration]) throws(StorageError) {
    try PostgreSQLLibrary.load(for: location)
    let connection = try PostgreSQLConnection(location, deadline: now + Self.connectingTime)
    let deadline = now + Self.migratingTime
    do throws(StorageError) {
      try connection.script("BEGIN", deadline: deadline)
      _ = try connection.rows(
        "SELECT pg_advisory_xact_lock($1)::text", [.integer(Self.migrationLock)], deadline: deadline
      )
      try Migrator.migrate(connection, to: schema, deadline: deadline)
      try connection.commit(deadline: deadline)
    } catch {
      connection.rollBack(deadline: now + Self.connectingTime)
      throw error
    }
    self.connection = connection
  }

  /// Works until stopped.
  mutating func run(_ bell: Worker.Bell) {
    while true {
      let (requests, isStopping) = shared.queue.withLock { ($0.take(1), $0.isStopping) }
      guard let request = requests.first else {
        if isStopping { break }
        bell.wait(nanoseconds: nil)
        continue
      }
      serve(request, bell)
      shared.queue.withLock { $0.finish(requests) }
    }
    connection = nil
  }

  /// Why a request was not kept.
  private struct Setback: Error {
    let error: StorageError
    /// Whether the database was in the way, and not what the request itself found.
    let mayPass: Bool
  }

  /// Runs a request until it is kept, is refused, or its time is up.
  private mutating func serve(_ request: Request, _ bell: Worker.Bell) {
    var pause: Int64 = 1_000_000
    var losses = 0
    while true {
      let isFresh = connection == nil
      do throws(Setback) {
        let deliver = try attempt(request)
        shared.note(nil)
        return deliver()
      } catch {
        if let connection, !connection.isUsable { self.connection = nil }
        switch error.error {
        case .contention where error.mayPass && now + pause < request.deadline:
          bell.wait(nanoseconds: .random(in: 0...pause))
          pause = min(pause * 2, Self.longestPause)
          continue
        // The connection was lost before the commit, as when the server is restarted: nothing was done.
        case .unavailable
        where (error.mayPass || !isFresh) && connection == nil && losses < Self.mostLosses
          && now < request.deadline:
          losses += 1
          continue
        case .unavailable, .failed, .outcomeUnknown, .diskFull: shared.note(error.error)
        default: break
        }
        return request.refuse(error.error)
      }
    }
  }

  /// Runs a request in one transaction; the delivery that it returns may be made.
  private mutating func attempt(_ request: Request) throws(Setback) -> Request.Delivery {
    var work: TransactionWork?
    do throws(StorageError) {
      let connection = try connected()
      let deadline = request.deadline
      // The server gives a statement up at the request's deadline, so that it can say so.
      let rest = max(1, (deadline - now) / 1_000_000)
      let begin =
        request.kind == .write
        ? "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE"
        : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
      try connection.script("\(begin); SET LOCAL statement_timeout = \(rest)", deadline: deadline)
      let running = TransactionWork(
        connection, mayWrite: request.kind == .write, deadline: deadline, options: shared.options)
      work = running
      let deliver = try request.body(Transaction(running))
      if let failure = running.failure { throw failure }
      running.end()
      try connection.commit(deadline: deadline)
      return deliver
    } catch {
      connection?.rollBack(deadline: now + Self.connectingTime)
      throw Setback(error: error, mayPass: work?.failure != nil)
    }
  }

  private mutating func connected() throws(StorageError) -> PostgreSQLConnection {
    if let connection { return connection }
    let fresh = try PostgreSQLConnection(location, deadline: now + Self.connectingTime)
    connection = fresh
    return fresh
  }
}
