import Calendar

/// The rules for all years to come at the end of a TZif file (RFC 9636, section 3.3: a POSIX `TZ` string).
struct RecurringRules: Sendable {
  /// A moment of each year when clocks are changed.
  struct Change: Sendable {
    enum Day: Sendable {
      /// 1...365, without 29 February.
      case julian(Int)
      /// 0...365, with 29 February.
      case ordinal(Int)
      /// The `week`-th (5: the last) `day` (0: Sunday) of a month.
      case weekday(month: Int, week: Int, day: Int)
    }

    let day: Day
    /// Seconds after midnight by the clock before the change; from -167 to 167 hours.
    let time: Int
  }

  /// Seconds ahead of UTC in standard time.
  private let standard: Int
  /// Daylight saving time: seconds ahead of UTC, begin and end.
  private let daylight: (offset: Int, start: Change, end: Change)?

  /// Reads the text; nil if it is malformed.
  init?(_ text: [UInt8]) {
    var scanner = TextScanner(text)
    guard scanner.skipZoneName(), let standard = scanner.clockOffset() else { return nil }
    self.standard = -standard
    guard !scanner.isAtEnd else {
      daylight = nil
      return
    }
    guard scanner.skipZoneName() else { return nil }
    var offset = self.standard + 3600
    if scanner.next != UInt8(ascii: ",") {
      guard let given = scanner.clockOffset() else { return nil }
      offset = -given
    }
    guard scanner.takes(","), let start = scanner.change(), scanner.takes(","),
      let end = scanner.change(), scanner.isAtEnd
    else { return nil }
    daylight = (offset, start, end)
  }

  /// The seconds ahead of UTC at a moment in seconds since 1970.
  func offset(at seconds: Int64) -> Int {
    guard let daylight else { return standard }
    // The year by standard time decides: changes never fall into the days around New Year by both clocks.
    let local = Int(seconds) + standard
    let year = CivilDate(daysSince1970: local.flooringDivided(by: 86_400)).year
    let start = daylight.start.seconds(in: year) - standard
    let end = daylight.end.seconds(in: year) - daylight.offset
    let moment = Int(seconds)
    let isDaylight =
      start < end ? moment >= start && moment < end : moment >= start || moment < end
    return isDaylight ? daylight.offset : standard
  }
}

extension RecurringRules.Change {
  /// The moment in a year, in seconds since 1970 by the clock before the change.
  fileprivate func seconds(in year: Int) -> Int {
    let days: Int
    switch day {
    case .julian(let number):
      let leapDay = CivilDate.isLeap(year) && number >= 60 ? 1 : 0
      days = CivilDate.first(ofMonth: 1, year: year).daysSince1970 + number - 1 + leapDay
    case .ordinal(let number):
      days = CivilDate.first(ofMonth: 1, year: year).daysSince1970 + number
    case .weekday(let month, let week, let day):
      let first = CivilDate.first(ofMonth: month, year: year)
      var number = (day - first.dayOfWeek).flooringRemainder(by: 7) + (week - 1) * 7
      if number >= CivilDate.length(ofMonth: month, year: year) { number -= 7 }
      days = first.daysSince1970 + number
    }
    return days * 86_400 + time
  }
}

extension TextScanner {
  /// Skips a zone's abbreviation: letters, or anything in angle brackets.
  fileprivate mutating func skipZoneName() -> Bool {
    if takes("<") {
      return !text { $0 != UInt8(ascii: ">") }.isEmpty && takes(">")
    }
    return !text { $0.isLetter }.isEmpty
  }

  /// `[+|-]h[h][h][:mm[:ss]]`, in seconds.
  fileprivate mutating func clockOffset() -> Int? {
    let isNegative = takes("-")
    if !isNegative { _ = takes("+") }
    guard let hours = number(upTo: 167) else { return nil }
    var seconds = hours * 3600
    for unit in [60, 1] where takes(":") {
      guard let value = number(digits: 2), value < 60 else { return nil }
      seconds += value * unit
    }
    return isNegative ? -seconds : seconds
  }

  /// `Jn`, `n` or `Mm.w.d`, and the time after a slash, which is 02:00 if absent.
  fileprivate mutating func change() -> RecurringRules.Change? {
    guard let day = changeDay() else { return nil }
    guard takes("/") else { return RecurringRules.Change(day: day, time: 2 * 3600) }
    return clockOffset().map { RecurringRules.Change(day: day, time: $0) }
  }

  private mutating func changeDay() -> RecurringRules.Change.Day? {
    if takes("J") {
      return number(upTo: 365).flatMap { $0 > 0 ? .julian($0) : nil }
    }
    guard takes("M") else { return number(upTo: 365).map { .ordinal($0) } }
    guard let month = number(upTo: 12), month > 0, takes("."), let week = number(upTo: 5), week > 0,
      takes("."), let day = number(upTo: 6)
    else { return nil }
    return .weekday(month: month, week: week, day: day)
  }
}
