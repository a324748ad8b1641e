/// Date and time of day as a calendar and a clock show them (proleptic Gregorian calendar).
struct CivilTime: Sendable {
  let year: Int
  /// 1...12
  let month: Int
  /// 1...31
  let day: Int
  /// 0..<86,400
  let secondOfDay: Int
  let nanoseconds: Int
  /// 0 is Sunday.
  let dayOfWeek: Int
  /// 0 is 1 January.
  let dayOfYear: Int

  /// Reads a moment where clocks are `offset` seconds ahead of UTC.
  init(_ moment: Timestamp, offset: Int) {
    let seconds = Int(moment.seconds) + offset
    let days = seconds.flooringDivided(by: 86_400)
    secondOfDay = seconds - days * 86_400
    nanoseconds = Int(moment.nanoseconds)
    // 1970-01-01 was a Thursday.
    dayOfWeek = (days + 4).flooringRemainder(by: 7)
    let date = CivilTime.date(daysSince1970: days)
    (year, month, day) = date
    dayOfYear = days - CivilTime.days(year: date.year, month: 1, day: 1)
  }

  /// The date a number of days after 1970-01-01, by cycles of 400 years that begin in March.
  static func date(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let cycle = shifted.flooringDivided(by: 146_097)
    let dayOfCycle = shifted - cycle * 146_097
    let yearOfCycle =
      (dayOfCycle - dayOfCycle / 1460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
    let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (cycle * 400 + yearOfCycle + (month <= 2 ? 1 : 0), month, day)
  }

  /// The days from 1970-01-01 to a date.
  static func days(year: Int, month: Int, day: Int) -> Int {
    let yearFromMarch = month <= 2 ? year - 1 : year
    let cycle = yearFromMarch.flooringDivided(by: 400)
    let yearOfCycle = yearFromMarch - cycle * 400
    let monthFromMarch = month > 2 ? month - 3 : month + 9
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
    let dayOfCycle = yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear
    return cycle * 146_097 + dayOfCycle - 719_468
  }

  static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// The days of a month, 1...12.
  static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension Int {
  func flooringDivided(by divisor: Int) -> Int {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }

  func flooringRemainder(by divisor: Int) -> Int {
    self - flooringDivided(by: divisor) * divisor
  }
}
