/// One step of a schema, which is taken once and never changed or taken back.
package struct Migration: Sendable, Equatable {
  /// Whose tables these are, such as `approvals`.
  package let owner: String
  /// 1 for an owner's first step, and on without gaps.
  package let number: Int
  /// Statements that both engines understand: columns are `BIGINT` or `TEXT`, with their rules as `CHECK`s.
  package let sql: String

  package init(_ owner: String, _ number: Int, _ sql: String) {
    self.owner = owner
    self.number = number
    self.sql = sql
  }
}

/// What has to be done to bring a database to the schema that the program knows.
struct MigrationPlan: Equatable {
  /// The steps to take, in the order they are known in.
  let pending: [Migration]

  /// - Throws: `StorageError.foreignSchema` where the database is not an older state of the known schema.
  init(known: [Migration], applied: [Migration]) throws(StorageError) {
    let (known, applied) = (try Self.byOwner(known), try Self.byOwner(applied))
    var pending: [Migration] = []
    for (owner, steps) in applied.order.map({ ($0, applied.steps[$0] ?? []) }) {
      let mine = known.steps[owner] ?? []
      guard steps.count <= mine.count else {
        throw .foreignSchema(
          "`\(owner)` is at step \(steps.count), this version knows \(mine.count): use the newer version, or a "
            + "backup from before")
      }
      for (old, new) in zip(steps, mine) where old.sql != new.sql {
        throw .foreignSchema(
          "step \(old.number) of `\(owner)` is not the one of this version: it was made by another build"
        )
      }
    }
    for owner in known.order {
      pending += (known.steps[owner] ?? []).dropFirst((applied.steps[owner] ?? []).count)
    }
    self.pending = pending
  }

  private static func byOwner(
    _ migrations: [Migration]
  ) throws(StorageError) -> (order: [String], steps: [String: [Migration]]) {
    var order: [String] = []
    var steps: [String: [Migration]] = [:]
    for migration in migrations {
      if steps[migration.owner] == nil { order.append(migration.owner) }
      let next = (steps[migration.owner]?.count ?? 0) + 1
      guard migration.number == next else {
        throw .foreignSchema(
          "step \(next) of `\(migration.owner)` is missing: \(migration.number) stands in its place"
        )
      }
      steps[migration.owner, default: []].append(migration)
    }
    return (order, steps)
  }
}
