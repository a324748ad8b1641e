import CPlatform
import CUV
import Glibc
import Locking
import Synchronization

/// A libuv loop on its own thread, and the executor of every actor and task that lives on it.
///
/// All work of a connection runs on its loop: callbacks from the system, and the jobs of actors that name this loop as
/// their executor. Jobs run at the end of the callback that made them ready, so a request that arrives whole is
/// answered before the loop looks at the next socket.
///
/// A task that waits on the loop must prefer it too (`Task(executorPreference:)`): a continuation resumes on the task's
/// preferred executor, which without one is the global pool, and two threads away from the loop.
@safe
package final class EventLoop: SerialExecutor, TaskExecutor, @unchecked Sendable {
  /// What other threads leave for the loop to do.
  private struct Inbox {
    var jobs: [UnownedJob] = []
    var actions: [@Sendable () -> Void] = []
    var isClosed = false

    var isEmpty: Bool { jobs.isEmpty && actions.isEmpty }
  }

  /// How many rounds of jobs run before sockets are looked at again.
  private static let roundsPerTurn = 64
  /// The size of the buffer that all sockets of a loop read into, in bytes.
  private static let readBufferSize = 64 * 1024

  private let inbox = Locked(Inbox())
  /// Whether the inbox may hold something: spares the loop a lock each turn.
  private let hasMail = Atomic<Bool>(false)
  private let owner = Atomic<UInt>(0)
  private let wakeup: UnsafeMutablePointer<uv_async_t>
  let alarm: UnsafeMutablePointer<uv_timer_t>
  private let beforeWaiting: UnsafeMutablePointer<uv_prepare_t>

  // Everything below is touched by the loop's thread alone (unchecked Sendable rests on that).
  let handle: UnsafeMutablePointer<uv_loop_t>
  let readBuffer: UnsafeMutableRawBufferPointer
  private var jobs: [UnownedJob] = []
  private var round: [UnownedJob] = []
  private var resources: [ObjectIdentifier: any LoopResource] = [:]
  private var whenStopped: (@Sendable () -> Void)?
  private var lastActions: [@Sendable () -> Void] = []
  var timers = TimerQueue<@Sendable () -> Void>()
  var alarmTime: LoopTime = .never

  /// Starts a loop on a thread of its own.
  ///
  /// - Parameter name: shown by debuggers and `top`; at most 15 bytes count.
  package init(name: String) throws(IOError) {
    // SAFETY: these live until the loop's thread has closed the loop, which frees them at its end.
    unsafe handle = .allocate(capacity: 1)
    unsafe wakeup = .allocate(capacity: 1)
    unsafe alarm = .allocate(capacity: 1)
    unsafe beforeWaiting = .allocate(capacity: 1)
    unsafe readBuffer = .allocate(byteCount: Self.readBufferSize, alignment: 16)
    // SAFETY: these pointers are fresh, and the loop is not yet running.
    var code = unsafe uv_loop_init(handle)
    if code == 0 {
      code = unsafe uv_async_init(handle, wakeup) { handle in
        // SAFETY: `data` holds the loop, which its own thread keeps alive while it runs.
        guard let data = unsafe handle?.pointee.data else { return }
        unsafe Unmanaged<EventLoop>.fromOpaque(data).takeUnretainedValue().turn {}
      }
    }
    if code == 0 { code = unsafe uv_timer_init(handle, alarm) }
    if code == 0 { code = unsafe uv_prepare_init(handle, beforeWaiting) }
    if code == 0 {
      code = unsafe uv_prepare_start(beforeWaiting) { handle in
        // SAFETY: as above.
        guard let data = unsafe handle?.pointee.data else { return }
        unsafe Unmanaged<EventLoop>.fromOpaque(data).takeUnretainedValue().runLastActions()
      }
    }
    guard code == 0 else { throw IOError(code: code, operation: "start an event loop") }
    // SAFETY: the thread holds a reference until it ends, so the unretained ones cannot dangle.
    unsafe wakeup.pointee.data = Unmanaged.passUnretained(self).toOpaque()
    unsafe alarm.pointee.data = Unmanaged.passUnretained(self).toOpaque()
    unsafe beforeWaiting.pointee.data = Unmanaged.passUnretained(self).toOpaque()
    // SAFETY: the new thread takes over the retained reference.
    var thread = pthread_t()
    let failure = unsafe pthread_create(
      &thread, nil,
      { raw in
        guard let raw = unsafe raw else { return nil }
        let start = unsafe Unmanaged<ThreadStart>.fromOpaque(raw).takeRetainedValue()
        start.loop.run(named: start.name)
        return nil
      }, Unmanaged.passRetained(ThreadStart(loop: self, name: name)).toOpaque())
    guard failure == 0 else { throw IOError(code: failure, operation: "start a thread") }
    pthread_detach(thread)
  }

  /// What a new thread is given to start with.
  private final class ThreadStart {
    let loop: EventLoop
    let name: String

    init(loop: EventLoop, name: String) {
      self.loop = loop
      self.name = name
    }
  }

  // MARK: Executor

  /// Whether the caller runs on this loop's thread.
  package var isCurrent: Bool { owner.load(ordering: .relaxed) == UInt(pthread_self()) }

  package func checkIsolated() {
    precondition(isCurrent, "not on the event loop")
  }

  package func isIsolatingCurrentContext() -> Bool? { isCurrent }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    // On the loop's own thread some callback is being served, and its end runs the job.
    if isCurrent { return jobs.append(job) }
    leave { $0.jobs.append(job) }
  }

  /// Runs an action on the loop: soon, in the order given; after the loop was shut down, never.
  package func execute(_ action: @escaping @Sendable () -> Void) {
    leave { $0.actions.append(action) }
  }

  private func leave(_ change: (inout Inbox) -> Void) {
    inbox.withLock { inbox in
      guard !inbox.isClosed else { return }
      let wasEmpty = inbox.isEmpty
      change(&inbox)
      hasMail.store(true, ordering: .relaxed)
      // SAFETY: the handle is closed only after the inbox was, under this lock; any thread may call this.
      if wasEmpty { unsafe _ = uv_async_send(wakeup) }
    }
  }

  // MARK: Callbacks

  /// Serves one callback of libuv, and then everything that it made ready to run.
  func turn(_ callback: () -> Void) {
    callback()
    for _ in 0..<Self.roundsPerTurn {
      takeInbox()
      guard !jobs.isEmpty else { return }
      swap(&jobs, &round)
      // SAFETY: each job was enqueued for this executor, is run once, and on its thread.
      for job in round {
        unsafe job.runSynchronously(
          isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
      }
      round.removeAll(keepingCapacity: true)
    }
    execute {}
  }

  /// Moves what other threads left into this thread's own queue, and runs the actions among it.
  private func takeInbox() {
    // What comes after this look brings a wakeup of its own.
    guard hasMail.load(ordering: .relaxed) else { return }
    var actions: [@Sendable () -> Void] = []
    inbox.withLock { inbox in
      hasMail.store(false, ordering: .relaxed)
      swap(&actions, &inbox.actions)
      jobs.append(contentsOf: inbox.jobs)
      inbox.jobs.removeAll(keepingCapacity: true)
    }
    for action in actions { action() }
  }

  /// Runs an action once, after everything that is ready now has been served and before the loop waits for more.
  /// On the loop only.
  package func executeBeforeWaiting(_ action: @escaping @Sendable () -> Void) {
    lastActions.append(action)
  }

  private func runLastActions() {
    guard !lastActions.isEmpty else { return }
    turn {
      let actions = lastActions
      lastActions = []
      for action in actions { action() }
    }
    // What those have left in turn must not wait for the system.
    if !lastActions.isEmpty { execute {} }
  }

  // MARK: Life

  /// Keeps an open resource alive until it is let go, and closes it when the loop shuts down.
  func hold(_ resource: any LoopResource) {
    resources[ObjectIdentifier(resource)] = resource
  }

  /// Lets go of a resource whose handles are closed.
  func letGo(_ resource: any LoopResource) {
    resources[ObjectIdentifier(resource)] = nil
  }

  /// Closes every socket, timer and watcher of the loop, ends its thread, and returns when that is done.
  ///
  /// Jobs and actions left for the loop from then on never run, so what uses the loop must have ended before.
  package func shutdown() async {
    await withCheckedContinuation { continuation in
      execute {
        self.whenStopped = { continuation.resume() }
        self.inbox.withLock { $0.isClosed = true }
        for resource in self.resources.values { resource.close() }
        // SAFETY: these handles are open, and the loop frees them after it has ended.
        unsafe self.wakeup.withMemoryRebound(to: uv_handle_t.self, capacity: 1) {
          unsafe uv_close($0, nil)
        }
        unsafe self.alarm.withMemoryRebound(to: uv_handle_t.self, capacity: 1) {
          unsafe uv_close($0, nil)
        }
        unsafe self.beforeWaiting.withMemoryRebound(to: uv_handle_t.self, capacity: 1) {
          unsafe uv_close($0, nil)
        }
      }
    }
  }

  private func run(named name: String) {
    // SAFETY: the text is copied before the call returns.
    unsafe cplatform_name_thread(name)
    owner.store(UInt(pthread_self()), ordering: .relaxed)
    // SAFETY: this is the loop's thread; it returns when every handle is closed, and then nothing points at these.
    unsafe uv_run(handle, UV_RUN_DEFAULT)
    let code = unsafe uv_loop_close(handle)
    assert(code == 0, "a handle was left open")
    unsafe handle.deallocate()
    unsafe wakeup.deallocate()
    unsafe alarm.deallocate()
    unsafe beforeWaiting.deallocate()
    unsafe readBuffer.deallocate()
    whenStopped?()
  }
}

/// Something with open handles on a loop.
protocol LoopResource: AnyObject {
  /// Starts closing; does nothing the second time.
  func close()
}
