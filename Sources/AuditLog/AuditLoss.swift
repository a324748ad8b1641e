/// Says that a log could not be closed in order, and what is missing from it.
package struct AuditLoss: Error, Equatable, Sendable {
  /// How many records were taken whose callers went on, and are not durable: in the modes that let
  /// callers go on.
  package let records: Int
  package let cause: AuditError
}

extension AuditLoss: CustomStringConvertible {
  package var description: String {
    records == 0
      ? "the end of the audit log could not be recorded: \(cause)"
      : "\(records) records of the audit log are lost: \(cause)"
  }
}
