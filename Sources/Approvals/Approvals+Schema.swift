package import Storage

extension Approvals {
  /// The steps of the schema that approvals are kept in.
  package static let migrations = [
    Migration(
      "approvals", 1, String(decoding: PackageResources.approvals_1_sql, as: UTF8.self)),
    Migration(
      "approvals", 2,
      """
      ALTER TABLE grants
        ADD COLUMN is_recorded BIGINT NOT NULL DEFAULT 1 CHECK (is_recorded IN (0, 1));
      """),
    Migration("approvals", 3, "ALTER TABLE approvals ADD COLUMN head TEXT;"),
  ]
}
