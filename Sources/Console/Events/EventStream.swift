import HTTPWire
import JSON
import Locking

/// One open stream of events (WHATWG HTML, section 9.2): the content of its response.
final class EventStream: HTTPContentSource {
  private struct State {
    var pace: StreamPace
    var isGreeted = false
    /// Whether it may say something: the feed lets streams go on in turn.
    var hasTurn = false
    var isEnded = false
    var waiter: CheckedContinuation<Void, Never>?
  }

  private let feed: EventFeed
  private let filter: EventFilter
  /// The member of the staff who opened it.
  let owner: String
  /// Whether whoever opened it may still watch.
  private let isAllowed: @Sendable () -> Bool
  private let state: Locked<State>

  init(
    _ pace: StreamPace, of feed: EventFeed, _ filter: EventFilter, owner: String,
    isAllowed: @escaping @Sendable () -> Bool
  ) {
    self.feed = feed
    self.filter = filter
    self.owner = owner
    self.isAllowed = isAllowed
    state = Locked(State(pace: pace))
  }

  func end() { feed.close(self) }

  /// Ends the stream from the server's side.
  func stop() {
    state.withLock { $0.isEnded = true }
    wake()
  }

  func next() async -> [UInt8]? {
    if let greeting = greeting() { return greeting }
    while !Task.isCancelled, !state.withLock({ $0.isEnded }), isAllowed() {
      let (news, approvals) = feed.news
      let step = state.withLock { state -> StreamPace.Step in
        guard state.hasTurn else { return .nothing }
        state.hasTurn = false
        return state.pace.step(news, approvals: approvals, at: feed.now)
      }
      switch step {
      case .nothing: await wait()
      case .heartbeat: return EventText.write("heartbeat", id: lastSequence)
      case .frame(let frame):
        if let text = await text(of: frame, news) { return text }
      }
    }
    return nil
  }

  /// What a stream begins with, once: how soon to come back, and where it stands.
  private func greeting() -> [UInt8]? {
    let isFirst = state.withLock { state in
      defer { state.isGreeted = true }
      return !state.isGreeted
    }
    return isFirst ? Array("retry: 2000\n".utf8) + EventText.write("hello") : nil
  }

  /// The number of the last record looked at, from which a client that comes back goes on; nil before the first.
  private var lastSequence: UInt64? {
    let sequence = state.withLock { $0.pace.sequence }
    return sequence == 0 ? nil : sequence - 1
  }

  /// Writes a frame; nil where nothing in it is for this stream.
  private func text(of frame: StreamPace.Frame, _ news: RecordRing.News) async -> [UInt8]? {
    var text: [UInt8] = []
    if let sequence = frame.rewoundTo {
      text += EventText.write("rewound", Array(#"{"to":\#(sequence)}"#.utf8))
    }
    if frame.approvalsChanged { text += EventText.write("approvals") }
    if let from = frame.from {
      let rows = await chosen(frame, from, news)
      let leftOut = state.withLock { $0.pace.leftOut }
      if !rows.isEmpty || leftOut > 0 {
        text += EventText.write("rows", id: lastSequence, Self.data(rows, leftOut))
      }
    }
    guard !text.isEmpty else { return nil }
    state.withLock { $0.pace.sent(at: feed.now) }
    return text
  }

  /// The rows of a frame that the filter chooses, and notes how far it looked.
  private func chosen(
    _ frame: StreamPace.Frame, _ from: UInt64, _ news: RecordRing.News
  ) async -> [EventRow] {
    var (from, leftOut) = (from, UInt64(0))
    let excess = Int64(news.next - from) - Int64(StreamPace.rows)
    if frame.showsNewest, filter.choosesAll, excess > 0 {
      leftOut = UInt64(excess)
      from += leftOut
    }
    guard let read = await feed.rows(from: from, limit: frame.limit) else {
      // Whoever reads the log has no time: what cannot be had now is left out, and said to be.
      state.withLock {
        $0.pace.advance(to: news.next, leavingOut: leftOut + news.next - from, news)
      }
      return []
    }
    var rows = read.filter(filter.chooses)
    var end = read.last.map { $0.sequence + 1 } ?? news.next
    // What retention has dropped meanwhile is not to be had either.
    leftOut += read.first.map { $0.sequence - from } ?? 0
    if rows.count > StreamPace.rows {
      if frame.showsNewest {
        leftOut += UInt64(rows.count - StreamPace.rows)
        rows.removeFirst(rows.count - StreamPace.rows)
      } else {
        rows.removeLast(rows.count - StreamPace.rows)
        end = rows.last.map { $0.sequence + 1 } ?? end
      }
    }
    state.withLock { $0.pace.advance(to: end, leavingOut: leftOut, news) }
    return rows
  }

  private static func data(_ rows: [EventRow], _ leftOut: UInt64) -> [UInt8] {
    var data = Array(#"{"left_out":\#(leftOut),"rows":["#.utf8)
    data.reserveCapacity(rows.reduce(data.count + 2) { $0 + $1.json.count + 1 })
    for (index, row) in rows.enumerated() {
      if index > 0 { data.append(UInt8(ascii: ",")) }
      data += row.json
    }
    return data + Array("]}".utf8)
  }

  // MARK: Waiting

  /// Lets the stream go on if something is due for it; returns whether it does.
  ///
  /// One that waits for its client is not due, whatever there is to say.
  func takeTurn(_ news: RecordRing.News, approvals: Int, at now: Int64) -> Bool {
    let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
      guard state.waiter != nil, state.pace.isDue(news, approvals: approvals, at: now) else {
        return nil
      }
      state.hasTurn = true
      return state.waiter.take()
    }
    waiter?.resume()
    return waiter != nil
  }

  private func wake() {
    let waiter = state.withLock { $0.waiter.take() }
    waiter?.resume()
  }

  private func wait() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { waiter in
        let isOver = state.withLock { state in
          if state.isEnded || Task.isCancelled { return true }
          state.waiter = waiter
          return false
        }
        if isOver { waiter.resume() }
      }
    } onCancel: {
      stop()
    }
  }
}

/// Writes events of a stream (WHATWG HTML, section 9.2.6).
enum EventText {
  /// - Parameter data: one line.
  static func write(
    _ event: String, id: UInt64? = nil, _ data: [UInt8] = Array("{}".utf8)
  ) -> [UInt8] {
    let head = (id.map { "id: \($0)\n" } ?? "") + "event: \(event)\ndata: "
    return Array(head.utf8) + data + Array("\n\n".utf8)
  }
}
