import EventLoop
import Locking

/// Does something at regular intervals on a loop, until it is stopped.
final class Ticker: Sendable {
  private let loop: EventLoop
  private let interval: Duration
  private let action: @Sendable () -> Void
  private let timer = Locked<EventLoop.TimerToken?>(nil)

  init(every interval: Duration, on loop: EventLoop, action: @escaping @Sendable () -> Void) {
    self.loop = loop
    self.interval = interval
    self.action = action
    loop.execute { [self] in
      let token = loop.addTimer { [weak self] in self?.tick() }
      timer.withLock { $0 = token }
      arm()
    }
  }

  func stop() {
    loop.execute { [self] in
      if let token = timer.withLock({ $0.take() }) { loop.removeTimer(token) }
    }
  }

  private func tick() {
    action()
    arm()
  }

  private func arm() {
    guard let token = timer.withLock({ $0 }) else { return }
    loop.arm(token, at: loop.now.advanced(by: interval))
  }
}
