import Testing

@testable import Console

/// What one stream is sent and when, as a transcript of news and times.
struct StreamPaceTests {
  private static let second: Int64 = 1_000_000_000

  private func pace(from sequence: UInt64 = 0, rows: Bool = true) -> StreamPace {
    StreamPace(
      from: sequence, wantsRows: rows, RecordRing.News(next: sequence), approvals: 0, at: 0)
  }

  private func news(_ next: UInt64) -> RecordRing.News { RecordRing.News(next: next) }

  /// A pace that has shown everything up to a number.
  private func live(at sequence: UInt64) -> StreamPace {
    var pace = pace(from: sequence)
    pace.advance(to: sequence, leavingOut: 0, news(sequence))
    return pace
  }

  @Test func `nothing is due while nothing happens, but a heartbeat every 15 seconds`() {
    var pace = pace()
    #expect(pace.step(news(0), approvals: 0, at: 14 * Self.second) == .nothing)
    #expect(pace.step(news(0), approvals: 0, at: 15 * Self.second) == .heartbeat)
    #expect(pace.step(news(0), approvals: 0, at: 29 * Self.second) == .nothing)
    #expect(pace.step(news(0), approvals: 0, at: 30 * Self.second) == .heartbeat)
  }

  @Test func `there are at most ten frames a second`() {
    var pace = pace()
    var frames = 0
    for millisecond in 0..<1_000 {
      let next = UInt64(millisecond + 1)
      let step = pace.step(news(next), approvals: 0, at: Int64(millisecond) * Self.second / 1_000)
      guard step.frame != nil else { continue }
      frames += 1
      pace.advance(to: next, leavingOut: 0, news(next))
    }
    #expect(frames == 10)
  }

  @Test func `a heartbeat comes although every frame was empty`() {
    var pace = pace()
    var hasBeat = false
    for tenth in 0..<200 {
      let next = UInt64(tenth + 1)
      let now = Int64(tenth) * Self.second / 10
      while true {
        let step = pace.step(news(next), approvals: 0, at: now)
        if step == .nothing { break }
        if step == .heartbeat {
          hasBeat = true
        } else {
          pace.advance(to: next, leavingOut: 0, news(next))
        }
      }
    }
    #expect(hasBeat)
  }

  @Test func `one that catches up gets the oldest first, one that is live the newest`() throws {
    var pace = pace(from: 10)
    let first = try #require(pace.step(news(500), approvals: 0, at: 0).frame)
    #expect(first.from == 10 && !first.showsNewest)
    pace.advance(to: 500, leavingOut: 0, news(500))
    let second = try #require(pace.step(news(900), approvals: 0, at: Self.second).frame)
    #expect(second.from == 500 && second.showsNewest)
  }

  @Test func `who falls too far behind goes on near the newest, and is told how much it missed`()
    throws
  {
    var live = live(at: 1_000)
    let frame = try #require(live.step(news(6_000), approvals: 0, at: 0).frame)
    #expect(frame.from == 5_900)
    #expect(live.leftOut == 4_900)
    live.sent(at: 0)
    #expect(live.leftOut == 0)
    var resuming = pace(from: 1_000)
    let resumed = try #require(resuming.step(news(11_000), approvals: 0, at: 0).frame)
    #expect(resumed.from == 1_000)
    #expect(resuming.leftOut == 0)
  }

  @Test func `numbers that come a second time are told, and read again`() throws {
    var pace = live(at: 100)
    var news = news(101)
    news.rewinds = 1
    news.rewoundTo = 90
    let frame = try #require(pace.step(news, approvals: 0, at: 0).frame)
    #expect(frame.rewoundTo == 90)
    #expect(frame.from == 90)
  }

  @Test func `one that wants approvals alone hears of them, and of no record`() {
    var pace = pace(rows: false)
    #expect(pace.step(news(50), approvals: 0, at: Self.second) == .nothing)
    let step = pace.step(news(60), approvals: 1, at: 2 * Self.second)
    #expect(step == .frame(StreamPace.Frame(approvalsChanged: true)))
  }
}

extension StreamPace.Step {
  fileprivate var frame: StreamPace.Frame? {
    if case .frame(let frame) = self { frame } else { nil }
  }
}
