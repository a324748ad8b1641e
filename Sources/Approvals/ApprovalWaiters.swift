import Locking

/// Keeps those who wait for an approval's answer, and wakes them when it has changed.
final class ApprovalWaiters: Sendable {
  private let waiters = Locked<[String: [ApprovalWaiter]]>([:])
  private let stopped = Locked(false)

  /// Whether nobody is to wait any more.
  var isStopped: Bool { stopped.withLock { $0 } }

  func stop() {
    stopped.withLock { $0 = true }
    wakeAll()
  }

  /// Begins to wait; what happens from now on wakes the waiter.
  func waiter(for id: String) -> ApprovalWaiter {
    let waiter = ApprovalWaiter()
    waiters.withLock { $0[id, default: []].append(waiter) }
    return waiter
  }

  /// Ends a wait that nothing has ended.
  func remove(_ waiter: ApprovalWaiter, for id: String) {
    waiters.withLock { waiters in
      waiters[id]?.removeAll { $0 === waiter }
      if waiters[id]?.isEmpty == true { waiters[id] = nil }
    }
  }

  func wake(_ id: String) {
    for waiter in waiters.withLock({ $0.removeValue(forKey: id) }) ?? [] { waiter.wake() }
  }

  func wakeAll() {
    let all = waiters.withLock { waiters in
      defer { waiters = [:] }
      return waiters.values.flatMap(\.self)
    }
    for waiter in all { waiter.wake() }
  }
}

/// One who waits, until woken for whatever reason first.
final class ApprovalWaiter: Sendable {
  private enum State {
    case asleep(CheckedContinuation<Void, Never>?)
    case awake
  }

  private let state = Locked(State.asleep(nil))

  func wake() {
    let sleeper = state.withLock { state -> CheckedContinuation<Void, Never>? in
      guard case .asleep(let continuation) = state else { return nil }
      state = .awake
      return continuation
    }
    sleeper?.resume()
  }

  /// Returns once woken, at once where that has happened already.
  func wait() async {
    await withCheckedContinuation { continuation in
      let isAwake = state.withLock { state in
        if case .awake = state { return true }
        state = .asleep(continuation)
        return false
      }
      if isAwake { continuation.resume() }
    }
  }
}
