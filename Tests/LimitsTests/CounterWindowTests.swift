import TestKit
import Testing

@testable import Limits

@Suite struct CounterWindowTests {
  /// Every event ever, counted by comparing its age.
  private struct NaiveWindow {
    var events: [(at: Int64, units: Int128)] = []

    func total(at now: Int64, age: Int64) -> Int128 {
      events.reduce(0) { now - $1.at <= age ? $0 + $1.units : $0 }
    }
  }

  @Test func `a window never counts less than the true one, and at most a sixtieth longer`() {
    var random = SeededGenerator(seed: 42)
    for _ in 0..<200 {
      let window = Int64.random(in: 1...600, using: &random) * 60
      let width = CounterWindow.width(ofWindow: window)
      #expect(width * 60 == window)
      var naive = NaiveWindow()
      var counter = CounterWindow(width: width)
      var now = Int64.random(in: 0...1_000, using: &random)
      for _ in 0..<200 {
        now +=
          Bool.random(using: &random) ? Int64.random(in: 0...width, using: &random) : window / 3
        if Bool.random(using: &random) {
          let units = Int128.random(in: 1...1_000, using: &random)
          _ = counter.add(units, at: now)
          naive.events.append((now, units))
        }
        counter.advance(to: now)
        #expect(counter.total >= naive.total(at: now, age: window))
        #expect(counter.total <= naive.total(at: now, age: window + width))
        #expect(counter.isEmpty(at: now) == (counter.total == 0))
        if let leaves = counter.oldestLeavesAt {
          var later = counter
          later.advance(to: leaves - 1)
          #expect(later.total == counter.total)
          later.advance(to: leaves)
          #expect(later.total < counter.total)
        }
      }
    }
  }

  @Test func `what is taken back is gone, unless it had already left the window`() {
    var counter = CounterWindow(width: 10)
    let early = counter.add(5, at: 3)
    let late = counter.add(7, at: 25)
    counter.remove(2, from: early ?? -1)
    #expect(counter.total == 10)
    counter.advance(to: 610)
    #expect(counter.total == 7)
    counter.remove(3, from: early ?? -1)
    #expect(counter.total == 7)
    counter.remove(7, from: late ?? -1)
    #expect(counter.total == 0)
    #expect(counter.isEmpty(at: 610))
  }

  @Test func `a sum that would overflow is refused and changes nothing`() {
    var counter = CounterWindow(width: 10)
    let most = Int128.max - 1
    _ = counter.add(most, at: 0)
    #expect(counter.add(2, at: 1) == nil)
    #expect(counter.total == most)
    #expect(counter.add(1, at: 1) != nil)
  }

  @Test func `the longest window there is does not overflow`() {
    let width = CounterWindow.width(ofWindow: .max)
    var counter = CounterWindow(width: width)
    _ = counter.add(1, at: .max)
    #expect(counter.oldestLeavesAt == .max)
    #expect(CounterWindow.width(ofWindow: 1) == 1)
  }
}
