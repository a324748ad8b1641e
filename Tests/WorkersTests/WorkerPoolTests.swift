import Locking
import Testing
import Workers

/// Promises about work beside the loops.
@Suite struct WorkerPoolTests {
  private func pool(
    threads: Int = 2, capacity: Int = 100, time: Int64 = 10_000_000_000
  ) throws -> WorkerPool {
    let start = ContinuousClock.now
    return try #require(
      WorkerPool(name: "test", threads: threads, capacity: capacity, time: time) {
        let passed = (ContinuousClock.now - start).components
        return passed.seconds * 1_000_000_000 + passed.attoseconds / 1_000_000_000
      })
  }

  @Test func `every call gets its own result`() async throws {
    let pool = try pool()
    await withTaskGroup { group in
      for number in 0..<50 {
        group.addTask { #expect(await pool.run { number * 2 } == number * 2) }
      }
    }
  }

  @Test func `a call that takes too long is answered without a result`() async throws {
    let pool = try pool(threads: 1, time: 20_000_000)
    let gate = Locked(true)
    let result = await pool.run {
      while gate.withLock({ $0 }) {}
      return 1
    }
    #expect(result == nil)
    gate.withLock { $0 = false }
  }

  @Test func `a call that waits behind a slow one is answered in time too`() async throws {
    let pool = try pool(threads: 1, time: 20_000_000)
    let gate = Locked(true)
    async let slow = pool.run {
      while gate.withLock({ $0 }) {}
      return 1
    }
    async let waiting = pool.run { 2 }
    let results = await (slow, waiting)
    #expect(results.0 == nil)
    // It may have come first.
    #expect(results.1 == nil || results.1 == 2)
    gate.withLock { $0 = false }
  }

  @Test func `more calls than there is room for are turned away at once`() async throws {
    let pool = try pool(threads: 1, capacity: 0)
    #expect(await pool.run { 1 } == nil)
  }
}
