/// A daily window of time, such as `09:00-17:30`, or `22:00-06:00` across midnight.
///
/// The first minute is in, the last is out. `00:00-24:00` is the whole day; equal times are refused, because they
/// could mean that or nothing.
package struct TimeWindow: Sendable, Hashable, CustomStringConvertible {
  /// The minutes of a day.
  package static let minutesPerDay = 24 * 60

  /// The first minute, counted from midnight: 0..<1440.
  package let start: Int
  /// The minute after the last: 1...1440.
  package let end: Int

  /// Reads `HH:MM-HH:MM`, with hours of two digits; nil for any other text.
  package init?(_ text: String) {
    let times = text.split(separator: "-", omittingEmptySubsequences: false)
    guard times.count == 2, let start = Self.minute(times[0]), let end = Self.minute(times[1]),
      start != end, start < Self.minutesPerDay
    else { return nil }
    self.start = start
    self.end = end == 0 ? Self.minutesPerDay : end
  }

  /// Tells whether a minute of the day, counted from midnight, lies in the window.
  package func contains(minute: Int) -> Bool {
    start < end ? start <= minute && minute < end : start <= minute || minute < end
  }

  package var description: String { "\(Self.text(start))-\(Self.text(end))" }

  /// Reads `HH:MM`, from `00:00` to `24:00`.
  private static func minute(_ text: Substring) -> Int? {
    let digits = text.utf8.map { Int($0) - 0x30 }
    guard digits.count == 5, digits[2] == 10 else { return nil }
    for index in [0, 1, 3, 4] where !(0...9).contains(digits[index]) { return nil }
    let minute = (digits[0] * 10 + digits[1]) * 60 + digits[3] * 10 + digits[4]
    return digits[3] <= 5 && minute <= minutesPerDay ? minute : nil
  }

  private static func text(_ minute: Int) -> String {
    [minute / 60, minute % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
  }
}
