import ActionModel
import TestKit
import Testing

@testable import Limits

@Suite struct CounterCapacityTests {
  private let clock = ManualClock()

  private func handle(
    _ counters: Counters, _ scope: CounterSpecification.Scope
  ) throws -> CounterHandle {
    let specification = CounterSpecification(
      scope: scope, kind: .count, tool: try #require(ToolPattern("*")), window: 60_000_000_000)
    return try #require(counters.adopt([specification], at: clock.now).first)
  }

  private func spend(
    _ counters: Counters, _ handle: CounterHandle, agent: String, session: String? = nil
  ) -> ReservationAnswer {
    let subject = CounterSubject(tenant: "default", agent: agent, session: session)
    let snapshot = counters.read([handle], of: subject, at: clock.now)
    return counters.reserve([CounterSpend(handle)], for: "d", ifUnchanged: snapshot, at: clock.now)
  }

  @Test func `a table full of live counters refuses new ones and forgets none`() throws {
    let counters = Counters(capacity: CounterCapacity(counters: 100, sessionsPerAgent: 10))
    let handle = try handle(counters, .agent)
    for number in 0..<100 { #expect(spend(counters, handle, agent: "a-\(number)").isReserved) }
    #expect(spend(counters, handle, agent: "late").isOverloaded)
    for number in 0..<100 {
      let subject = CounterSubject(tenant: "default", agent: "a-\(number)", session: nil)
      #expect(counters.read([handle], of: subject, at: clock.now)[0].total == .one)
    }
    clock.advance(by: .seconds(61))
    #expect(spend(counters, handle, agent: "late").isReserved)
    #expect(counters.count < 100)
  }

  @Test func `an agent with too many live sessions is refused another, others are not`() throws {
    let counters = Counters(capacity: CounterCapacity(counters: 1_000, sessionsPerAgent: 10))
    let handle = try handle(counters, .session)
    for number in 0..<10 {
      #expect(spend(counters, handle, agent: "a", session: "s-\(number)").isReserved)
      clock.advance(by: .seconds(1))
    }
    #expect(spend(counters, handle, agent: "a", session: "s-10").isOverloaded)
    #expect(spend(counters, handle, agent: "a", session: "s-0").isReserved)
    #expect(spend(counters, handle, agent: "b", session: "s-10").isReserved)
    // Now `s-1` and `s-2` have emptied.
    clock.advance(by: .seconds(53))
    #expect(spend(counters, handle, agent: "a", session: "s-10").isReserved)
    #expect(spend(counters, handle, agent: "a", session: "s-11").isReserved)
    #expect(spend(counters, handle, agent: "a", session: "s-12").isOverloaded)
  }

  @Test func `a million hostile agents and sessions stay within the table`() throws {
    let counters = Counters(capacity: CounterCapacity(counters: 5_000, sessionsPerAgent: 256))
    let handle = try handle(counters, .session)
    #expect(spend(counters, handle, agent: "good", session: "s").isReserved)
    for number in 0..<500_000 {
      _ = spend(counters, handle, agent: "hostile", session: "s-\(number)")
      _ = spend(counters, handle, agent: "hostile-\(number)", session: "s")
    }
    #expect(counters.count == 5_000)
    #expect(spend(counters, handle, agent: "good", session: "s").isReserved)
    let long = String(repeating: "x", count: 1_000)
    #expect(spend(counters, handle, agent: long).isOverloaded)
  }

  @Test func `counters that have emptied make room as new ones come`() throws {
    let counters = Counters(capacity: CounterCapacity(counters: 10_000, sessionsPerAgent: 10))
    let handle = try handle(counters, .session)
    for number in 0..<20_000 {
      #expect(spend(counters, handle, agent: "a-\(number)", session: "s").isReserved)
      clock.advance(by: .milliseconds(100))
    }
    // About 610 are live at any time.
    #expect((600...1_500).contains(counters.count))
  }
}
