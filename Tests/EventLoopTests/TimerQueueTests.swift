import Testing

@testable import EventLoop

struct TimerQueueTests {
  private func time(_ milliseconds: UInt64) -> LoopTime { LoopTime(milliseconds: milliseconds) }

  @Test func `timers expire in the order of their deadlines, each once`() {
    var queue = TimerQueue<String>()
    for (name, deadline) in [("c", 30), ("a", 10), ("d", 40), ("b", 20)] as [(String, UInt64)] {
      queue.arm(queue.insert(name), at: time(deadline))
    }
    #expect(queue.nextWake == time(10))
    #expect(queue.popExpired(at: time(9)) == nil)
    #expect(queue.popExpired(at: time(30)) == "a")
    #expect(queue.popExpired(at: time(30)) == "b")
    #expect(queue.popExpired(at: time(30)) == "c")
    #expect(queue.popExpired(at: time(30)) == nil)
    #expect(queue.nextWake == time(40))
    #expect(queue.popExpired(at: time(99)) == "d")
    #expect(queue.nextWake == nil)
  }

  @Test func `a deadline moved later costs nothing until its first time comes`() {
    var queue = TimerQueue<String>()
    let timer = queue.insert("a")
    for deadline in 10...1000 as ClosedRange<UInt64> { queue.arm(timer, at: time(deadline)) }
    // The one heap entry still says 10; it is put back when it surfaces.
    #expect(queue.nextWake == time(10))
    #expect(queue.popExpired(at: time(10)) == nil)
    #expect(queue.nextWake == time(1000))
    #expect(queue.popExpired(at: time(1000)) == "a")
    #expect(queue.nextWake == nil)
  }

  @Test func `a deadline moved earlier expires once, and not again at its old time`() {
    var queue = TimerQueue<String>()
    let timer = queue.insert("a")
    queue.arm(timer, at: time(100))
    queue.arm(timer, at: time(10))
    #expect(queue.popExpired(at: time(10)) == "a")
    #expect(queue.popExpired(at: time(100)) == nil)
    queue.arm(timer, at: time(200))
    #expect(queue.popExpired(at: time(200)) == "a")
  }

  @Test func `a disarmed timer does not expire, and can be armed again`() {
    var queue = TimerQueue<String>()
    let timer = queue.insert("a")
    queue.arm(timer, at: time(10))
    queue.arm(timer, at: .never)
    #expect(queue.popExpired(at: time(10)) == nil)
    #expect(queue.nextWake == nil)
    queue.arm(timer, at: time(20))
    #expect(queue.popExpired(at: time(20)) == "a")
  }

  @Test func `a removed timer's place can be taken without its deadline`() {
    var queue = TimerQueue<String>()
    let old = queue.insert("old")
    queue.arm(old, at: time(10))
    #expect(queue.remove(old) == "old")
    #expect(queue.remove(old) == nil)
    let new = queue.insert("new")
    queue.arm(old, at: time(5))
    #expect(queue.popExpired(at: time(10)) == nil)
    queue.arm(new, at: time(20))
    #expect(queue.popExpired(at: time(20)) == "new")
    #expect(queue.count == 1)
  }

  @Test func `once the last timer is removed, there is nothing to wake for`() {
    var queue = TimerQueue<String>()
    let timers = ["a", "b"].map { queue.insert($0) }
    for timer in timers { queue.arm(timer, at: time(10)) }
    queue.remove(timers[0])
    #expect(queue.nextWake == time(10))
    queue.remove(timers[1])
    #expect(queue.nextWake == nil)
    let next = queue.insert("c")
    queue.arm(next, at: time(20))
    #expect(queue.popExpired(at: time(10)) == nil)
    #expect(queue.popExpired(at: time(20)) == "c")
  }

  @Test func `random arming agrees with a plain list`() {
    var queue = TimerQueue<Int>()
    var random = SystemRandomNumberGenerator()
    let timers = (0..<50).map { queue.insert($0) }
    var deadlines = [LoopTime](repeating: .never, count: timers.count)
    for now in 0..<2000 as Range<UInt64> {
      for _ in 0..<5 {
        let index = Int.random(in: 0..<timers.count, using: &random)
        let deadline =
          Bool.random(using: &random)
          ? LoopTime.never : time(now + UInt64.random(in: 1...100, using: &random))
        deadlines[index] = deadline
        queue.arm(timers[index], at: deadline)
      }
      var expired: Set<Int> = []
      while let index = queue.popExpired(at: time(now)) { expired.insert(index) }
      let expected = Set(deadlines.indices.filter { deadlines[$0] <= time(now) })
      #expect(expired == expected)
      for index in expected { deadlines[index] = .never }
    }
  }
}
