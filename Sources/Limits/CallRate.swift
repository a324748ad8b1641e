/// How often a caller may ask: so many calls in a period, and how many at once after a pause.
package struct CallRate: Sendable, Hashable {
  /// Says why a rate cannot be.
  package enum Invalid: Error, Hashable {
    case callsMustBePositive
    case burstMustBePositive
    case periodMustBePositive
    /// The burst times the period exceeds what can be counted exactly.
    case tooLarge
  }

  /// Calls that are granted in each period, evenly spread.
  package let calls: UInt64
  /// The period, in nanoseconds.
  package let period: UInt64
  /// The most calls at once.
  package let burst: UInt64

  /// Makes a rate; the burst may be at most 2⁶⁰ divided by the period, which for a period of a second is 1.15 billion.
  package init(calls: Int, per period: Int64, burst: Int) throws(Invalid) {
    guard calls > 0 else { throw .callsMustBePositive }
    guard period > 0 else { throw .periodMustBePositive }
    guard burst > 0 else { throw .burstMustBePositive }
    let (capacity, overflow) = UInt64(burst).multipliedReportingOverflow(by: UInt64(period))
    guard !overflow, capacity <= 1 << 60, calls <= 1 << 30 else { throw .tooLarge }
    self.calls = UInt64(calls)
    self.period = UInt64(period)
    self.burst = UInt64(burst)
  }
}
