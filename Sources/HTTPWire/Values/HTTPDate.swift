/// The `Date` field of responses, made once a second and appended to many (RFC 9110, section 5.6.7).
package struct HTTPDate: Sendable, Equatable {
  /// The field line with its line end.
  let line: [UInt8]

  /// Writes a time in seconds since 1970-01-01T00:00:00Z, for years 1970...9999.
  package init(secondsSince1970 seconds: Int) {
    let seconds = min(max(seconds, 0), 253_402_300_799)
    let days = seconds / 86_400
    let time = seconds % 86_400
    // Howard Hinnant's civil_from_days: years begin in March, so that a leap day is a year's last.
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)

    let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let pad = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
    let clock = "\(pad(time / 3600)):\(pad(time / 60 % 60)):\(pad(time % 60))"
    let date = "\(weekdays[days % 7]), \(pad(day)) \(months[month - 1]) \(year)"
    line = Array("date: \(date) \(clock) GMT\r\n".utf8)
  }
}
