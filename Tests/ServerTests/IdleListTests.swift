import EventLoop
import Testing

@testable import Server

struct IdleListTests {
  private func time(_ milliseconds: UInt64) -> LoopTime { LoopTime(milliseconds: milliseconds) }

  @Test func `what became idle first comes first, whatever is taken out between`() {
    var list = IdleList<String>()
    #expect(list.longest == nil)
    #expect(list.longestSince == .never)
    let first = list.append("first", at: time(1))
    let second = list.append("second", at: time(2))
    let third = list.append("third", at: time(3))
    #expect(list.longest == "first")
    list.remove(second)
    list.remove(first)
    #expect(list.longest == "third")
    #expect(list.longestSince == time(3))
    // These take over the places that were given up.
    let fourth = list.append("fourth", at: time(4))
    _ = list.append("fifth", at: time(5))
    list.remove(third)
    #expect(list.longest == "fourth")
    list.remove(fourth)
    #expect(list.longest == "fifth")
  }

  @Test func `it can be emptied from its end and filled again`() {
    var list = IdleList<Int>()
    let first = list.append(1, at: time(1))
    let last = list.append(2, at: time(2))
    list.remove(last)
    list.remove(first)
    #expect(list.longest == nil)
    _ = list.append(3, at: time(3))
    _ = list.append(4, at: time(4))
    #expect(list.longest == 3)
  }
}
