/// Is told of records as they are committed.
package protocol CommitObserver: Sendable {
  /// Takes records that follow one another, on the log's writing thread, where it should not wait.
  ///
  /// They are durable in mode `always`, and written in the others. After a failed sync a sequence number comes a second
  /// time, with another record: those from it on that came before are no part of the log.
  ///
  /// - Parameter sequence: the number of the first.
  func committed(_ events: [AuditEvent], from sequence: UInt64)
}
