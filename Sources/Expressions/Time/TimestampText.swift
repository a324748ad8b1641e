import Calendar

extension Timestamp {
  /// Reads a date and time by RFC 3339, section 5.6, with at most nine digits of a second; nil for anything else.
  package init?(_ text: String) {
    var scanner = TextScanner(text)
    guard let year = scanner.number(digits: 4), scanner.takes("-"),
      let month = scanner.number(digits: 2), scanner.takes("-"),
      let day = scanner.number(digits: 2), scanner.takes("T") || scanner.takes("t"),
      let hour = scanner.number(digits: 2), scanner.takes(":"),
      let minute = scanner.number(digits: 2), scanner.takes(":"),
      let second = scanner.number(digits: 2)
    else { return nil }
    var nanoseconds = 0
    if scanner.takes(".") {
      guard let fraction = scanner.fraction() else { return nil }
      nanoseconds = fraction
    }
    guard let offset = scanner.offset(), scanner.isAtEnd,
      let date = CivilDate(year: year, month: month, day: day), hour < 24, minute < 60, second < 60
    else { return nil }
    let seconds = date.daysSince1970 * 86_400 + hour * 3600 + minute * 60 + second - offset
    self.init(seconds: Int64(seconds), nanoseconds: Int32(nanoseconds))
  }
}

extension TextScanner {
  /// Up to nine digits of a fraction, in billionths.
  fileprivate mutating func fraction() -> Int? {
    var value = 0
    var digits = 0
    while let digit = digit() {
      digits += 1
      guard digits <= 9 else { return nil }
      value = value * 10 + digit
    }
    guard digits > 0 else { return nil }
    for _ in digits..<9 { value *= 10 }
    return value
  }

  /// `Z`, or hours and minutes ahead of UTC, in seconds.
  fileprivate mutating func offset() -> Int? {
    if takes("Z") || takes("z") { return 0 }
    let isNegative = takes("-")
    guard isNegative || takes("+"), let seconds = hoursAndMinutes() else { return nil }
    return isNegative ? -seconds : seconds
  }
}

extension Timestamp: CustomStringConvertible {
  /// Writes the moment by RFC 3339 in UTC, with no more digits of a second than it has.
  package var description: String {
    let civil = CivilTime(self, offset: 0)
    let second = civil.secondOfDay
    let date = civil.date
    var text = date.year.padded(4) + "-" + date.month.padded(2) + "-" + date.day.padded(2) + "T"
    text += (second / 3600).padded(2) + ":" + (second / 60 % 60).padded(2) + ":"
    text += (second % 60).padded(2) + DurationText.fraction(civil.nanoseconds) + "Z"
    return text
  }
}

extension Int {
  /// Writes a number that is not negative with leading zeros.
  fileprivate func padded(_ width: Int) -> String {
    let digits = String(self)
    return String(repeating: "0", count: Swift.max(0, width - digits.utf8.count)) + digits
  }
}
