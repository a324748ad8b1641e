import CUV
import Locking

extension EventLoop {
  /// Names one timer of the loop that made it.
  package typealias TimerToken = TimerQueue<@Sendable () -> Void>.Token

  /// The loop's idea of the time, read once a turn. On the loop only.
  package var now: LoopTime {
    // SAFETY: the loop lives while code runs on it.
    unsafe LoopTime(milliseconds: uv_now(handle))
  }

  /// Adds a timer, not armed yet, that runs `action` on the loop each time it expires. On the loop only.
  package func addTimer(_ action: @escaping @Sendable () -> Void) -> TimerToken {
    timers.insert(action)
  }

  /// Sets when a timer expires, in place of any time set before; `never` disarms it. On the loop only.
  package func arm(_ timer: TimerToken, at deadline: LoopTime) {
    timers.arm(timer, at: deadline)
    setAlarm()
  }

  /// Removes a timer and lets go of its action. On the loop only.
  package func removeTimer(_ timer: TimerToken) {
    timers.remove(timer)
  }

  /// Does something once after a time. From any thread.
  package func run(after time: Duration, _ action: @escaping @Sendable () -> Void) {
    execute { [self] in
      let own = Locked<TimerToken?>(nil)
      let timer = addTimer { [self] in
        if let timer = own.withLock({ $0.take() }) { removeTimer(timer) }
        action()
      }
      own.withLock { $0 = timer }
      arm(timer, at: now.advanced(by: time))
    }
  }

  /// Runs the actions of all expired timers; one that expires again at once waits for the loop's next turn.
  private func runTimers() {
    alarmTime = .never
    let now = now
    for _ in 0..<timers.count {
      guard let action = timers.popExpired(at: now) else { break }
      action()
    }
    setAlarm()
  }

  private func setAlarm() {
    guard let next = timers.nextWake, next < alarmTime else { return }
    alarmTime = next
    let wait = next.milliseconds - min(now.milliseconds, next.milliseconds)
    // SAFETY: `data` holds the loop, which its thread keeps alive while it runs.
    unsafe _ = uv_timer_start(
      alarm,
      { handle in
        guard let data = unsafe handle?.pointee.data else { return }
        let loop = unsafe Unmanaged<EventLoop>.fromOpaque(data).takeUnretainedValue()
        loop.turn { loop.runTimers() }
      }, wait, 0)
  }
}
