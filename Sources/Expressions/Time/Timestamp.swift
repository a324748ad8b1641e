/// A moment, in nanoseconds, of the years 1 to 9999 in UTC.
package struct Timestamp: Sendable, Hashable {
  /// Whole seconds since 1970-01-01T00:00:00Z.
  package let seconds: Int64
  /// Nanoseconds after `seconds`, 0..<1,000,000,000.
  package let nanoseconds: Int32

  /// The seconds of 0001-01-01T00:00:00Z through 9999-12-31T23:59:59Z.
  static let range: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

  /// Takes seconds since 1970 and the nanoseconds after them; nil outside the years 1 to 9999.
  package init?(seconds: Int64, nanoseconds: Int32 = 0) {
    guard Timestamp.range.contains(seconds), (0..<1_000_000_000).contains(nanoseconds) else {
      return nil
    }
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  /// Takes nanoseconds since 1970; all that 64 bits can hold lie in the years 1677 to 2262.
  package init(unixNanoseconds: Int64) {
    var (seconds, rest) = unixNanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    if rest < 0 {
      seconds -= 1
      rest += 1_000_000_000
    }
    self.seconds = seconds
    nanoseconds = Int32(rest)
  }
}

extension Timestamp: Comparable {
  package static func < (left: Timestamp, right: Timestamp) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }
}

extension Timestamp {
  /// The moment a duration later, or earlier if negated; nil outside the range.
  func adding(_ span: Duration, negated: Bool) -> Timestamp? {
    guard let nanoseconds = DurationText.nanoseconds(span) else { return nil }
    let total =
      Int128(seconds) * 1_000_000_000 + Int128(self.nanoseconds)
      + (negated ? -Int128(nanoseconds) : Int128(nanoseconds))
    var (seconds, remainder) = total.quotientAndRemainder(dividingBy: 1_000_000_000)
    if remainder < 0 {
      seconds -= 1
      remainder += 1_000_000_000
    }
    return Timestamp(seconds: Int64(seconds), nanoseconds: Int32(remainder))
  }

  /// The duration since another moment; nil beyond the range of durations.
  func since(_ other: Timestamp) -> Duration? {
    DurationText.inRange(
      .seconds(seconds - other.seconds) + .nanoseconds(nanoseconds - other.nanoseconds))
  }
}
