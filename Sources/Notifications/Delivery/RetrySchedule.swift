/// Says when a letter that did not arrive is sent again: each time later, and never at the same moment as others.
package struct RetrySchedule: Sendable, Equatable {
  /// Attempts in all; with the others' defaults the last is made after about 50 minutes.
  package var attempts = 9
  /// Before the second attempt; each further wait is three times as long.
  package var first = Duration.seconds(1)
  /// The longest wait, also where the service asks for a longer one.
  package var longest = Duration.seconds(30 * 60)

  package init() {}

  /// The wait after a failed attempt; nil where it was the last.
  ///
  /// - Parameters:
  ///   - attempt: counted from 1.
  ///   - random: in 0..<1; spreads waits over the upper half of what they may be.
  func wait(after attempt: Int, _ failure: DeliveryFailure, random: Double) -> Duration? {
    guard failure.isTemporary, attempt < attempts else { return nil }
    var full = first
    for _ in 1..<attempt where full < longest { full = full * 3 }
    let wait = min(full, longest) * (0.5 + random / 2)
    return min(max(wait, failure.retryAfter ?? .zero), longest)
  }
}
