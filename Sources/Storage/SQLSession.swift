/// One connection to a database; used by one thread.
protocol SQLSession: AnyObject {
  /// Runs one statement, and hands its rows to a receiver; returns how many rows it changed.
  ///
  /// - Parameter deadline: when to give up, in nanoseconds of the monotonic clock.
  func execute(
    _ sql: String, _ values: [SQLValue], deadline: Int64,
    receive: (Row) throws(StorageError) -> Void
  ) throws(StorageError) -> Int

  /// Runs any number of statements without parameters.
  func script(_ sql: String, deadline: Int64) throws(StorageError)

  /// Has a text delivered to everyone who listens to a channel, once the transaction is committed.
  func notify(_ channel: String, _ payload: String, deadline: Int64) throws(StorageError)
}

extension SQLSession {
  /// Runs one statement for its rows.
  func rows(
    _ sql: String, _ values: [SQLValue] = [], deadline: Int64
  ) throws(StorageError) -> [Row] {
    var rows: [Row] = []
    _ = try execute(sql, values, deadline: deadline) { (row) throws(StorageError) in
      rows.append(row)
    }
    return rows
  }

  /// Runs one statement for what it changes; returns how many rows that are.
  @discardableResult
  func run(
    _ sql: String, _ values: [SQLValue] = [], deadline: Int64
  ) throws(StorageError) -> Int {
    try execute(sql, values, deadline: deadline) { (_) throws(StorageError) in }
  }
}
