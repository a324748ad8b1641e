import Testing

@testable import DecisionPoint

@Suite struct DecisionIDsTests {
  @Test func `ids sort by time and never repeat, also where the counter wraps`() {
    let ids = DecisionIDs(startingAt: .max, high: 7)
    let first = ids.next(milliseconds: 1_000)
    let second = ids.next(milliseconds: 1_000)
    let later = ids.next(milliseconds: 1_001)
    #expect(Set([first, second, later]).count == 3)
    #expect(max(first, second) < later)
    #expect(first.hasPrefix("dec_"))
    #expect(first.utf8.count == 30)
  }
}
