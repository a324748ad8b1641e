package import Storage

extension Approvals {
  /// The steps of the schema that approvals are kept in.
  package static let migrations = [
    Migration(
      "approvals", 1, String(decoding: PackageResources.approvals_1_sql, as: UTF8.self))
  ]
}
