import ActionModel
import TestKit
import Testing

@testable import Limits

@Suite struct CountersTests {
  private static let second: Int64 = 1_000_000_000
  private let clock = ManualClock()
  private let subject = CounterSubject(tenant: "default", agent: "bot", session: "s-1")

  private func specification(
    _ scope: CounterSpecification.Scope, _ kind: CounterSpecification.Kind = .count,
    _ tool: String = "refunds.*", seconds: Int64 = 60
  ) throws -> CounterSpecification {
    CounterSpecification(
      scope: scope, kind: kind, tool: try #require(ToolPattern(tool)),
      window: seconds * CountersTests.second)
  }

  private func handle(
    _ counters: Counters, _ specification: CounterSpecification
  ) throws -> CounterHandle {
    try #require(counters.adopt([specification], at: clock.now).first)
  }

  /// Reads one counter and adds to it, as an evaluation without competition does.
  @discardableResult private func spend(
    _ counters: Counters, _ handle: CounterHandle, _ amount: ExactDecimal = .one,
    _ subject: CounterSubject? = nil
  ) -> ReservationAnswer {
    let snapshot = counters.read([handle], of: subject ?? self.subject, at: clock.now)
    return counters.reserve(
      [CounterSpend(handle, amount: amount)], for: "d", ifUnchanged: snapshot, at: clock.now)
  }

  private func total(
    _ counters: Counters, _ handle: CounterHandle, _ subject: CounterSubject? = nil
  ) -> ExactDecimal {
    counters.read([handle], of: subject ?? self.subject, at: clock.now)[0].total
  }

  @Test func `counts and sums are kept by tenant, agent, session and rule`() throws {
    let counters = Counters()
    let handles = counters.adopt(
      [
        try specification(.session), try specification(.agent, .sum(argument: ["amount"])),
        try specification(.rule(id: "r")),
      ], at: clock.now)
    let tenth = try ExactDecimal("0.1")
    for _ in 0..<10 {
      let snapshot = counters.read(handles, of: subject, at: clock.now)
      let answer = counters.reserve(
        [
          CounterSpend(handles[0]), CounterSpend(handles[1], amount: tenth),
          CounterSpend(handles[2]),
        ], for: "d", ifUnchanged: snapshot, at: clock.now)
      guard case .reserved = answer else { throw Unexpected(answer: answer) }
    }
    func totals(_ subject: CounterSubject) -> [String] {
      let snapshot = counters.read(handles, of: subject, at: clock.now)
      return handles.indices.map { snapshot[$0].total.description }
    }
    #expect(totals(subject) == ["10", "1", "10"])
    #expect(
      totals(CounterSubject(tenant: "default", agent: "bot", session: nil)) == ["0", "1", "10"])
    #expect(
      totals(CounterSubject(tenant: "default", agent: "b", session: "s-1")) == ["0", "0", "10"])
    #expect(totals(CounterSubject(tenant: "t", agent: "bot", session: "s-1")) == ["0", "0", "0"])
  }

  @Test func `a snapshot that is out of date reserves nothing`() throws {
    let counters = Counters()
    let one = try handle(counters, specification(.session))
    let other = try handle(counters, specification(.agent))
    let empty = counters.read([one], of: subject, at: clock.now)
    spend(counters, one)
    #expect(
      counters.reserve([CounterSpend(other)], for: "d", ifUnchanged: empty, at: clock.now).isChanged
    )
    let full = counters.read([one], of: subject, at: clock.now)
    spend(counters, one)
    #expect(
      counters.reserve([CounterSpend(other)], for: "d", ifUnchanged: full, at: clock.now).isChanged)
    #expect(total(counters, other) == .zero)
    let current = counters.read([one], of: subject, at: clock.now)
    spend(counters, other)
    #expect(
      !counters.reserve([CounterSpend(other)], for: "d", ifUnchanged: current, at: clock.now)
        .isChanged)
    #expect(total(counters, other) == ExactDecimal(2))
  }

  @Test func `a released reservation is given back once`() throws {
    let counters = Counters()
    let handle = try handle(counters, specification(.session))
    spend(counters, handle)
    guard case .reserved(let reservation) = spend(counters, handle) else {
      Issue.record("not reserved")
      return
    }
    let before = counters.read([handle], of: subject, at: clock.now)
    counters.release(reservation)
    #expect(total(counters, handle) == .one)
    #expect(
      counters.reserve([CounterSpend(handle)], for: "d", ifUnchanged: before, at: clock.now)
        .isChanged)
    counters.release(reservation)
    #expect(total(counters, handle) == .one)
  }

  @Test func `a late release does not touch whoever has the slot now`() throws {
    let counters = Counters(capacity: CounterCapacity(counters: 1, sessionsPerAgent: 1))
    let handle = try handle(counters, specification(.session))
    guard case .reserved(let reservation) = spend(counters, handle) else {
      Issue.record("not reserved")
      return
    }
    clock.advance(by: .seconds(61))
    let next = CounterSubject(tenant: "default", agent: "bot", session: "s-2")
    spend(counters, handle, .one, next)
    counters.release(reservation)
    #expect(total(counters, handle, next) == .one)
  }

  @Test func `an action that cannot be counted in full is counted nowhere`() throws {
    let counters = Counters()
    let count = try handle(counters, specification(.session))
    let sum = try handle(counters, specification(.session, .sum(argument: ["amount"])))
    let most = try ExactDecimal("170141183460469231731")
    spend(counters, sum, most)
    for (amount, why) in [
      (ExactDecimal.one, ReservationAnswer.Uncountable.overflow),
      (ExactDecimal(-1), .negativeAmount),
    ] {
      let snapshot = counters.read([count, sum], of: subject, at: clock.now)
      let answer = counters.reserve(
        [CounterSpend(count), CounterSpend(sum, amount: amount)], for: "d", ifUnchanged: snapshot,
        at: clock.now)
      guard case .uncountable(why) = answer else { throw Unexpected(answer: answer) }
      #expect(total(counters, count) == .zero)
      #expect(total(counters, sum) == most)
    }
  }

  @Test func `a sub-agent counts against its root session too, and sees the fuller of both`() throws
  {
    let counters = Counters()
    let handle = try handle(counters, specification(.session))
    let root = CounterSubject.Session(agent: "bot", session: "s-1")
    let children = ["c-1", "c-2"].map {
      CounterSubject(tenant: "default", agent: "helper", session: $0, root: root)
    }
    for child in children { spend(counters, handle, .one, child) }
    #expect(total(counters, handle) == ExactDecimal(2))
    #expect(total(counters, handle, children[0]) == ExactDecimal(2))
    let alone = CounterSubject(tenant: "default", agent: "helper", session: "c-1")
    #expect(total(counters, handle, alone) == .one)
    let itself = CounterSubject(tenant: "default", agent: "bot", session: "s-1", root: root)
    spend(counters, handle, .one, itself)
    #expect(total(counters, handle) == ExactDecimal(3))
  }

  @Test func `a reading says when room comes, and room comes then`() throws {
    let counters = Counters()
    let handle = try handle(counters, specification(.agent, seconds: 60))
    spend(counters, handle)
    clock.advance(by: .seconds(30))
    spend(counters, handle)
    let reading = counters.read([handle], of: subject, at: clock.now)[0]
    let wait = try #require(reading.retryAfter(at: clock.now))
    #expect((30 * CountersTests.second...31 * CountersTests.second).contains(wait))
    clock.advance(by: .nanoseconds(wait - 1))
    #expect(total(counters, handle) == ExactDecimal(2))
    clock.advance(by: .nanoseconds(1))
    #expect(total(counters, handle) == .one)
  }

  @Test func `a clock that goes back frees nothing and keeps counting`() throws {
    let counters = Counters()
    let handle = try handle(counters, specification(.agent, seconds: 60))
    spend(counters, handle)
    clock.advance(by: .seconds(-500))
    spend(counters, handle)
    #expect(total(counters, handle) == ExactDecimal(2))
    clock.advance(by: .seconds(559))
    #expect(total(counters, handle) == ExactDecimal(2))
  }

  @Test func `a reload keeps what is counted under the same specification`() throws {
    let counters = Counters()
    let kept = try specification(.agent, seconds: 60)
    let dropped = try specification(.session, seconds: 60)
    let first = counters.adopt([dropped, kept], at: clock.now)
    for handle in first { spend(counters, handle) }
    let second = counters.adopt([kept], at: clock.now)
    #expect(second == [first[1]])
    #expect(total(counters, second[0]) == .one)
    clock.advance(by: .seconds(50))
    #expect(counters.adopt([dropped], at: clock.now) == [first[0]])
    #expect(total(counters, first[0]) == .one)
    _ = counters.adopt([], at: clock.now)
    clock.advance(by: .seconds(63))
    _ = counters.adopt([], at: clock.now)
    #expect(counters.adopt([dropped], at: clock.now) != [first[0]])
  }

  @Test func `the longest window there is can be counted in, and retired`() throws {
    let counters = Counters()
    let specification = CounterSpecification(
      scope: .agent, kind: .count, tool: try #require(ToolPattern("*")), window: .max)
    let handle = try handle(counters, specification)
    spend(counters, handle)
    _ = counters.adopt([], at: clock.now)
    clock.advance(by: .seconds(86_400))
    #expect(counters.adopt([specification], at: clock.now) == [handle])
    #expect(total(counters, handle) == .one)
  }

  private struct Unexpected: Error {
    let answer: ReservationAnswer
  }
}

extension ReservationAnswer {
  var isChanged: Bool {
    guard case .changed = self else { return false }
    return true
  }

  var isOverloaded: Bool {
    guard case .overloaded = self else { return false }
    return true
  }

  var isReserved: Bool {
    guard case .reserved = self else { return false }
    return true
  }
}
