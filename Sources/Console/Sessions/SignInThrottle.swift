/// Slows down whoever guesses at tokens: a few failures a minute for each address; a value, whoever guards it.
///
/// Times are nanoseconds on a monotonic clock.
struct SignInThrottle {
  /// The most failures of one address within a period.
  static let failures = 5
  static let period: Int64 = 60 * 1_000_000_000
  /// The most addresses that are told apart; where there are more, those that are not known share one count.
  static let capacity = 1_024

  private struct Count {
    var failures: Int
    let began: Int64
  }

  private var counts: [String: Count] = [:]
  private var others = Count(failures: 0, began: .min)

  /// How long an address has to wait before its next try, in nanoseconds; nil where it may try now.
  func wait(of peer: String, at now: Int64) -> Int64? {
    let count = counts[peer] ?? (counts.count < Self.capacity ? nil : others)
    guard let count, count.failures >= Self.failures else { return nil }
    let end = count.began.addingReportingOverflow(Self.period).partialValue
    return end > now ? end - now : nil
  }

  /// Notes that an address has shown a token that nobody has.
  mutating func fail(_ peer: String, at now: Int64) {
    if counts[peer] == nil, counts.count >= Self.capacity {
      counts = counts.filter { now - $0.value.began < Self.period }
    }
    guard counts[peer] != nil || counts.count < Self.capacity else {
      others = Self.counting(others, at: now)
      return
    }
    counts[peer] = Self.counting(counts[peer], at: now)
  }

  private static func counting(_ count: Count?, at now: Int64) -> Count {
    guard let count, count.began != .min, now - count.began < period else {
      return Count(failures: 1, began: now)
    }
    return Count(failures: count.failures + 1, began: count.began)
  }
}
