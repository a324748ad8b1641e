import Approvals
package import AuditLog
import JSON
import Locking

/// Brings what happens to whoever watches: records as they are committed, and that approvals have changed.
package final class EventFeed: CommitObserver {
  /// The most streams that are open at once; more than the operator's and so always some for people.
  static let capacity = 1_280
  /// The most streams that one person has open at once: a few windows on each of the screens of a day.
  static let perPerson = 32
  /// The most streams of the operator's credential, which screens and programs share.
  static let ofOperator = 1_024
  /// How many records a new stream can begin with.
  static let longestLook: UInt64 = 1_000

  /// How often it is looked who is due, in nanoseconds: so often that no look has much to do.
  private static let tickInterval: Int64 = 20_000_000
  /// The most streams that one look lets go on: where more are open, each gets its frames less often, and decisions
  /// beside them do not wait.
  private static let turnsPerTick = 10

  /// Why no stream is opened.
  enum Refusal: Error {
    /// Whoever asks has as many as may be.
    case tooManyOfOne
    /// There are as many as may be, or the instance stops.
    case tooMany
  }

  private struct State {
    var streams: [EventStream] = []
    /// The place of the stream that is looked at first.
    var hand = 0
    var approvals = 0
    var isTicking = false
    var isStopped = false
  }

  private let ring = Locked(RecordRing())
  private let state = Locked(State())
  private let source = Locked<Source?>(nil)
  private let clock: @Sendable () -> Int64

  /// What a feed needs besides the records of now.
  private struct Source {
    let log: LogThread
    let timer: @Sendable (Duration, @escaping @Sendable () -> Void) -> Void
  }

  /// - Parameter clock: the monotonic time, in nanoseconds.
  package init(clock: @escaping @Sendable () -> Int64) {
    self.clock = clock
  }

  /// Lets streams be opened.
  ///
  /// - Parameters:
  ///   - log: reads records that are kept in memory no more.
  ///   - timer: does something after a time.
  package func start(
    reading log: LogThread,
    timer: @escaping @Sendable (Duration, @escaping @Sendable () -> Void) -> Void
  ) {
    source.withLock { $0 = Source(log: log, timer: timer) }
  }

  /// Ends every stream, and lets none begin: the instance stops.
  package func stop() {
    let streams = state.withLock { state in
      state.isStopped = true
      return state.streams
    }
    for stream in streams { stream.stop() }
  }

  package func committed(_ events: [AuditEvent], from sequence: UInt64) {
    ring.withLock { $0.take(events, from: sequence) }
  }

  /// Notes that something about an approval or a grant has changed.
  package func approvalsChanged() {
    state.withLock { $0.approvals += 1 }
  }

  // MARK: Streams

  /// Opens a stream.
  ///
  /// - Parameters:
  ///   - member: whose it is.
  ///   - last: the record that a client has seen last; nil for one that begins.
  ///   - looking: how many records back one that begins looks.
  func open(
    _ filter: EventFilter, for member: Staff.Member, after last: UInt64?, looking back: UInt64,
    isAllowed: @escaping @Sendable () -> Bool
  ) throws(Refusal) -> EventStream {
    let (news, approvals) = news
    let first = last.map { $0 &+ 1 } ?? (news.next - min(news.next, back))
    let pace = StreamPace(
      from: first, wantsRows: filter.wantsRows, news, approvals: approvals, at: now)
    let owner = member.approver.id
    let stream = EventStream(pace, of: self, filter, owner: owner, isAllowed: isAllowed)
    let refusal = state.withLock { state -> Refusal? in
      guard !state.isStopped, state.streams.count < Self.capacity else { return .tooMany }
      guard state.streams.count(where: { $0.owner == owner }) < Self.most(of: member) else {
        return .tooManyOfOne
      }
      state.streams.append(stream)
      // Begun here, so that no record falls between what is read and what is kept.
      ring.withLock { $0.watch(true) }
      return nil
    }
    if let refusal { throw refusal }
    tickSoon()
    return stream
  }

  /// The most streams that a member of the staff has open at once.
  static func most(of member: Staff.Member) -> Int { member.isOperator ? ofOperator : perPerson }

  func close(_ stream: EventStream) {
    state.withLock { state in
      state.streams.removeAll { $0 === stream }
      if state.streams.isEmpty { ring.withLock { $0.watch(false) } }
    }
  }

  var now: Int64 { clock() }

  /// Where the log stands, and how many changes of approvals there have been.
  var news: (RecordRing.News, approvals: Int) {
    (ring.withLock(\.news), state.withLock { $0.approvals })
  }

  /// The rows from a number on; nil where nobody has time to read them.
  func rows(from sequence: UInt64, limit: Int) async -> [EventRow]? {
    if let kept = ring.withLock({ $0.records(from: sequence, limit: limit) }) {
      return kept.map(\.row)
    }
    let read = await source.withLock { $0 }?.log.run { reader -> [EventRow]? in
      let records = try? reader.records(from: sequence, limit: limit)
      return records?.map { EventRow($0.sequence, Array($0.event.rawBytes)) }
    }
    return read ?? nil
  }

  // MARK: Time

  /// Looks now and then who is due, for as long as anybody watches.
  private func tickSoon() {
    let isNeeded = state.withLock { state in
      guard !state.isTicking, !state.streams.isEmpty else { return false }
      state.isTicking = true
      return true
    }
    guard isNeeded else { return }
    source.withLock { $0 }?.timer(.nanoseconds(Self.tickInterval)) { [weak self] in
      self?.tick()
    }
  }

  private func tick() {
    let (news, approvals) = news
    let now = now
    // Who had no turn the last time comes first.
    let streams = state.withLock { state in
      state.isTicking = false
      if state.hand >= state.streams.count { state.hand = 0 }
      return state.streams[state.hand...] + state.streams[..<state.hand]
    }
    var (looks, turns) = (0, 0)
    for stream in streams where turns < Self.turnsPerTick {
      looks += 1
      if stream.takeTurn(news, approvals: approvals, at: now) { turns += 1 }
    }
    state.withLock { $0.hand = ($0.hand + looks) % max(1, $0.streams.count) }
    tickSoon()
  }
}
