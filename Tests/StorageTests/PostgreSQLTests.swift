import Crypto
import Foundation
import Locking
import Storage
import TestKit
import Testing

/// What several instances that share a PostgreSQL database rely on.
@Suite struct PostgreSQLTests {
  private func increment(_ storage: Storage) async throws -> Int64 {
    try await storage.write { (it) throws(StorageError) in
      let next = (try it.get("n") ?? 0) + 1
      try it.set("n", next)
      return next
    }
  }

  private func place(_ text: String) throws -> Place {
    try Place(location: .postgresql(Secret(Array(text.utf8))))
  }

  @Test func `instances that race lose no change, and exactly one takes a thing`() async throws {
    let place = try await Place(.postgresql)
    let storages = [try await place.open(), try await place.open()]
    try await storages[0].write { (it) throws(StorageError) in try it.set("free", 1) }
    let (seen, winners) = try await withThrowingTaskGroup(of: (Int64, Int).self) { group in
      for number in 0..<40 {
        group.addTask {
          let storage = storages[number % 2]
          let won = try await storage.write { (it) throws(StorageError) in
            try it.run("UPDATE numbers SET value = 0 WHERE name = $1 AND value = 1", ["free"])
          }
          return (try await increment(storage), won)
        }
      }
      return try await group.reduce(into: (Set<Int64>(), 0)) {
        $0.0.insert($1.0)
        $0.1 += $1.1
      }
    }
    #expect(seen == Set(1...40))
    #expect(winners == 1)
    for storage in storages { await storage.close() }
  }

  @Test func `instances that start together take each step once`() async throws {
    let place = try await Place(.postgresql)
    let storages = try await withThrowingTaskGroup(of: Storage.self) { group in
      for _ in 0..<5 { group.addTask { try await place.open() } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(storages.count == 5)
    for storage in storages { await storage.close() }
  }

  @Test func `an announcement reaches every instance`() async throws {
    let place = try await Place(.postgresql)
    let storages = [try await place.open(), try await place.open()]
    let ears = [Ear(), Ear()]
    for (storage, ear) in zip(storages, ears) {
      storage.listen("news") { ear.hear($0) }
      try await ear.looks(1)
    }
    try await storages[0].write { (it) throws(StorageError) in try it.notify("news", "to all") }
    for ear in ears {
      try await ear.hears(1)
      #expect(ear.all == ["to all"])
    }
    for storage in storages { await storage.close() }
  }

  @Test func `listeners look for themselves now and then, heard or not`() async throws {
    let place = try await Place(.postgresql)
    var options = StorageOptions()
    options.pollInterval = 20_000_000
    let storage = try await place.open(options: options)
    let ear = Ear()
    storage.listen("news") { ear.hear($0) }
    try await ear.looks(1)
    for _ in 0..<3 { try await ear.looksAgain() }
    await storage.close()
  }

  @Test func `a restart of the server is a clear error while it lasts, and nothing after it`()
    async throws
  {
    let server = try await PostgreSQLServer()
    let place = try place(try await server.makeDatabase())
    var options = StorageOptions()
    options.connections = 2
    let storage = try await place.open(options: options)
    let ear = Ear()
    storage.listen("news") { ear.hear($0) }
    try await ear.looks(1)
    #expect(try await increment(storage) == 1)
    try await server.halt()
    for _ in 0..<4 {
      let error = await #expect(throws: StorageError.self) { try await increment(storage) }
      #expect(error?.code == "storage_unavailable")
    }
    #expect(storage.problem?.code == "storage_unavailable")
    try await server.start()
    #expect(try await increment(storage) == 2, "no refused change was made")
    #expect(storage.problem == nil)
    try await ear.looksAgain()
    try await storage.write { (it) throws(StorageError) in try it.notify("news", "again") }
    try await ear.hears(1)
    #expect(ear.all == ["again"])
    // A restart between two requests goes unnoticed.
    try await server.halt()
    try await server.start()
    #expect(try await increment(storage) == 3)
    await storage.close()
  }

  @Test func `a commit whose answer is lost is not called done, nor refused`() async throws {
    let server = try await PostgreSQLServer()
    let database = try await server.makeDatabase()
    let storage = try await place(database).open()
    // The commit of a row named `slow` waits for ever.
    try await server.query(
      """
      CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN IF NEW.name = ''slow'' THEN PERFORM pg_sleep(600); END IF; RETURN NEW; END';
      CREATE CONSTRAINT TRIGGER wait AFTER INSERT ON numbers DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION wait();
      """, in: database)
    async let slow: Void = storage.write { (it) throws(StorageError) in try it.set("slow", 1) }
    while try await server.query(
      "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'", in: database) != "1\n"
    {}
    try await server.halt()
    do {
      try await slow
      Issue.record("a commit was answered that never ended")
    } catch {
      #expect((error as? StorageError)?.code == "storage_outcome_unknown", "\(error)")
    }
    await storage.close()
  }

  @Test func `a server that cannot be reached is refused at the start, without its password`()
    async throws
  {
    for text in [
      "postgresql://gatehouse:hunter2@127.0.0.1:1/none", "host=127.0.0.1 port=1 password=hunter2",
      "hunter2", "postgresql://[hunter2", "password='hunter2",
    ] {
      do {
        _ = try await place(text).open()
        Issue.record("it was opened")
      } catch {
        #expect(!"\(error)".contains("hunter2"), "\(error)")
      }
      #expect(!"\(try place(text).location)".contains("hunter2"))
    }
  }

  @Test func `sums come back as numbers`() async throws {
    let place = try await Place(.postgresql)
    let storage = try await place.open()
    try await storage.write { (it) throws(StorageError) in
      try it.set("a", 1)
      try it.set("b", 2)
    }
    let sum = try await storage.read { (it) throws(StorageError) in
      try it.rows("SELECT sum(value), count(*) = 2 FROM numbers")
    }
    #expect(sum == [Row([3, 1])])
    await storage.close()
  }

  @Test func `an interrupted writer on a dead connection keeps nothing`() async throws {
    let place = try await Place(.postgresql)
    let storage = try await place.open()
    // The server ends the connection in the midst of a transaction, once.
    let isFirst = Locked(true)
    try await storage.write { (it) throws(StorageError) in
      try it.set("a", 1)
      let mustEnd = isFirst.withLock { isFirst in
        defer { isFirst = false }
        return isFirst
      }
      if mustEnd { _ = try it.rows("SELECT pg_terminate_backend(pg_backend_pid())") }
    }
    #expect(!isFirst.withLock { $0 })
    #expect(try await storage.read { (it) throws(StorageError) in try it.get("a") } == 1)
    await storage.close()
  }
}
