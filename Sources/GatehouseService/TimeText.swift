import Calendar
import Telemetry

/// Reads points in time as people give them to commands.
package enum TimeText {
  /// Reads `2026-11-21T07:00:00Z`, or `15m`, `2h`, `7d` for that long ago, as nanoseconds since 1970.
  package static func nanoseconds(_ text: String) -> Int64? {
    if let ago = QuantityText.duration(text) {
      return SystemClock.unixNanoseconds() - ago.nanoseconds
    }
    return UTCTimestamp.unixNanoseconds(text)
  }
}
