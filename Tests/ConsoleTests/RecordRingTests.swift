import AuditLog
import Testing

@testable import Console

struct RecordRingTests {
  private func events(_ count: Int) -> [AuditEvent] {
    (0..<count).map { _ in AuditEvent(type: "decision", time: 0) }
  }

  @Test func `nothing is kept while nobody watches, but where the log stands is known`() {
    var ring = RecordRing()
    ring.take(events(5), from: 0)
    #expect(ring.news.next == 5)
    #expect(ring.records(from: 3, limit: 10) == nil)
    #expect(ring.records(from: 5, limit: 10)?.isEmpty == true)
  }

  @Test func `the newest are kept, and no more than there is room for`() {
    var ring = RecordRing()
    ring.watch(true)
    for start in stride(from: 0, to: 10_000, by: 100) {
      ring.take(events(100), from: UInt64(start))
    }
    let oldest = UInt64(10_000 - RecordRing.capacity)
    #expect(ring.records(from: oldest - 1, limit: 1) == nil)
    #expect(
      ring.records(from: oldest, limit: 3)?.map(\.sequence) == [oldest, oldest + 1, oldest + 2])
    #expect(ring.records(from: 9_999, limit: 10)?.map(\.sequence) == [9_999])
  }

  @Test func `records of a number that comes again replace those that came before`() {
    var ring = RecordRing()
    ring.watch(true)
    ring.take(events(10), from: 0)
    ring.take(events(3), from: 8)
    #expect(ring.news == RecordRing.News(next: 11, rewinds: 1, rewoundTo: 8))
    #expect(ring.records(from: 8, limit: 9)?.count == 3)
    #expect(ring.records(from: 7, limit: 9) == nil)
  }
}
