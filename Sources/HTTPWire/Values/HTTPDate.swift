import Calendar

/// The `Date` field of responses, made once a second and appended to many (RFC 9110, section 5.6.7).
package struct HTTPDate: Sendable, Equatable {
  /// The field line with its line end.
  let line: [UInt8]

  /// Writes a time in seconds since 1970-01-01T00:00:00Z, for years 1970...9999.
  package init(secondsSince1970 seconds: Int) {
    let seconds = min(max(seconds, 0), 253_402_300_799)
    let date = CivilDate(daysSince1970: seconds / 86_400)
    let time = seconds % 86_400

    let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let pad = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
    let clock = "\(pad(time / 3600)):\(pad(time / 60 % 60)):\(pad(time % 60))"
    let day = "\(weekdays[date.dayOfWeek]), \(pad(date.day)) \(months[date.month - 1]) \(date.year)"
    line = Array("date: \(day) \(clock) GMT\r\n".utf8)
  }
}
