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
    // What waits is counted with each request, in all and of its agent, which must read no row for that.
    Migration(
      "approvals", 4,
      """
      CREATE INDEX approvals_by_end ON approvals (state, expires_at);
      DROP INDEX approvals_by_agent;
      CREATE INDEX approvals_by_agent ON approvals (tenant, agent, state, expires_at);
      """),
  ]
}
