import Crypto
import Locking
import Workers

/// The threads of one storage: those that work, and the one that watches deadlines.
final class StorageThreads: Sendable {
  private let workers: [Worker]
  private let watchdog: Worker
  private let ends: ThreadEnds
  /// What wakes the thread that hears announcements over a network; nil where none come so.
  private let ear: PipeBell?

  private init(
    _ workers: [Worker], _ watchdog: Worker, _ ends: ThreadEnds, ear: PipeBell? = nil
  ) {
    self.workers = workers
    self.watchdog = watchdog
    self.ends = ends
    self.ear = ear
  }

  /// Starts the thread of a SQLite file, and waits until the file is open.
  static func forSQLite(
    _ path: String, schema: [Migration], _ shared: StorageShared
  ) async throws(StorageError) -> StorageThreads {
    let ends = ThreadEnds(1)
    let watchdog = try startWatchdog(shared)
    do throws(StorageError) {
      let worker = try await start("storage") { (bell, opened) in
        defer { ends.ended() }
        var runner = SQLiteRunner(path: path, schema: schema, shared: shared)
        do throws(StorageError) {
          try runner.open()
        } catch {
          return opened(error)
        }
        opened(nil)
        runner.run(bell)
      }
      return StorageThreads([worker], watchdog, ends)
    } catch {
      end([watchdog], shared)
      throw error
    }
  }

  /// Starts the threads of a PostgreSQL database, and waits until it is known that it can be used.
  static func forPostgreSQL(
    _ location: Secret, schema: [Migration], _ shared: StorageShared
  ) async throws(StorageError) -> StorageThreads {
    let count = max(1, shared.options.connections)
    let ends = ThreadEnds(count + 1)
    let watchdog = try startWatchdog(shared)
    var workers: [Worker] = []
    do throws(StorageError) {
      let first = try await start("storage-0") { (bell, opened) in
        defer { ends.ended() }
        var runner = PostgreSQLRunner(location: location, shared: shared)
        do throws(StorageError) {
          try runner.open(migratingTo: schema)
        } catch {
          return opened(error)
        }
        opened(nil)
        runner.run(bell)
      }
      workers.append(first)
      for number in 1..<count {
        let worker = try startAtOnce("storage-\(number)") { bell in
          defer { ends.ended() }
          var runner = PostgreSQLRunner(location: location, shared: shared)
          runner.run(bell)
        }
        workers.append(worker)
      }
      let ear = try PipeBell()
      let hearing = try startAtOnce("storage-ear") { _ in
        defer { ends.ended() }
        var hearing = PostgreSQLEar(location: location, shared: shared, bell: ear)
        hearing.run()
      }
      return StorageThreads(workers + [hearing], watchdog, ends, ear: ear)
    } catch {
      end(workers + [watchdog], shared)
      throw error
    }
  }

  /// Has threads end that are of no use without others.
  private static func end(_ workers: [Worker], _ shared: StorageShared) {
    shared.queue.withLock { $0.stop() }
    for worker in workers { worker.wake() }
  }

  /// Starts a thread, and waits until it says that it is ready, or why not.
  private static func start(
    _ name: String,
    _ body:
      @escaping @Sendable (_ bell: Worker.Bell, _ opened: @Sendable (StorageError?) -> Void) -> Void
  ) async throws(StorageError) -> Worker {
    var started: Worker?
    let problem = await withCheckedContinuation {
      (waiter: CheckedContinuation<StorageError?, Never>) in
      started = Worker(name: name) { bell in
        body(bell) { waiter.resume(returning: $0) }
      }
      if started == nil { waiter.resume(returning: noThreads) }
    }
    guard let started, problem == nil else { throw problem ?? noThreads }
    return started
  }

  private static let noThreads = StorageError.failed("the system starts no more threads")

  private static func startAtOnce(
    _ name: String, _ body: @escaping @Sendable (Worker.Bell) -> Void
  ) throws(StorageError) -> Worker {
    guard let worker = Worker(name: name, body) else { throw noThreads }
    return worker
  }

  private static func startWatchdog(_ shared: StorageShared) throws(StorageError) -> Worker {
    try startAtOnce("storage-dog") { watch(shared, $0) }
  }

  /// Answers the requests whose time is up.
  private static func watch(_ shared: StorageShared, _ bell: Worker.Bell) {
    while true {
      let now = shared.options.clock()
      let (expired, next, isStopping) = shared.queue.withLock { queue in
        let (expired, next) = queue.expire(now: now)
        return (expired, next, queue.isStopping)
      }
      for late in expired { late.request.refuse(late.error) }
      if isStopping, next == nil { return }
      bell.wait(nanoseconds: next.map { max($0 - now, 1) })
    }
  }

  /// Wakes who works, and who watches deadlines where nobody did.
  func wake(watching isFirst: Bool) {
    for worker in workers { worker.wake() }
    if isFirst { watchdog.wake() }
  }

  /// Tells the threads that somebody listens to a new channel.
  func channelsChanged() { ear?.ring() }

  /// Has the threads end once they have done what was taken.
  func stop(_ shared: StorageShared) {
    shared.queue.withLock { $0.stop() }
    wake(watching: true)
    ear?.ring()
  }

  func close(_ shared: StorageShared) async {
    stop(shared)
    await ends.all()
  }
}

/// Knows when all threads have ended.
final class ThreadEnds: Sendable {
  private struct State {
    var running: Int
    var waiters: [CheckedContinuation<Void, Never>] = []
  }

  private let state: Locked<State>

  init(_ count: Int) {
    state = Locked(State(running: count))
  }

  func ended() {
    let waiters = state.withLock { state in
      state.running -= 1
      guard state.running == 0 else { return [] as [CheckedContinuation<Void, Never>] }
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters { waiter.resume() }
  }

  /// Waits for the last one.
  func all() async {
    await withCheckedContinuation { (waiter: CheckedContinuation<Void, Never>) in
      let isOver = state.withLock { state in
        guard state.running > 0 else { return true }
        state.waiters.append(waiter)
        return false
      }
      if isOver { waiter.resume() }
    }
  }
}
