import Locking
import Storage
import TestKit
import Testing

/// What a transaction promises, on every engine.
@Suite struct TransactionTests {
  @Test(arguments: Engine.allCases)
  func `what was written is read again, also after the storage was closed`(_ engine: Engine)
    async throws
  {
    let place = try await Place(engine)
    let first = try await place.open()
    let changed = try await first.write { (transaction) throws(StorageError) in
      try transaction.set("a", 1)
      return try transaction.run("UPDATE numbers SET value = value + 1 WHERE name = $1", ["a"])
    }
    #expect(changed == 1)
    #expect(try await first.read { (it) throws(StorageError) in try it.get("a") } == 2)
    await first.close()
    let second = try await place.open()
    #expect(try await second.read { (it) throws(StorageError) in try it.get("a") } == 2)
    await second.close()
  }

  @Test(arguments: Engine.allCases)
  func `every kind of value comes back as it was, and in the order of its number`(_ engine: Engine)
    async throws
  {
    let place = try await Place(engine)
    let storage = try await place.open([
      Migration("tests", 1, "CREATE TABLE kinds (t TEXT, i BIGINT, n TEXT)")
    ])
    let values: [SQLValue] = [.text("naïve \u{1F512} 'quoted' $1"), .integer(.min), .null]
    let row = try await storage.write { (transaction) throws(StorageError) in
      try transaction.rows(
        "INSERT INTO kinds (n, i, t) VALUES ($3, $2, $1) RETURNING t, i, n", values)
    }
    #expect(row == [Row(values)])
    #expect(throws: StorageError.self) { try row[0].integer(0) }
    #expect(throws: StorageError.self) { try row[0].text(2) }
    #expect(try row[0].textIfAny(2) == nil)
    await storage.close()
  }

  @Test(arguments: Engine.allCases)
  func `an error takes back all that its transaction did, and nothing else`(_ engine: Engine)
    async throws
  {
    let place = try await Place(engine)
    let storage = try await place.open()
    try await storage.write { (transaction) throws(StorageError) in try transaction.set("kept", 1) }
    await #expect(throws: StorageError.contention) {
      try await storage.write { (transaction) throws(StorageError) in
        try transaction.set("a", 1)
        throw .contention
      }
    }
    let error = await #expect(throws: StorageError.self) {
      try await storage.write { (transaction) throws(StorageError) in
        try transaction.set("a", 1)
        try transaction.set("b", -1)
      }
    }
    guard case .constraint = error else {
      Issue.record("a broken rule is called so, not \(String(describing: error))")
      return
    }
    let left = try await storage.read { (transaction) throws(StorageError) in
      try transaction.rows("SELECT name FROM numbers")
    }
    #expect(left == [Row(["kept"])])
    await storage.close()
  }

  @Test(arguments: Engine.allCases)
  func `a body that goes on after an error is undone all the same`(_ engine: Engine) async throws {
    let place = try await Place(engine)
    let storage = try await place.open()
    await #expect(throws: StorageError.self) {
      try await storage.write { (transaction) throws(StorageError) in
        try transaction.set("a", 1)
        try? transaction.set("b", -1)
        try? transaction.set("c", 1)
      }
    }
    #expect(
      try await storage.read { (it) throws(StorageError) in
        try it.rows("SELECT count(*) FROM numbers")
      } == [Row([0])])
    await storage.close()
  }

  @Test(arguments: Engine.allCases)
  func `of many who race to read and change a row, none loses a change`(_ engine: Engine)
    async throws
  {
    let place = try await Place(engine)
    let storage = try await place.open()
    try await storage.write { (transaction) throws(StorageError) in try transaction.set("n", 0) }
    let seen = try await withThrowingTaskGroup(of: Int64.self) { group in
      for _ in 0..<100 {
        group.addTask {
          try await storage.write { (transaction) throws(StorageError) in
            let next = (try transaction.get("n") ?? 0) + 1
            try transaction.set("n", next)
            return next
          }
        }
      }
      return try await group.reduce(into: Set<Int64>()) { $0.insert($1) }
    }
    #expect(seen == Set(1...100))
    await storage.close()
  }

  @Test(arguments: Engine.allCases)
  func `of many who race to take the same thing, exactly one has it`(_ engine: Engine) async throws
  {
    let place = try await Place(engine)
    let storage = try await place.open()
    try await storage.write { (transaction) throws(StorageError) in try transaction.set("free", 1) }
    let winners = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<50 {
        group.addTask {
          try await storage.write { (transaction) throws(StorageError) in
            try transaction.run(
              "UPDATE numbers SET value = 0 WHERE name = $1 AND value = 1", ["free"])
          }
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(winners == 1)
    await storage.close()
  }

  @Test(arguments: Engine.allCases)
  func `requests that share a commit fail alone`(_ engine: Engine) async throws {
    let place = try await Place(engine)
    let storage = try await place.open()
    let failures = await withTaskGroup(of: Bool.self) { group in
      for number in 0..<100 {
        group.addTask {
          do throws(StorageError) {
            try await storage.write { (transaction) throws(StorageError) in
              try transaction.set("n\(number)", 1)
              if number % 3 == 0 { try transaction.set("bad", -1) }
            }
            return false
          } catch {
            return true
          }
        }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(failures == 34)
    #expect(
      try await storage.read { (it) throws(StorageError) in
        try it.rows("SELECT count(*) FROM numbers")
      } == [Row([66])])
    await storage.close()
  }

  @Test(arguments: Engine.allCases)
  func `who reads can change nothing`(_ engine: Engine) async throws {
    let place = try await Place(engine)
    let storage = try await place.open()
    await #expect(throws: StorageError.self) {
      try await storage.read { (transaction) throws(StorageError) in try transaction.set("a", 1) }
    }
    await #expect(throws: StorageError.self) {
      try await storage.read { (transaction) throws(StorageError) in
        try transaction.notify("news", "x")
      }
    }
    #expect(try await storage.read { (it) throws(StorageError) in try it.get("a") } == nil)
    await storage.close()
  }

  @Test(
    arguments: Engine.allCases,
    [
      "SELECT name FROM nowhere", "SELEKT", "SELECT 1; SELECT 2", "SELECT $1", "SELECT \"name",
      "INSERT INTO numbers (name, value) VALUES ($1, $2)",
    ])
  func `a wrong statement is an error, and the next request is served`(
    _ engine: Engine, sql: String
  ) async throws {
    let place = try await Place(engine)
    let storage = try await place.open()
    let error = await #expect(throws: StorageError.self) {
      try await storage.write { (transaction) throws(StorageError) in _ = try transaction.rows(sql)
      }
    }
    guard case .misuse = error else {
      Issue.record("`\(sql)` is called \(String(describing: error))")
      return
    }
    try await storage.write { (transaction) throws(StorageError) in try transaction.set("a", 1) }
    await storage.close()
  }

  @Test(arguments: Engine.allCases)
  func `texts with NUL and answers without end are refused`(_ engine: Engine) async throws {
    let place = try await Place(engine)
    var options = StorageOptions()
    options.maximumRows = 10
    let storage = try await place.open(options: options)
    await #expect(throws: StorageError.self) {
      try await storage.write { (transaction) throws(StorageError) in try transaction.set("a\0", 1)
      }
    }
    try await storage.write { (transaction) throws(StorageError) in
      for number in 0..<11 { try transaction.set("n\(number)", 1) }
    }
    await #expect(throws: StorageError.self) {
      try await storage.read { (it) throws(StorageError) in try it.rows("SELECT * FROM numbers") }
    }
    await storage.close()
  }
}
