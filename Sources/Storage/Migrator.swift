import CPlatform

/// Brings a database to the schema that the program knows, within a transaction of the caller's.
enum Migrator {
  private static let table = """
    CREATE TABLE IF NOT EXISTS gatehouse_schema (
      owner TEXT NOT NULL, number BIGINT NOT NULL, sql TEXT NOT NULL, applied_at BIGINT NOT NULL,
      PRIMARY KEY (owner, number))
    """

  /// Takes the steps that are missing; returns how many.
  @discardableResult
  static func migrate(
    _ session: any SQLSession, to known: [Migration], deadline: Int64
  ) throws(StorageError) -> Int {
    try session.run(table, deadline: deadline)
    let plan = try MigrationPlan(known: known, applied: try applied(session, deadline: deadline))
    for step in plan.pending {
      try session.script(step.sql, deadline: deadline)
      try session.run(
        "INSERT INTO gatehouse_schema (owner, number, sql, applied_at) VALUES ($1, $2, $3, $4)",
        [
          .text(step.owner), .integer(Int64(step.number)), .text(step.sql),
          .integer(cplatform_wall_nanoseconds()),
        ], deadline: deadline)
    }
    return plan.pending.count
  }

  /// The steps that a database has taken.
  static func applied(
    _ session: any SQLSession, deadline: Int64
  ) throws(StorageError) -> [Migration] {
    var applied: [Migration] = []
    let rows = try session.rows(
      "SELECT owner, number, sql FROM gatehouse_schema ORDER BY owner, number", deadline: deadline)
    for row in rows {
      applied.append(Migration(try row.text(0), Int(try row.integer(1)), try row.text(2)))
    }
    return applied
  }
}
