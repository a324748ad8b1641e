import EventLoop

/// Knows what one connection waits for and until when.
///
/// There are at most two deadlines: one on what the client has to send, one on what it has to take.
struct DeadlineTracker {
  /// What the client has to send next.
  enum Wait: Hashable {
    case nothing
    case handshake
    case request
    case head
    case body
    case end
  }

  /// Which deadline was missed.
  enum Miss: Hashable {
    case handshake
    case idle
    case head
    case body
    case write
    case linger
  }

  private let deadlines: ServerDeadlines
  private var wait = Wait.nothing
  private var waitUntil = LoopTime.never
  /// Content received in the present `body` period, in bytes.
  private var received = 0
  private var writeUntil = LoopTime.never
  /// Bytes the client had taken when the present `write` period began.
  private var takenAtStart = 0

  init(_ deadlines: ServerDeadlines) {
    self.deadlines = deadlines
  }

  /// When to call `expired` next.
  var next: LoopTime { min(waitUntil, writeUntil) }

  /// Notes what the client has to send; a wait that goes on keeps its deadline.
  mutating func expect(_ wait: Wait, at now: LoopTime) {
    guard wait != self.wait else { return }
    self.wait = wait
    received = 0
    waitUntil = period.map { now.advanced(by: $0) } ?? .never
  }

  /// Notes content that arrived; enough of it begins a new period.
  mutating func receive(_ count: Int, at now: LoopTime) {
    guard wait == .body else { return }
    received += count
    if received >= deadlines.minimumProgress { restartBody(at: now) }
  }

  /// Notes how many bytes were written to the connection so far, and how many of those the client has not taken.
  mutating func write(total: Int, unsent: Int, at now: LoopTime) {
    guard unsent > 0 else {
      writeUntil = .never
      return
    }
    guard writeUntil == .never else { return }
    takenAtStart = total - unsent
    writeUntil = now.advanced(by: deadlines.write)
  }

  /// Says which deadline was missed, if one was, and only once; to be called at `next` or later.
  ///
  /// - Parameter isReading: false while it is the server that keeps the client from sending; that is not held against it.
  mutating func expired(total: Int, unsent: Int, isReading: Bool, at now: LoopTime) -> Miss? {
    if writeUntil <= now {
      let hasProgress = total - unsent - takenAtStart >= deadlines.minimumProgress
      writeUntil = .never
      guard unsent == 0 || hasProgress else { return .write }
      write(total: total, unsent: unsent, at: now)
    }
    guard waitUntil <= now else { return nil }
    if wait == .body, !isReading {
      restartBody(at: now)
      return nil
    }
    waitUntil = .never
    return miss
  }

  private mutating func restartBody(at now: LoopTime) {
    received = 0
    waitUntil = now.advanced(by: deadlines.body)
  }

  private var period: Duration? {
    switch wait {
    case .nothing: nil
    case .handshake: deadlines.handshake
    case .request: deadlines.idle
    case .head: deadlines.head
    case .body: deadlines.body
    case .end: deadlines.linger
    }
  }

  private var miss: Miss? {
    switch wait {
    case .nothing: nil
    case .handshake: .handshake
    case .request: .idle
    case .head: .head
    case .body: .body
    case .end: .linger
    }
  }
}
