import Testing

@testable import DecisionPoint

@Suite struct RefusalTallyTests {
  private static let second = RefusalTally.interval

  private func kind(_ caller: String) -> RefusalTally.Kind {
    RefusalTally.Kind(code: "rate_limited", caller: caller)
  }

  @Test func `the first of a kind is recorded, those after it are counted`() {
    var tally = RefusalTally()
    let recorded = [("a", 0), ("a", 1), ("b", 2)].map { tally.note(kind($0.0), at: $0.1) }
    #expect(recorded == [true, false, true])
    let early = tally.takeDue(at: 3)
    #expect(early.isEmpty)
    let due = tally.takeDue(at: Self.second)
    #expect(due.map(\.kind) == [kind("a")])
    #expect(due.map(\.count) == [1])
    let again = tally.note(kind("a"), at: Self.second + 1)
    #expect(again)
  }

  @Test func `a flood of kinds takes no more room, and loses no count`() {
    var tally = RefusalTally()
    var recorded = 0
    for number in 0..<10_000 where tally.note(kind("\(number)"), at: 0) { recorded += 1 }
    #expect(recorded == RefusalTally.capacity + 1)
    let counted = tally.takeDue(at: Self.second).reduce(0) { $0 + $1.count }
    #expect(recorded + counted == 10_000)
  }
}
