import Testing

@testable import EventLoop

struct DebounceTests {
  private func time(_ milliseconds: UInt64) -> LoopTime { LoopTime(milliseconds: milliseconds) }

  @Test func `each event puts the end off, but not without end`() {
    var debounce = Debounce(quiet: .milliseconds(100), patience: .milliseconds(250))
    #expect(debounce.on(eventAt: time(1000)) == time(1100))
    #expect(debounce.on(eventAt: time(1090)) == time(1190))
    #expect(debounce.on(eventAt: time(1180)) == time(1250))
    debounce.fire()
    #expect(debounce.on(eventAt: time(1300)) == time(1400))
  }
}
