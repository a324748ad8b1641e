/// Writes points in time as the heads of messages carry them: mail (RFC 5322, section 3.3) and HTTP (RFC 9110, section
/// 5.6.7).
package enum MessageDate {
  /// Writes a time of the years 1970 to 9999 without its zone, such as `Sat, 21 Nov 2026 07:53:20`.
  package static func text(secondsSince1970 seconds: Int) -> String {
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
    return "\(day) \(clock)"
  }
}
