/// A point on an event loop's monotonic clock, in whole milliseconds since a start that means nothing.
package struct LoopTime: Hashable, Sendable {
  package var milliseconds: UInt64

  package init(milliseconds: UInt64) {
    self.milliseconds = milliseconds
  }

  /// The point that is never reached.
  package static let never = LoopTime(milliseconds: .max)

  /// The point a duration later, rounded up to a millisecond, so that a wait is never cut short.
  package func advanced(by duration: Duration) -> LoopTime {
    let (seconds, attoseconds) = duration.components
    guard seconds >= 0, attoseconds >= 0 else { return self }
    let part = UInt64((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    let (whole, tooLong) = UInt64(seconds).multipliedReportingOverflow(by: 1000)
    let (sum, tooLate) = milliseconds.addingReportingOverflow(whole)
    let (total, tooLateStill) = sum.addingReportingOverflow(part)
    return tooLong || tooLate || tooLateStill ? .never : LoopTime(milliseconds: total)
  }

  /// The time from an earlier point to this one; zero where that point is later.
  package func since(_ earlier: LoopTime) -> Duration {
    .milliseconds(
      Int64(clamping: milliseconds > earlier.milliseconds ? milliseconds - earlier.milliseconds : 0)
    )
  }
}

extension LoopTime: Comparable {
  package static func < (left: LoopTime, right: LoopTime) -> Bool {
    left.milliseconds < right.milliseconds
  }
}
