import EventLoop
import Glibc
import Locking
import Testing

/// An actor that lives on a loop.
private actor Resident {
  private let loop: EventLoop
  nonisolated var unownedExecutor: UnownedSerialExecutor {
    // SAFETY: the resident holds the loop.
    unsafe loop.asUnownedSerialExecutor()
  }
  private var count = 0

  init(on loop: EventLoop) { self.loop = loop }

  func increment() -> Bool {
    count += 1
    return loop.isCurrent
  }

  func total() -> Int { count }

  func ask(_ other: Resident, times: Int) async -> Int {
    for _ in 0..<times { _ = await other.increment() }
    return await other.total()
  }

  /// Waits for a timer of the loop.
  func sleep(for duration: Duration) async -> Duration {
    let start = loop.now
    let timer = Locked<EventLoop.TimerToken?>(nil)
    await withCheckedContinuation { continuation in
      let token = loop.addTimer { continuation.resume() }
      timer.withLock { $0 = token }
      loop.arm(token, at: loop.now.advanced(by: duration))
    }
    timer.withLock { $0.map { loop.removeTimer($0) } }
    return loop.now.since(start)
  }
}

struct EventLoopTests {
  @Test func `an actor's work runs on its loop`() async throws {
    let loop = try EventLoop(name: "test")
    #expect(!loop.isCurrent)
    #expect(await Resident(on: loop).increment())
    await loop.shutdown()
  }

  @Test func `actors of one loop and of two can call each other`() async throws {
    let group = try EventLoopGroup(count: 2)
    let first = Resident(on: group.loops[0])
    #expect(await first.ask(Resident(on: group.loops[0]), times: 1000) == 1000)
    #expect(await first.ask(Resident(on: group.loops[1]), times: 1000) == 1000)
    await group.shutdown()
  }

  @Test func `calls from many tasks lose nothing`() async throws {
    let loop = try EventLoop(name: "test")
    let resident = Resident(on: loop)
    await withTaskGroup(of: Void.self) { tasks in
      for _ in 0..<20 {
        tasks.addTask { for _ in 0..<500 { _ = await resident.increment() } }
      }
    }
    #expect(await resident.total() == 10_000)
    await loop.shutdown()
  }

  @Test func `what is to run before the loop waits runs once, after all that is ready`()
    async throws
  {
    let loop = try EventLoop(name: "test")
    let order = Locked<[String]>([])
    await withCheckedContinuation { done in
      loop.execute {
        // These two are ready at once.
        loop.execute {
          order.withLock { $0.append("first") }
          loop.executeBeforeWaiting {
            order.withLock { $0.append("last") }
            // The loop does not wait with something left to do.
            loop.executeBeforeWaiting { done.resume() }
          }
        }
        loop.execute { order.withLock { $0.append("second") } }
      }
    }
    #expect(order.withLock { $0 } == ["first", "second", "last"])
    await loop.shutdown()
  }

  @Test func `actions run in the order in which they were left`() async throws {
    let loop = try EventLoop(name: "test")
    let order = Locked<[Int]>([])
    await withCheckedContinuation { done in
      // An action left by an action runs too.
      for number in 0..<100 { loop.execute { order.withLock { $0.append(number) } } }
      loop.execute { loop.execute { done.resume() } }
    }
    #expect(order.withLock { $0 } == Array(0..<100))
    await loop.shutdown()
  }

  @Test func `a timer expires no earlier than asked`() async throws {
    let loop = try EventLoop(name: "test")
    let resident = Resident(on: loop)
    async let short = resident.sleep(for: .milliseconds(20))
    async let long = resident.sleep(for: .milliseconds(60))
    #expect(await short >= .milliseconds(20))
    #expect(await long >= .milliseconds(60))
    await loop.shutdown()
  }

  @Test func `loops are handed out by turns`() async throws {
    let group = try EventLoopGroup(count: 3)
    let names = (0..<6).map { _ in ObjectIdentifier(group.next()) }
    #expect(names == (group.loops + group.loops).map { ObjectIdentifier($0) })
    await group.shutdown()
  }

  @Test func `what is left for a loop that was shut down is dropped`() async throws {
    let loop = try EventLoop(name: "test")
    await loop.shutdown()
    loop.execute { Issue.record("ran after the end") }
  }

  @Test func `a signal runs its action on the loop until it is given back`() async throws {
    let loop = try EventLoop(name: "test")
    let (signals, arrived) = AsyncStream<Bool>.makeStream()
    let watcher = SignalWatcher(SIGWINCH, on: loop) { arrived.yield(loop.isCurrent) }
    var iterator = signals.makeAsyncIterator()
    // The watcher starts on its loop, after this.
    await withCheckedContinuation { done in loop.execute { done.resume() } }
    kill(getpid(), SIGWINCH)
    #expect(await iterator.next() == true)
    watcher.stop()
    await loop.shutdown()
  }
}
