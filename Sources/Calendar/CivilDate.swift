/// A date of the proleptic Gregorian calendar.
package struct CivilDate: Sendable, Hashable {
  package let year: Int
  /// 1...12
  package let month: Int
  /// 1...31
  package let day: Int

  private init(unchecked year: Int, _ month: Int, _ day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// Takes a date; nil for one that the calendar does not have.
  package init?(year: Int, month: Int, day: Int) {
    guard (1...12).contains(month), day >= 1,
      day <= CivilDate.length(ofMonth: month, year: year)
    else { return nil }
    self.init(unchecked: year, month, day)
  }

  /// Finds the date so many days after 1970-01-01, by cycles of 400 years that begin in March.
  package init(daysSince1970 days: Int) {
    let shifted = days + 719_468
    let cycle = shifted.flooringDivided(by: 146_097)
    let dayOfCycle = shifted.flooringRemainder(by: 146_097)
    let yearOfCycle =
      (dayOfCycle - dayOfCycle / 1460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
    let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    self.init(
      unchecked: cycle * 400 + yearOfCycle + (month <= 2 ? 1 : 0), month,
      dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
  }

  /// The days from 1970-01-01 to the date, negative before it.
  package var daysSince1970: Int {
    let yearFromMarch = month <= 2 ? year - 1 : year
    let yearOfCycle = yearFromMarch.flooringRemainder(by: 400)
    let monthFromMarch = month > 2 ? month - 3 : month + 9
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
    let dayOfCycle = yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear
    return yearFromMarch.flooringDivided(by: 400) * 146_097 + dayOfCycle - 719_468
  }

  /// The day of the week; 0 is Sunday.
  package var dayOfWeek: Int {
    // 1970-01-01 was a Thursday.
    (daysSince1970 + 4).flooringRemainder(by: 7)
  }

  /// The day of the year; 0 is 1 January.
  package var dayOfYear: Int {
    daysSince1970 - CivilDate.first(ofMonth: 1, year: year).daysSince1970
  }

  /// The first day of a month, 1...12.
  package static func first(ofMonth month: Int, year: Int) -> CivilDate {
    CivilDate(unchecked: year, month, 1)
  }

  /// The days of a month, 1...12.
  package static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Says whether a year has a 29 February.
  package static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }
}
