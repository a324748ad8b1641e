extension AuditError {
  /// Says what a refusal of the disk means for the log.
  init(_ error: DiskError) {
    self =
      switch error.kind {
      case .full: .diskFull
      default: .failed(error.text)
      }
  }

  /// Runs disk operations, and says what their refusal means for the log.
  static func mapping<Value: ~Copyable>(
    _ operations: () throws(DiskError) -> Value
  ) throws(AuditError) -> Value {
    do throws(DiskError) {
      return try operations()
    } catch {
      throw AuditError(error)
    }
  }
}
