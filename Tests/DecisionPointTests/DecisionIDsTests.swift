import Testing

@testable import DecisionPoint

@Suite struct DecisionIDsTests {
  @Test func `ids sort by time and never repeat, also where the counter wraps`() {
    let ids = DecisionIDs(of: "one", startingAt: .max)
    let first = ids.next(milliseconds: 1_000)
    let second = ids.next(milliseconds: 1_000)
    let later = ids.next(milliseconds: 1_001)
    #expect(Set([first, second, later]).count == 3)
    #expect(max(first, second) < later)
    #expect(first.hasPrefix("dec_"))
    #expect(first.utf8.count == 30)
  }

  @Test func `an instance tells its ids from those of others, also after a restart`() {
    let mine = DecisionIDs(of: "one").next(milliseconds: 1_763_800_000_000)
    #expect(!DecisionIDs(of: "one").isOfAnother(mine))
    #expect(DecisionIDs(of: "two").isOfAnother(mine))
    // What has not the form of an id is nobody's.
    for text in [
      "", "dec_none", mine.uppercased(), mine + "0", "dec_" + String(repeating: "u", count: 26),
    ] {
      #expect(!DecisionIDs(of: "two").isOfAnother(text), "\(text)")
    }
  }
}
