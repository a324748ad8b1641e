import EventLoop
import Testing

@testable import Server

struct DeadlineTrackerTests {
  private func time(_ milliseconds: UInt64) -> LoopTime { LoopTime(milliseconds: milliseconds) }

  /// Deadlines of 1 to 6 s in the order of the fields, and 100 bytes of progress.
  private let deadlines: ServerDeadlines = {
    var deadlines = ServerDeadlines()
    deadlines.handshake = .seconds(1)
    deadlines.idle = .seconds(2)
    deadlines.head = .seconds(3)
    deadlines.body = .seconds(4)
    deadlines.write = .seconds(5)
    deadlines.linger = .seconds(6)
    deadlines.minimumProgress = 100
    return deadlines
  }()

  private func expired(
    _ tracker: inout DeadlineTracker, at now: UInt64, total: Int = 0, unsent: Int = 0,
    isReading: Bool = true
  ) -> DeadlineTracker.Miss? {
    tracker.expired(total: total, unsent: unsent, isReading: isReading, at: time(now))
  }

  @Test(
    arguments: [
      (.handshake, 1000, .handshake), (.request, 2000, .idle), (.head, 3000, .head),
      (.body, 4000, .body), (.end, 6000, .linger),
    ] as [(DeadlineTracker.Wait, UInt64, DeadlineTracker.Miss)])
  func `each wait has its own deadline`(
    wait: DeadlineTracker.Wait, after: UInt64, miss: DeadlineTracker.Miss
  ) {
    var tracker = DeadlineTracker(deadlines)
    tracker.expect(wait, at: time(0))
    #expect(tracker.next == time(after))
    #expect(expired(&tracker, at: after - 1) == nil)
    #expect(expired(&tracker, at: after) == miss)
    #expect(expired(&tracker, at: after) == nil)
    #expect(tracker.next == .never)
  }

  @Test func `a head that trickles in does not move its deadline`() {
    var tracker = DeadlineTracker(deadlines)
    tracker.expect(.head, at: time(0))
    for now in stride(from: 100, to: 3000, by: 100) as StrideTo<UInt64> {
      tracker.receive(50, at: time(now))
      tracker.expect(.head, at: time(now))
    }
    #expect(expired(&tracker, at: 3000) == .head)
  }

  @Test func `content moves its deadline only in portions that count`() {
    var tracker = DeadlineTracker(deadlines)
    tracker.expect(.body, at: time(0))
    tracker.receive(99, at: time(3000))
    #expect(tracker.next == time(4000))
    tracker.receive(1, at: time(3500))
    #expect(tracker.next == time(7500))
    tracker.receive(99, at: time(7000))
    #expect(expired(&tracker, at: 7500) == .body)
  }

  @Test func `a client is not blamed for content that the server does not read`() {
    var tracker = DeadlineTracker(deadlines)
    tracker.expect(.body, at: time(0))
    #expect(expired(&tracker, at: 4000, isReading: false) == nil)
    #expect(tracker.next == time(8000))
    #expect(expired(&tracker, at: 8000) == .body)
  }

  @Test func `while a handler works, nothing is due`() {
    var tracker = DeadlineTracker(deadlines)
    tracker.expect(.head, at: time(0))
    tracker.expect(.nothing, at: time(10))
    #expect(tracker.next == .never)
    tracker.expect(.request, at: time(9000))
    #expect(tracker.next == time(11_000))
  }

  @Test func `a client that takes nothing misses the write deadline`() {
    var tracker = DeadlineTracker(deadlines)
    tracker.write(total: 5000, unsent: 3000, at: time(0))
    #expect(tracker.next == time(5000))
    #expect(expired(&tracker, at: 5000, total: 5000, unsent: 2901) == .write)
  }

  @Test func `a client that takes enough gets another period, also while more is written`() {
    var tracker = DeadlineTracker(deadlines)
    tracker.write(total: 5000, unsent: 3000, at: time(0))
    tracker.write(total: 9000, unsent: 7000, at: time(4000))
    #expect(tracker.next == time(5000))
    #expect(expired(&tracker, at: 5000, total: 9000, unsent: 6900) == nil)
    #expect(tracker.next == time(10_000))
    #expect(expired(&tracker, at: 10_000, total: 9000, unsent: 0) == nil)
    #expect(tracker.next == .never)
  }

  @Test func `of two deadlines the earlier is next`() {
    var tracker = DeadlineTracker(deadlines)
    tracker.expect(.request, at: time(4000))
    tracker.write(total: 1000, unsent: 500, at: time(0))
    #expect(tracker.next == time(5000))
    #expect(expired(&tracker, at: 5000, total: 1000, unsent: 500) == .write)
  }
}
