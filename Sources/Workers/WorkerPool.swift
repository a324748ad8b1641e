import Locking

/// A few threads for work that may wait for a disk, so that no event loop does.
///
/// The work that waits for a thread is bounded, and whoever asks gets an answer in time, with or without a result.
package final class WorkerPool: Sendable {
  /// One call: what to do, until when, and who waits for it.
  private final class Job: Sendable {
    let deadline: Int64
    private let work: @Sendable () -> Void
    private let expire: @Sendable () -> Void

    init(
      deadline: Int64, work: @escaping @Sendable () -> Void, expire: @escaping @Sendable () -> Void
    ) {
      self.deadline = deadline
      self.work = work
      self.expire = expire
    }

    func run() { work() }
    func giveUp() { expire() }
  }

  /// Hands a result to whoever waits, the first one only.
  private final class Answer<Result: Sendable>: Sendable {
    private let waiting: Locked<CheckedContinuation<Result?, Never>?>

    init(_ continuation: CheckedContinuation<Result?, Never>) { waiting = Locked(continuation) }

    /// Whether nobody has been answered yet.
    var isOpen: Bool { waiting.withLock { $0 != nil } }

    func give(_ result: Result?) {
      let continuation = waiting.withLock { waiting in
        defer { waiting = nil }
        return waiting
      }
      continuation?.resume(returning: result)
    }
  }

  private struct State {
    var queue: [Job] = []
    /// Every call that is not known to be answered, in the order of their coming; all have the same time.
    var open: [Job] = []
    var isStopping = false
  }

  private let state: Locked<State>
  private let workers: [Worker]
  private let watchdog: Worker
  private let capacity: Int
  private let time: Int64
  private let clock: @Sendable () -> Int64

  /// Starts the threads; nil where the system refuses.
  ///
  /// - Parameters:
  ///   - name: what the threads are called, at most 12 bytes.
  ///   - capacity: how many calls may wait or run at once.
  ///   - time: how long a call may take, in nanoseconds.
  ///   - standsBack: whether the threads leave the processors to all others that want to run.
  ///   - clock: the monotonic time, in nanoseconds.
  package init?(
    name: String, threads: Int, capacity: Int, time: Int64, standsBack: Bool = false,
    clock: @escaping @Sendable () -> Int64
  ) {
    let state = Locked(State())
    var workers: [Worker] = []
    for number in 0..<threads {
      guard
        let worker = Worker(
          name: "\(name)-\(number)", standsBack: standsBack, { Self.work(state, $0) })
      else {
        Self.stop(state, workers)
        return nil
      }
      workers.append(worker)
    }
    guard let watchdog = Worker(name: "\(name)-dog", { Self.watch(state, clock, $0) }) else {
      Self.stop(state, workers)
      return nil
    }
    self.state = state
    self.workers = workers
    self.watchdog = watchdog
    self.capacity = capacity
    self.time = time
    self.clock = clock
  }

  deinit { Self.stop(state, workers + [watchdog]) }

  /// Does something on one of the threads; nil where none had the time for it.
  ///
  /// What has begun when the time is up is done to its end, and its result dropped.
  package func run<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result? {
    await withCheckedContinuation { continuation in
      let answer = Answer(continuation)
      let job = Job(deadline: clock() + time) {
        if answer.isOpen { answer.give(body()) }
      } expire: {
        answer.give(nil)
      }
      let isTaken = state.withLock { state in
        guard !state.isStopping, state.open.count < capacity else { return false }
        state.queue.append(job)
        state.open.append(job)
        return true
      }
      guard isTaken else { return answer.give(nil) }
      for worker in workers { worker.wake() }
      watchdog.wake()
    }
  }

  private static func stop(_ state: Locked<State>, _ workers: [Worker]) {
    state.withLock { $0.isStopping = true }
    for worker in workers { worker.wake() }
  }

  // MARK: Threads

  private static func work(_ state: Locked<State>, _ bell: Worker.Bell) {
    while true {
      let (job, isStopping) = state.withLock { state in
        (state.queue.isEmpty ? nil : state.queue.removeFirst(), state.isStopping)
      }
      guard let job else {
        if isStopping { return }
        bell.wait(nanoseconds: nil)
        continue
      }
      job.run()
      state.withLock { state in state.open.removeAll { $0 === job } }
    }
  }

  /// Answers the calls whose time is up.
  private static func watch(
    _ state: Locked<State>, _ clock: @Sendable () -> Int64, _ bell: Worker.Bell
  ) {
    while true {
      let now = clock()
      let (late, next, isStopping) = state.withLock { state in
        let late = state.open.filter { $0.deadline <= now }
        state.open.removeAll { $0.deadline <= now }
        state.queue.removeAll { job in late.contains { $0 === job } }
        return (late, state.open.first?.deadline, state.isStopping)
      }
      for job in late { job.giveUp() }
      if isStopping, next == nil { return }
      bell.wait(nanoseconds: next.map { max($0 - now, 1) })
    }
  }
}
