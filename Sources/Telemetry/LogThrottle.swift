/// Bounds how often one message is written: the first lines of each period, then a count of those left out.
///
/// Messages are literals of the program, so the table is as bounded as the program's text.
struct LogThrottle {
  /// How many lines of one message are written in a period.
  static let linesPerPeriod = 10
  /// The length of a period, in nanoseconds.
  static let period: Int64 = 10_000_000_000

  enum Answer: Equatable {
    case write(suppressed: Int)
    case suppress
  }

  private struct Record {
    var periodStart: Int64
    var written = 0
    var suppressed = 0
  }

  private var records: [String: Record] = [:]

  /// Decides on one line; a clock that jumped backwards starts a new period.
  mutating func admit(_ message: String, at now: Int64) -> Answer {
    var record = records[message] ?? Record(periodStart: now)
    let age = now &- record.periodStart
    if age < 0 || age >= LogThrottle.period {
      record.periodStart = now
      record.written = 0
    }
    defer { records[message] = record }
    guard record.written < LogThrottle.linesPerPeriod else {
      record.suppressed += 1
      return .suppress
    }
    record.written += 1
    defer { record.suppressed = 0 }
    return .write(suppressed: record.suppressed)
  }
}
