import CPostgreSQL
import Crypto

/// A connection to PostgreSQL.
@safe final class PostgreSQLConnection: SQLSession {
  private let connection: OpaquePointer
  /// True once an answer was not waited for, so that the next would be taken for it.
  private var isOutOfStep = false

  /// How much longer than the server's own limit is waited for its answer, in nanoseconds.
  private static let patience: Int64 = 100_000_000

  /// Connects.
  init(_ location: Secret, deadline: Int64) throws(StorageError) {
    // SAFETY: C reads the text during the call only; the connection is closed here or in `deinit`.
    guard let made = unsafe location.withCText({ unsafe cpostgresql_connect($0, deadline) }) else {
      throw .failed("no memory is left")
    }
    guard unsafe cpostgresql_is_connected(made) == 1 else {
      let problem = unsafe Self.message(of: made)
      unsafe cpostgresql_close(made)
      throw .unavailable(problem.isEmpty ? "PostgreSQL does not answer" : problem)
    }
    unsafe connection = made
    // A commit is on the disk before it is answered, and a client that is gone holds nothing for long.
    try script(
      """
      SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';
      SET idle_in_transaction_session_timeout = 60000; SET default_transaction_read_only = off
      """, deadline: deadline)
  }

  deinit {
    unsafe cpostgresql_close(connection)
  }

  /// Whether requests can go on with it.
  var isUsable: Bool { unsafe !isOutOfStep && cpostgresql_is_connected(connection) == 1 }

  // MARK: Statements

  func execute(
    _ sql: String, _ values: [SQLValue], deadline: Int64,
    receive: (Row) throws(StorageError) -> Void
  ) throws(StorageError) -> Int {
    let parameters = try Parameters(values)
    // SAFETY: C reads the arrays during the call only, as far as their counts say.
    let isSent = unsafe cpostgresql_send(
      connection, sql, Int32(values.count), parameters.types, parameters.texts, parameters.starts,
      Self.patient(deadline))
    guard isSent == 1 else { throw lost() }
    var refusal: StorageError?
    var changed = 0
    try results(until: deadline) { result in
      changed = result.changed
      for row in 0..<result.count where refusal == nil {
        // The other rows still have to be taken off the line.
        do throws(StorageError) {
          try receive(try result.row(row))
        } catch {
          refusal = error
        }
      }
    }
    if let refusal { throw refusal }
    return changed
  }

  func script(_ sql: String, deadline: Int64) throws(StorageError) {
    // SAFETY: C reads the text during the call only.
    let isSent = unsafe cpostgresql_send_script(connection, sql, Self.patient(deadline))
    guard isSent == 1 else { throw lost() }
    try results(until: deadline) { _ in }
  }

  func notify(_ channel: String, _ payload: String, deadline: Int64) throws(StorageError) {
    _ = try rows(
      "SELECT pg_notify($1, $2)::text", [.text(channel), .text(payload)], deadline: deadline)
  }

  /// Takes all results of what was sent; the first error is thrown once they are off the line.
  private func results(
    until deadline: Int64, _ take: (PostgreSQLResult) -> Void
  ) throws(StorageError) {
    if let problem = try finish(until: deadline, take) {
      throw PostgreSQLFailure.error(problem.state, problem.message)
    }
  }

  /// What the server said of an error.
  private struct Problem {
    let state: String
    let message: String
  }

  /// Takes all results; returns the first error among them.
  private func finish(
    until deadline: Int64, _ take: (PostgreSQLResult) -> Void
  ) throws(StorageError) -> Problem? {
    var problem: Problem?
    while true {
      var next: OpaquePointer?
      switch unsafe cpostgresql_next(connection, Self.patient(deadline), &next) {
      case cpostgresql_step_end: return problem
      case cpostgresql_step_late:
        isOutOfStep = true
        throw .timeout
      case cpostgresql_step_result:
        guard let result = unsafe next.map({ unsafe PostgreSQLResult($0) }) else { continue }
        if !result.isError {
          take(result)
        } else if problem == nil {
          problem = Problem(state: result.state, message: result.problem)
        }
      default:
        // What the server said before it hung up says more.
        if let problem, !problem.state.isEmpty {
          throw PostgreSQLFailure.error(problem.state, problem.message)
        }
        throw lost()
      }
    }
  }

  private static func patient(_ deadline: Int64) -> Int64 {
    deadline > .max - patience ? .max : deadline + patience
  }

  // MARK: Transactions

  /// Commits.
  ///
  /// - Throws: `StorageError.contention` or `.constraint` where the server refused; else nobody knows.
  func commit(deadline: Int64) throws(StorageError) {
    let isSent = unsafe cpostgresql_send_script(connection, "COMMIT", Self.patient(deadline))
    guard isSent == 1 else { throw .outcomeUnknown("\(lost())") }
    var done = ""
    let problem: Problem?
    do throws(StorageError) {
      problem = try finish(until: deadline) { result in
        done = result.done
      }
    } catch {
      throw .outcomeUnknown("the connection was lost during the commit")
    }
    if let problem { throw PostgreSQLFailure.error(ofCommit: problem.state, problem.message) }
    // The server answers so where an error had ended the transaction before.
    guard done == "COMMIT" else { throw .failed("the transaction had ended before its commit") }
  }

  /// Gives up what the transaction did; a connection that cannot even do that is not used again.
  func rollBack(deadline: Int64) {
    guard isUsable else { return }
    do throws(StorageError) {
      try script("ROLLBACK", deadline: deadline)
    } catch {
      isOutOfStep = true
    }
  }

  // MARK: Announcements

  /// Waits for announcements, the bell or the time; returns what was announced.
  func wait(bell: Int32, nanoseconds: Int64) -> [(channel: String, payload: String)] {
    unsafe _ = cpostgresql_wait(connection, bell, nanoseconds)
    var heard: [(channel: String, payload: String)] = []
    while let notification = unsafe cpostgresql_notification(connection) {
      // SAFETY: the texts stand until the notification is freed, and are copied before.
      unsafe heard.append(
        (
          String(cString: cpostgresql_notification_channel(notification)),
          String(cString: cpostgresql_notification_payload(notification))
        ))
      unsafe cpostgresql_free_notification(notification)
    }
    return heard
  }

  // MARK: Values and errors

  private func lost() -> StorageError {
    isOutOfStep = true
    let problem = unsafe Self.message(of: connection)
    return .unavailable(problem.isEmpty ? "the connection was lost" : problem)
  }

  /// What the library says of the last error, on one line.
  private static func message(of connection: OpaquePointer) -> String {
    // SAFETY: the text stands until the next call on the connection.
    let text = unsafe String(cString: cpostgresql_message(connection))
    return text.split(separator: "\n").joined(separator: "; ")
  }
}

/// The parameters of a statement as the library takes them.
private struct Parameters {
  var types: [UInt32] = []
  /// The texts one after the other, each ended by NUL.
  var texts: [CChar] = []
  var starts: [Int32] = []

  init(_ values: [SQLValue]) throws(StorageError) {
    for value in values {
      switch value {
      case .null: add(0, nil)
      case .integer(let number): add(20, String(number))
      case .text(let text):
        guard !text.utf8.contains(0) else { throw .misuse("a text holds NUL") }
        add(25, text)
      }
    }
    guard texts.count <= Int32.max else { throw .misuse("the parameters are too long") }
  }

  private mutating func add(_ type: UInt32, _ text: String?) {
    types.append(type)
    starts.append(text == nil ? -1 : Int32(clamping: texts.count))
    guard let text else { return }
    for byte in text.utf8 { texts.append(CChar(bitPattern: byte)) }
    texts.append(0)
  }
}
