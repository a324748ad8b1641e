import Testing

@testable import Calendar

@Suite struct CivilDateTests {
  @Test func `dates and days follow one another, eight centuries long`() throws {
    let first = try #require(CivilDate(year: 1600, month: 1, day: 1))
    let last = try #require(CivilDate(year: 2399, month: 12, day: 31))
    // 1 January 1600 was a Saturday.
    var weekday = 6
    var (year, month, day) = (1600, 1, 1)
    for days in first.daysSince1970...last.daysSince1970 {
      let date = CivilDate(daysSince1970: days)
      try #require(date == CivilDate(year: year, month: month, day: day), "\(days)")
      try #require(date.daysSince1970 == days && date.dayOfWeek == weekday, "\(date)")
      weekday = (weekday + 1) % 7
      day += 1
      if day > CivilDate.length(ofMonth: month, year: year) { (month, day) = (month + 1, 1) }
      if month > 12 { (year, month) = (year + 1, 1) }
    }
  }

  @Test(arguments: [
    (2026, 2, 29), (2100, 2, 29), (2026, 13, 1), (2026, 0, 1), (2026, 4, 31), (2026, 1, 0),
  ])
  func `what the calendar does not have is no date`(year: Int, month: Int, day: Int) {
    #expect(CivilDate(year: year, month: month, day: day) == nil)
  }

  @Test func `days of the year begin with 0`() {
    #expect(CivilDate(year: 2026, month: 1, day: 1)?.dayOfYear == 0)
    #expect(CivilDate(year: 2024, month: 12, day: 31)?.dayOfYear == 365)
  }
}
