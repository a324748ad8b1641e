import CUV

/// Connects to the first of several addresses that answers; on one loop, each time for one connection.
final class Dialer: @unchecked Sendable {
  // Sendable without a lock: used on the loop's thread only.
  private let loop: EventLoop
  private let addresses: [SocketAddress]
  private let whenDone: (Result<StreamSocket, IOError>) -> Void
  private var race: ConnectRace
  private var attempts: [Int: StreamSocket] = [:]
  private var delay: EventLoop.TimerToken?
  private var deadline: EventLoop.TimerToken?
  private var failure: IOError?
  private var isDone = false

  /// Begins; what it waits for keeps it alive until it has called back, once.
  init(
    _ addresses: [SocketAddress], until limit: LoopTime, on loop: EventLoop,
    whenDone: @escaping (Result<StreamSocket, IOError>) -> Void
  ) {
    self.loop = loop
    self.addresses = ConnectRace.interleaved(addresses)
    self.whenDone = whenDone
    race = ConnectRace(count: addresses.count)
    delay = loop.addTimer {
      guard !self.isDone else { return }
      self.perform(self.race.delayPassed())
    }
    let late = loop.addTimer {
      let code = Int32(UV_ETIMEDOUT.rawValue)
      self.finish(.failure(IOError(code: code, operation: self.operation)))
    }
    deadline = late
    loop.arm(late, at: limit)
    perform(race.begin())
  }

  private var operation: String {
    "connect to \(addresses.map(\.description).joined(separator: ", "))"
  }

  private func perform(_ action: ConnectRace.Action) {
    switch action {
    case .attempt(let index): attempt(index)
    case .wait: return
    case .giveUp:
      let error = failure ?? IOError(code: Int32(UV_EADDRNOTAVAIL.rawValue), operation: operation)
      finish(.failure(error))
    }
  }

  private func attempt(_ index: Int) {
    if let delay { loop.arm(delay, at: loop.now.advanced(by: ConnectRace.delay)) }
    do throws(IOError) {
      attempts[index] = try StreamSocket.connect(to: addresses[index], on: loop) { error in
        self.attemptDone(index, error)
      }
    } catch {
      failed(error)
    }
  }

  private func attemptDone(_ index: Int, _ error: IOError?) {
    guard !isDone, let socket = attempts.removeValue(forKey: index) else { return }
    if let error { failed(error) } else { finish(.success(socket)) }
  }

  private func failed(_ error: IOError) {
    // The first address is the preferred one, so its error says most.
    failure = failure ?? error
    perform(race.failed())
  }

  private func finish(_ result: Result<StreamSocket, IOError>) {
    guard !isDone else { return }
    isDone = true
    for timer in [delay, deadline].compactMap(\.self) { loop.removeTimer(timer) }
    for socket in attempts.values { socket.close() }
    attempts = [:]
    whenDone(result)
  }
}

extension EventLoop {
  /// Connects to the first of several addresses that answers, the next being tried when one does not answer soon.
  ///
  /// - Parameter deadline: after which all attempts are given up.
  package func connect(
    to addresses: [SocketAddress], until deadline: LoopTime
  ) async throws(IOError) -> StreamSocket {
    let result = await withCheckedContinuation { continuation in
      execute {
        _ = Dialer(addresses, until: deadline, on: self) { continuation.resume(returning: $0) }
      }
    }
    return try result.get()
  }
}
