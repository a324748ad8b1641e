import Locking
import Storage
import TestKit
import Testing

/// What happens where requests come faster than they can be served, or take too long.
@Suite struct QueueTests {
  /// Keeps a storage's threads busy until it is opened.
  private final class Gate: Sendable {
    private let isClosed = Locked(true)
    private let held = Locked(0)

    func open() { isClosed.withLock { $0 = false } }

    func wait() {
      held.withLock { $0 += 1 }
      while isClosed.withLock({ $0 }) {}
    }

    /// Waits until so many are held.
    func holds(_ count: Int) async {
      while held.withLock({ $0 }) < count { await Task.yield() }
    }
  }

  @Test(arguments: Engine.allCases)
  func `a full queue refuses at once`(_ engine: Engine) async throws {
    let place = try await Place(engine)
    var options = StorageOptions()
    options.capacity = 2
    options.connections = 1
    let storage = try await place.open(options: options)
    let gate = Gate()
    async let first: Void = storage.write { (_) throws(StorageError) in gate.wait() }
    await gate.holds(1)
    async let second = storage.read { (it) throws(StorageError) in try it.get("a") }
    while storage.queueDepth < 2 { await Task.yield() }
    await #expect(throws: StorageError.overloaded) {
      try await storage.read { (it) throws(StorageError) in try it.get("a") }
    }
    gate.open()
    try await first
    #expect(try await second == nil)
    await storage.close()
  }

  @Test(arguments: Engine.allCases)
  func `a request that waits too long is given up, and one that runs too long is not known`(
    _ engine: Engine
  ) async throws {
    let place = try await Place(engine)
    var options = StorageOptions()
    options.time = 200_000_000
    options.connections = 1
    let storage = try await place.open(options: options)
    let gate = Gate()
    async let slow: Void = storage.write { (_) throws(StorageError) in gate.wait() }
    await gate.holds(1)
    await #expect(throws: StorageError.timeout) {
      try await storage.write { (it) throws(StorageError) in try it.set("never", 1) }
    }
    do {
      try await slow
      Issue.record("a request was answered that still runs")
    } catch {
      #expect((error as? StorageError)?.code == "storage_outcome_unknown")
    }
    gate.open()
    // Nothing of the request that was given up may be done later.
    var options2 = options
    options2.time = 10_000_000_000
    await storage.close()
    let again = try await place.open(options: options2)
    #expect(try await again.read { (it) throws(StorageError) in try it.get("never") } == nil)
    await again.close()
  }

  @Test(arguments: Engine.allCases)
  func `a statement without end is stopped when its time is up`(_ engine: Engine) async throws {
    let place = try await Place(engine)
    var options = StorageOptions()
    options.time = 300_000_000
    options.connections = 1
    let storage = try await place.open(options: options)
    await #expect(throws: StorageError.timeout) {
      try await storage.write { (it) throws(StorageError) in
        try it.set("a", 1)
        _ = try it.rows(
          "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n")
      }
    }
    #expect(try await storage.read { (it) throws(StorageError) in try it.get("a") } == nil)
    await storage.close()
  }

  @Test(arguments: Engine.allCases)
  func `a closed storage has done what it took, and takes nothing more`(_ engine: Engine)
    async throws
  {
    let place = try await Place(engine)
    let storage = try await place.open()
    let kept = await withTaskGroup(of: Bool.self) { group in
      for number in 0..<50 {
        group.addTask {
          do {
            try await storage.write { (it) throws(StorageError) in try it.set("n\(number)", 1) }
            return true
          } catch {
            return false
          }
        }
      }
      group.addTask {
        await storage.close()
        return false
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    await #expect(throws: StorageError.stopped) {
      try await storage.read { (it) throws(StorageError) in try it.get("a") }
    }
    let again = try await place.open()
    #expect(
      try await again.read { (it) throws(StorageError) in
        try it.rows("SELECT count(*) FROM numbers")
      } == [Row([.integer(Int64(kept))])])
    await again.close()
  }
}
