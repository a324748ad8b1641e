import Glibc

/// Decides what a listener does after each attempt to accept a connection.
///
/// A process that runs out of descriptors stops asking for a while, because the system would report the same waiting
/// connection without end. If it stays out of them, waiting clients are turned away rather than left to hang.
struct AcceptPolicy {
  /// How an attempt ended.
  enum Outcome: Equatable {
    case accepted
    /// The system's error number, positive.
    case failed(Int32)
    /// The limit on open connections is reached, and perhaps a client waits.
    case full(isClientWaiting: Bool)
  }

  /// What to do next.
  enum Action: Equatable {
    case acceptAnother
    /// Wait until the system reports another connection.
    case wait
    /// Have room made under the limit, and ask for no connections until there is some, or else for that long.
    case makeRoom(Duration)
    /// Ask for no connections for that long.
    case pause(Duration)
    /// Give up the reserve descriptor to turn waiting clients away, then pause.
    case shed(Duration)
  }

  /// How many connections are accepted before other sockets of the loop get their turn.
  static let batch = 64
  /// How long to wait for descriptors to become free, or for a connection that can give way to another.
  static let pause = Duration.milliseconds(100)
  /// How many pauses in a row pass before clients are turned away.
  static let patience = 10

  private var acceptedInBatch = 0
  private var pausesInARow = 0

  mutating func on(_ outcome: Outcome) -> Action {
    switch outcome {
    case .accepted:
      pausesInARow = 0
      acceptedInBatch += 1
      guard acceptedInBatch < Self.batch else { return endBatch(.wait) }
      return .acceptAnother
    case .full(let isClientWaiting):
      return endBatch(isClientWaiting ? .makeRoom(Self.pause) : .wait)
    case .failed(EAGAIN), .failed(EWOULDBLOCK):
      return endBatch(.wait)
    case .failed(EINTR), .failed(ECONNABORTED), .failed(EPROTO), .failed(EPERM):
      // That connection is gone; the next one may be well. Counted, so that the loop is not held.
      acceptedInBatch += 1
      guard acceptedInBatch < Self.batch else { return endBatch(.wait) }
      return .acceptAnother
    case .failed:
      pausesInARow += 1
      return endBatch(pausesInARow > Self.patience ? .shed(Self.pause) : .pause(Self.pause))
    }
  }

  private mutating func endBatch(_ action: Action) -> Action {
    acceptedInBatch = 0
    return action
  }
}
