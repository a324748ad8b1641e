import ActionModel
import JSON
import TestKit
import Testing

@testable import Limits

/// What is taken up again after a restart is what was there before, and never less.
@Suite struct CounterImageTests {
  private static let minute: Int64 = 60_000_000_000
  private let clock = ManualClock()

  private func specifications() throws -> [CounterSpecification] {
    let tool = try #require(ToolPattern("refunds.*"))
    return [
      CounterSpecification(scope: .session, kind: .count, tool: tool, window: Self.minute),
      CounterSpecification(
        scope: .agent, kind: .sum(argument: ["order", "total"]), tool: tool,
        window: 60 * Self.minute),
      CounterSpecification(
        scope: .rule(id: "r"), kind: .seen, tool: try #require(ToolPattern("mcp:git/*")),
        effect: .sends, window: Int64.max),
    ]
  }

  /// Counts an action in all three.
  private func spend(
    _ counters: Counters, _ subject: CounterSubject, for decision: String
  ) throws -> Reservation {
    let handles = counters.adopt(try specifications(), at: clock.now)
    let snapshot = counters.read(handles, of: subject, at: clock.now)
    let spends = [
      CounterSpend(handles[0]), CounterSpend(handles[1], amount: try ExactDecimal("1.25")),
      CounterSpend(handles[2]),
    ]
    let answer = counters.reserve(spends, for: decision, ifUnchanged: snapshot, at: clock.now)
    guard case .reserved(let reservation) = answer else { throw Unexpected(answer: answer) }
    return reservation
  }

  private struct Unexpected: Error { let answer: ReservationAnswer }

  private func totals(_ counters: Counters, _ subject: CounterSubject) throws -> [String] {
    let handles = counters.adopt(try specifications(), at: clock.now)
    let snapshot = counters.read(handles, of: subject, at: clock.now)
    return handles.indices.map { snapshot[$0].total.description }
  }

  /// Writes an image and reads it again.
  private func copy(_ image: CounterImage) throws -> CounterImage {
    var writer = JSONWriter()
    image.write(to: &writer)
    return try #require(CounterImage(try JSONDocument.parse(writer.bytes)))
  }

  private let root = CounterSubject(
    tenant: "t", agent: "bot", session: "\"s\u{1F}",
    root: CounterSubject.Session(agent: "boss", session: "main"))

  @Test func `an image is read as it was written, and counts the same`() throws {
    let counters = Counters()
    _ = try spend(counters, root, for: "dec_1")
    clock.advance(by: .seconds(20))
    let held = try spend(counters, root, for: "dec_2")
    counters.hold(held, for: "apr_1")
    let image = counters.image()
    #expect(try copy(image) == image)
    let later = Counters()
    #expect(later.restore(try copy(image), at: clock.now))
    #expect(later.image() == image)
    #expect(try totals(later, root) == ["2", "2.5", "2"])
    #expect(later.held.map(\.approval) == ["apr_1"])
    later.release(try #require(later.held.first).reservation)
    #expect(try totals(later, root) == ["1", "1.25", "1"])
    clock.advance(by: .seconds(41))
    #expect(try totals(later, root) == ["0", "1.25", "1"])
  }

  @Test func `an image that is at odds with itself is refused`() throws {
    let counters = Counters()
    _ = try spend(counters, root, for: "dec_1")
    var image = counters.image()
    image.counters[0].specification = 7
    #expect(!Counters().restore(image, at: clock.now))
    image = counters.image()
    image.counters[0].amounts[0].amount = try ExactDecimal("-1")
    #expect(!Counters().restore(image, at: clock.now))
  }

  @Test func `what the log says again counts once, and what is over not at all`() throws {
    let counters = Counters()
    let subject = CounterSubject(tenant: "t", agent: "bot", session: "s")
    _ = try spend(counters, subject, for: "dec_1")
    func action(_ decision: String, secondsAgo: Int64 = 0) throws -> CountedAction {
      CountedAction(
        decision: decision, tenant: "t", agent: "bot", session: "s",
        time: clock.now - secondsAgo * 1_000_000_000, approval: nil,
        spends: try specifications().map { ($0, .one) })
    }
    counters.replay(try action("dec_1"), at: clock.now)
    #expect(try totals(counters, subject) == ["1", "1.25", "1"])
    counters.replay(try action("dec_2", secondsAgo: 30), at: clock.now)
    counters.replay(try action("dec_2", secondsAgo: 30), at: clock.now)
    counters.replay(try action("dec_3", secondsAgo: 62), at: clock.now)
    #expect(try totals(counters, subject) == ["2", "3.25", "3"])
    counters.replayRelease(of: "dec_2")
    counters.replayRelease(of: "dec_2")
    #expect(try totals(counters, subject) == ["1", "2.25", "2"])
    clock.advance(by: .seconds(61))
    #expect(try totals(counters, subject) == ["0", "2.25", "2"])
  }

  @Test func `a reservation is held although the image was made before its action was asked about`()
    throws
  {
    let counters = Counters()
    let subject = CounterSubject(tenant: "t", agent: "bot", session: "s")
    _ = try spend(counters, subject, for: "dec_1")
    let later = Counters()
    #expect(later.restore(counters.image(), at: clock.now))
    #expect(later.held.isEmpty)
    later.replay(
      CountedAction(
        decision: "dec_1", tenant: "t", agent: "bot", session: "s", time: clock.now,
        approval: "apr_1", spends: try specifications().map { ($0, .one) }), at: clock.now)
    #expect(later.held.map(\.approval) == ["apr_1"])
    #expect(try totals(later, subject) == ["1", "1.25", "1"])
  }

  @Test func `actions replayed out of order leave their windows each at its time`() throws {
    let counters = Counters()
    let subject = CounterSubject(tenant: "t", agent: "bot", session: nil)
    for secondsAgo: Int64 in [10, 50, 30] {
      counters.replay(
        CountedAction(
          decision: "dec_\(secondsAgo)", tenant: "t", agent: "bot", session: nil,
          time: clock.now - secondsAgo * 1_000_000_000, approval: nil,
          spends: [(try specifications()[0], .one)]), at: clock.now)
    }
    var seen: [String] = []
    for _ in 0..<6 {
      seen.append(try totals(counters, subject)[0])
      clock.advance(by: .seconds(11))
    }
    #expect(seen == ["3", "2", "2", "1", "1", "0"])
  }

  @Test func `a flood of reservations leaves the oldest spent, and the memory bounded`() throws {
    let counters = Counters(capacity: CounterCapacity(reservations: 8))
    let subject = CounterSubject(tenant: "t", agent: "bot", session: nil)
    for number in 0..<5_000 { _ = try spend(counters, subject, for: "dec_\(number)") }
    let image = counters.image()
    #expect(image.reservations.count <= 8)
    #expect(image.reservations.last?.decision == "dec_4999")
    #expect(try totals(counters, subject)[0] == "5000")
  }
}
