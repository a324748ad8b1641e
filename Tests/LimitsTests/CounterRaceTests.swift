import ActionModel
import Foundation
import TestKit
import Testing

@testable import Limits

@Suite struct CounterRaceTests {
  private let subject = CounterSubject(tenant: "default", agent: "bot", session: "s-1")

  private func handle(_ counters: Counters) throws -> CounterHandle {
    let specification = CounterSpecification(
      scope: .session, kind: .sum(argument: ["amount"]), tool: try #require(ToolPattern("*")),
      window: 3_600_000_000_000)
    return try #require(counters.adopt([specification], at: 0).first)
  }

  /// Evaluates `sum + amount <= cap` as a policy would, and says whether the call passed.
  private static func decide(
    _ counters: Counters, _ handle: CounterHandle, _ subject: CounterSubject, cap: Int64
  ) -> Reservation? {
    while true {
      let snapshot = counters.read([handle], of: subject, at: 1)
      guard let total = snapshot[0].total.integer, total + 1 <= cap else { return nil }
      let answer = counters.reserve([CounterSpend(handle)], for: "d", ifUnchanged: snapshot, at: 1)
      if case .reserved(let reservation) = answer { return reservation }
    }
  }

  @Test func `64 racing callers on threads of their own never pass a cap, and fill it`() throws {
    for _ in 0..<20 {
      let counters = Counters()
      let handle = try handle(counters)
      let passed = Tally()
      let start = DispatchSemaphore(value: 0)
      let done = DispatchGroup()
      for _ in 0..<64 {
        done.enter()
        Thread.detachNewThread { [subject] in
          start.wait()
          for _ in 0..<4 where CounterRaceTests.decide(counters, handle, subject, cap: 50) != nil {
            passed.increment()
          }
          done.leave()
        }
      }
      for _ in 0..<64 { start.signal() }
      done.wait()
      #expect(passed.value == 50)
    }
  }

  @Test func `with reservations released in between the cap still holds at every moment`()
    async throws
  {
    let counters = Counters()
    let handle = try handle(counters)
    let inside = Tally()
    await withTaskGroup { group in
      for _ in 0..<64 {
        group.addTask { @concurrent [subject] in
          for _ in 0..<200 {
            guard
              let reservation = CounterRaceTests.decide(counters, handle, subject, cap: 5)
            else { continue }
            inside.increment()
            inside.decrement()
            counters.release(reservation)
          }
        }
      }
    }
    #expect((1...5).contains(inside.maximum))
    #expect(counters.read([handle], of: subject, at: 1)[0].total == .zero)
  }
}
