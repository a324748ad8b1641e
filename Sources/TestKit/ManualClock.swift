import Locking

/// A clock that stands still until a test moves it.
package final class ManualClock: Sendable {
  private struct Timer {
    let due: Int64
    let action: @Sendable () -> Void
  }

  private struct State {
    var now: Int64
    var timers: [Timer] = []
  }

  private let state: Locked<State>

  package init(nanoseconds: Int64 = 1_000_000_000_000) {
    state = Locked(State(now: nanoseconds))
  }

  /// Nanoseconds since the moment that the test chose.
  package var now: Int64 { state.withLock { $0.now } }

  /// Moves the clock, and does what is due by then; a negative duration turns it back.
  package func advance(by duration: Duration) {
    let due = state.withLock { state in
      state.now += Self.nanoseconds(duration)
      let due = state.timers.filter { $0.due <= state.now }
      state.timers.removeAll { $0.due <= state.now }
      return due
    }
    for timer in due { timer.action() }
  }

  /// Does something once, as soon as the clock has been moved so far.
  package func after(_ duration: Duration, _ action: @escaping @Sendable () -> Void) {
    state.withLock { state in
      state.timers.append(Timer(due: state.now + Self.nanoseconds(duration), action: action))
    }
  }

  /// Returns once something is to be done later.
  package func untilAwaited() async {
    while state.withLock(\.timers.isEmpty) { await Task.yield() }
  }

  private static func nanoseconds(_ duration: Duration) -> Int64 {
    let (seconds, attoseconds) = duration.components
    return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
  }
}
