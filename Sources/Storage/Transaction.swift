/// What a request does within its transaction; good for as long as the request's body runs.
///
/// Statements are the same text for both engines, one at a time, with parameters written `$1`, `$2` and so on. After an
/// error the transaction is lost, whatever the body makes of the error.
package struct Transaction {
  private let work: TransactionWork

  init(_ work: TransactionWork) {
    self.work = work
  }

  /// Runs a statement that changes rows; returns how many.
  @discardableResult
  package func run(_ sql: String, _ values: [SQLValue] = []) throws(StorageError) -> Int {
    try work.perform { (session, deadline) throws(StorageError) in
      try session.run(sql, values, deadline: deadline)
    }
  }

  /// Runs a statement that answers with rows: a query, or a change with `RETURNING`.
  ///
  /// - Throws: `StorageError.misuse` for more rows than ``StorageOptions/maximumRows``, among others.
  package func rows(_ sql: String, _ values: [SQLValue] = []) throws(StorageError) -> [Row] {
    try work.perform { [work] (session, deadline) throws(StorageError) in
      var rows: [Row] = []
      _ = try session.execute(sql, values, deadline: deadline) { (row) throws(StorageError) in
        guard rows.count < work.maximumRows else {
          throw .misuse("an answer has over \(work.maximumRows) rows: read them in pages")
        }
        rows.append(row)
      }
      return rows
    }
  }

  /// Tells everyone who listens to a channel, in every instance, once this transaction is committed.
  ///
  /// - Parameter payload: at most ``Announcement/longestPayload`` bytes.
  package func notify(_ channel: String, _ payload: String) throws(StorageError) {
    try work.perform { [work] (session, deadline) throws(StorageError) in
      guard work.mayWrite else { throw .misuse("a request that reads announces nothing") }
      guard Announcement.isName(channel) else { throw .misuse("`\(channel)` names no channel") }
      guard payload.utf8.count <= Announcement.longestPayload, !payload.utf8.contains(0) else {
        throw .misuse("an announcement is at most \(Announcement.longestPayload) bytes without NUL")
      }
      try session.notify(channel, payload, deadline: deadline)
    }
  }
}

/// The state of one running transaction, on the thread that it runs on.
final class TransactionWork {
  let mayWrite: Bool
  let maximumRows: Int
  private let session: any SQLSession
  private let deadline: Int64
  private let clock: @Sendable () -> Int64
  /// The first error, after which nothing counts any more.
  private(set) var failure: StorageError?

  init(
    _ session: any SQLSession, mayWrite: Bool, deadline: Int64, options: StorageOptions
  ) {
    self.session = session
    self.mayWrite = mayWrite
    self.deadline = deadline
    maximumRows = options.maximumRows
    clock = options.clock
  }

  func perform<Result>(
    _ body: (any SQLSession, _ deadline: Int64) throws(StorageError) -> Result
  ) throws(StorageError) -> Result {
    if let failure { throw failure }
    do throws(StorageError) {
      guard clock() < deadline else { throw .timeout }
      return try body(session, deadline)
    } catch {
      failure = error
      throw error
    }
  }

  /// Makes the transaction useless to a body that has kept it.
  func end() {
    failure = failure ?? .misuse("a transaction was used after its end")
  }
}
