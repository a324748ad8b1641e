import Calendar

/// Date and time of day as a calendar and a clock show them.
struct CivilTime: Sendable {
  let date: CivilDate
  /// 0..<86,400
  let secondOfDay: Int
  let nanoseconds: Int

  /// Reads a moment where clocks are `offset` seconds ahead of UTC.
  init(_ moment: Timestamp, offset: Int) {
    let seconds = Int(moment.seconds) + offset
    date = CivilDate(daysSince1970: seconds.flooringDivided(by: 86_400))
    secondOfDay = seconds.flooringRemainder(by: 86_400)
    nanoseconds = Int(moment.nanoseconds)
  }
}
