/// Decides what one stream is sent and when: the state of a stream, without its waiting and its text.
///
/// Times are nanoseconds on a monotonic clock.
struct StreamPace {
  /// What is due.
  enum Step: Equatable {
    case nothing
    case heartbeat
    case frame(Frame)
  }

  /// What a frame has to say.
  struct Frame: Equatable {
    /// Records from this number on are no part of the log.
    var rewoundTo: UInt64?
    /// Something about approvals has changed.
    var approvalsChanged = false
    /// Records are to be read from here on; nil where there are none.
    var from: UInt64?
    /// So many of them may be read.
    var limit = 0
    /// Whether the newest are to be shown where there are too many, or the oldest and the others afterwards.
    var showsNewest = false
  }

  static let frameInterval: Int64 = 100_000_000
  static let heartbeatInterval: Int64 = 15_000_000_000
  /// The most rows of one frame.
  static let rows = 100
  /// The most records that one frame of a stream that catches up is made from.
  private static let resumedRecords = 1_000
  /// A stream that catches up is brought this many records at most.
  private static let resumed: UInt64 = 10_000
  /// A stream that has fallen further behind than this goes on near the newest.
  private static let lag = UInt64(RecordRing.capacity)

  /// The number of the next record to look at.
  private(set) var sequence: UInt64
  /// Records and rows that were passed over since the last frame that said so.
  private(set) var leftOut: UInt64 = 0
  private let wantsRows: Bool
  private var isLive = false
  private var lastFrame = Int64.min
  private var lastSent: Int64
  private var rewinds: Int
  private var approvals: Int

  /// - Parameters:
  ///   - sequence: the number of the first record that is wanted.
  ///   - approvals: how many changes of approvals there have been.
  init(
    from sequence: UInt64, wantsRows: Bool, _ news: RecordRing.News, approvals: Int, at now: Int64
  ) {
    self.sequence = min(sequence, news.next)
    self.wantsRows = wantsRows
    rewinds = news.rewinds
    self.approvals = approvals
    lastSent = now
  }

  /// Whether something is due.
  func isDue(_ news: RecordRing.News, approvals: Int, at now: Int64) -> Bool {
    if now - lastSent >= Self.heartbeatInterval { return true }
    guard mayFrame(at: now) else { return false }
    return news.rewinds != rewinds || approvals != self.approvals
      || (wantsRows && news.next > sequence)
  }

  /// Says what is due, and takes it for done.
  mutating func step(_ news: RecordRing.News, approvals: Int, at now: Int64) -> Step {
    guard isDue(news, approvals: approvals, at: now) else { return .nothing }
    guard mayFrame(at: now) else { return heartbeat(now) }
    var frame = Frame()
    if news.rewinds != rewinds {
      rewinds = news.rewinds
      frame.rewoundTo = news.rewoundTo
      sequence = min(sequence, news.rewoundTo)
    }
    if approvals != self.approvals {
      self.approvals = approvals
      frame.approvalsChanged = true
    }
    if !wantsRows {
      sequence = news.next
    } else if news.next > sequence {
      skipIfBehind(news.next)
      frame.from = sequence
      frame.limit = isLive ? RecordRing.capacity : Self.resumedRecords
      frame.showsNewest = isLive
    }
    guard frame != Frame() else { return heartbeat(now) }
    lastFrame = now
    return .frame(frame)
  }

  private func mayFrame(at now: Int64) -> Bool {
    lastFrame == .min || now - lastFrame >= Self.frameInterval
  }

  private mutating func heartbeat(_ now: Int64) -> Step {
    lastSent = now
    return .heartbeat
  }

  private mutating func skipIfBehind(_ next: UInt64) {
    let behind = next - sequence
    guard behind > (isLive ? Self.lag : Self.resumed) else { return }
    let kept = UInt64(isLive ? Self.rows : Self.resumedRecords)
    leftOut += behind - kept
    sequence = next - kept
  }

  /// Takes in how far the records were looked at, and how many that the stream wants were not shown.
  mutating func advance(to sequence: UInt64, leavingOut count: UInt64, _ news: RecordRing.News) {
    self.sequence = max(self.sequence, sequence)
    leftOut += count
    if self.sequence >= news.next { isLive = true }
  }

  /// Takes in that a frame was sent, which said how many were left out.
  mutating func sent(at now: Int64) {
    lastSent = now
    leftOut = 0
  }
}
