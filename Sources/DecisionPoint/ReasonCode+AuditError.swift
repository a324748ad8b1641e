import ActionModel
import AuditLog

extension ReasonCode {
  /// The code of a denial that has to be given because the decision could not be recorded.
  init(_ error: AuditError) {
    self =
      switch error {
      case .overloaded: .overloaded
      case .diskFull: .auditDiskFull
      case .broken: .auditBroken
      case .failed, .locked, .stopped: .auditFailed
      }
  }
}
