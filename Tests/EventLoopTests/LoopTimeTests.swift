import EventLoop
import Testing

struct LoopTimeTests {
  @Test func `a wait is rounded up to the millisecond`() {
    let start = LoopTime(milliseconds: 5)
    #expect(start.advanced(by: .nanoseconds(1)) == LoopTime(milliseconds: 6))
    #expect(start.advanced(by: .milliseconds(1500)) == LoopTime(milliseconds: 1505))
    #expect(start.advanced(by: .zero) == start)
  }

  @Test func `a wait beyond the clock's end never ends, and one of less than nothing is none`() {
    let start = LoopTime(milliseconds: 5)
    #expect(start.advanced(by: .seconds(Int64.max)) == .never)
    #expect(start.advanced(by: .seconds(-1)) == start)
    #expect(start.since(LoopTime(milliseconds: 9)) == .zero)
  }
}
