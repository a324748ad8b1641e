import Testing

@testable import Matching

@Suite struct TimeWindowTests {
  @Test func `the first minute is in and the last is out`() throws {
    let office = try #require(TimeWindow("09:00-17:30"))
    #expect(!office.contains(minute: 9 * 60 - 1))
    #expect(office.contains(minute: 9 * 60))
    #expect(office.contains(minute: 17 * 60 + 29))
    #expect(!office.contains(minute: 17 * 60 + 30))
    #expect(office.description == "09:00-17:30")
  }

  @Test func `a window may cross midnight`() throws {
    let night = try #require(TimeWindow("22:00-06:00"))
    #expect(night.contains(minute: 23 * 60))
    #expect(night.contains(minute: 0))
    #expect(night.contains(minute: 6 * 60 - 1))
    #expect(!night.contains(minute: 6 * 60))
    #expect(!night.contains(minute: 12 * 60))
  }

  @Test func `a window may end or begin at midnight`() throws {
    let evening = try #require(TimeWindow("18:00-00:00"))
    #expect(evening == TimeWindow("18:00-24:00"))
    #expect(evening.contains(minute: 1439))
    #expect(!evening.contains(minute: 0))
    let day = try #require(TimeWindow("00:00-24:00"))
    #expect((0..<TimeWindow.minutesPerDay).allSatisfy { day.contains(minute: $0) })
  }

  @Test func `anything else is refused`() {
    let refused = [
      "", "09:00", "9:00-17:00", "09:00-17:60", "09:00-25:00", "24:00-06:00", "24:01-06:00",
      "09:00-09:00", "00:00-00:00", "09:00 - 17:00", "09:00-17:00-18:00", "09.00-17.00",
      "+9:00-17:00", "09:00–17:00", "０９:00-17:00", "09:00-24:30",
    ]
    for text in refused { #expect(TimeWindow(text) == nil, "\(text)") }
  }
}
