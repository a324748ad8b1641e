import CPlatform

/// Checks, backs up and restores a storage, on the caller's thread: for commands, not for the daemon.
package struct StorageMaintenance: Sendable {
  private let location: StorageLocation
  private let schema: [Migration]
  private let clock = StorageOptions().clock

  /// How long one statement may take, in nanoseconds.
  private static let time: Int64 = 3_600_000_000_000

  package init(_ location: StorageLocation, schema: [Migration]) {
    self.location = location
    self.schema = schema
  }

  private var deadline: Int64 { clock() + Self.time }

  private func file(_ path: String) -> SQLiteFile { SQLiteFile(path: path, clock: clock) }

  // MARK: Checking

  /// Looks at everything there is, while an instance may be using it, and changes nothing.
  package func check() throws(StorageError) -> StorageReport {
    switch location {
    case .file(let path): return try checkFile(path)
    case .postgresql(let secret):
      try PostgreSQLLibrary.load(for: secret)
      let connection = try PostgreSQLConnection(
        secret, deadline: clock() + PostgreSQLRunner.connectingTime)
      let tables = try connection.rows(
        """
        SELECT table_name::text FROM information_schema.tables
        WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'
        """, deadline: deadline)
      return try report(connection, tables: tables, problems: [])
    }
  }

  /// Looks at a whole file; damage is a finding, wherever it stops the look.
  private func checkFile(_ path: String) throws(StorageError) -> StorageReport {
    do throws(StorageError) {
      return try check(try file(path).connectToRead())
    } catch .corrupt(let what) {
      return StorageReport(problems: [what], tables: 0, rows: 0, pendingSteps: 0)
    }
  }

  private func check(_ connection: SQLiteConnection) throws(StorageError) -> StorageReport {
    var problems: [String] = []
    for row in try connection.rows("PRAGMA integrity_check(20)", deadline: deadline)
    where row[0] != "ok" {
      problems.append(try row.textIfAny(0) ?? "something is wrong")
    }
    // What is damaged is not counted: it could take any answer for rows.
    guard problems.isEmpty else {
      return StorageReport(problems: problems, tables: 0, rows: 0, pendingSteps: 0)
    }
    for row in try connection.rows("PRAGMA foreign_key_check", deadline: deadline) {
      problems.append(
        "a row of `\(try row.text(0))` refers to one of `\(try row.text(2))` that is missing")
    }
    let tables = try connection.rows(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
      deadline: deadline)
    return try report(connection, tables: tables, problems: problems)
  }

  private func report(
    _ session: any SQLSession, tables: [Row], problems: [String]
  ) throws(StorageError) -> StorageReport {
    // A database that no instance has used yet has no steps.
    let applied =
      tables.contains { $0[0] == "gatehouse_schema" }
      ? try Migrator.applied(session, deadline: deadline) : []
    let plan = try MigrationPlan(known: schema, applied: applied)
    var count: Int64 = 0
    for table in tables {
      // The names are those of this program's own schema.
      let rows = try session.rows(
        "SELECT count(*) FROM \"\(try table.text(0))\"", deadline: deadline)
      count += try rows.first?.integer(0) ?? 0
    }
    return StorageReport(
      problems: problems, tables: tables.count, rows: count, pendingSteps: plan.pending.count)
  }

  // MARK: Copying

  /// Writes a copy of one moment to a new file, while an instance may go on; the copy is checked and durable.
  package func backUp(to destination: String) throws(StorageError) {
    let original = try sqlite("pg_dump")
    // Damage may lie where a copy does not look, and would be forgotten with the copy.
    try approve(try checkFile(original.path), original.path)
    let source = try original.connectToRead()
    let copy = file(destination)
    try write(source, to: copy.name, in: Folder(copy.directory), at: destination)
  }

  /// Writes what a connection sees to a new file, checks it, and makes it durable.
  private func write(
    _ source: SQLiteConnection, to name: String, in folder: Folder, at path: String
  ) throws(StorageError) {
    guard try folder.make(name) else {
      throw .failed("`\(path)` is there already: choose another name")
    }
    do throws(StorageError) {
      _ = try source.rows("VACUUM INTO $1", [.text(path)], deadline: deadline)
      try approve(try checkFile(path), path)
      try folder.sync(name)
      try folder.sync()
    } catch {
      try folder.removeIfPresent(name)
      throw error
    }
  }

  /// Puts a backup in the storage's place; what was there is kept beside it, under the name that is returned, if any.
  ///
  /// - Throws: `StorageError.locked` while an instance is using the storage; and where the backup is damaged or newer than
  ///   this version.
  package func restore(from backup: String) throws(StorageError) -> String? {
    let target = try sqlite("pg_restore")
    let source = try file(backup).connectToRead()
    try approve(try checkFile(backup), backup)
    let lock = try target.lock()
    defer { withExtendedLifetime(lock) {} }
    let folder = try Folder(target.directory)
    try folder.removeIfPresent(target.draft)
    try write(
      source, to: target.draft, in: folder, at: "\(target.directory)/\(target.draft)")
    // From here on an interrupted restore leaves no file in place, and a start refuses until it is run again.
    let old = "\(target.name).replaced-\(cplatform_wall_nanoseconds() / 1_000_000_000)"
    let isReplaced = try folder.renameIfPresent(target.name, to: old)
    _ = try folder.renameIfPresent("\(target.name)-wal", to: "\(old)-wal")
    try folder.removeIfPresent("\(target.name)-shm")
    try folder.rename(target.draft, to: target.name)
    try folder.sync()
    return isReplaced ? "\(target.directory)/\(old)" : nil
  }

  private func approve(_ report: StorageReport, _ path: String) throws(StorageError) {
    guard let problem = report.problems.first else { return }
    throw .failed("`\(path)` is damaged: \(problem)")
  }

  private func sqlite(_ tool: String) throws(StorageError) -> SQLiteFile {
    guard case .file(let path) = location else {
      throw .failed("the storage is in PostgreSQL: use `\(tool)`, as for any of its databases")
    }
    return file(path)
  }
}
