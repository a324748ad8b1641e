import ByteParsing
import Crypto
import Notifications
import Telemetry

/// Logs and counts what becomes of letters.
struct NotificationJournal: Sendable {
  private let logger: Logger
  private let outcomes: MetricFamily<Counter>

  init(logger: Logger, metrics: Metrics) {
    self.logger = logger
    outcomes = metrics.counters(
      "gatehouse_notifications_total", "Letters to people since start, by what became of them.",
      by: [MetricLabel("outcome", values: ["delivered", "retried", "dead"])])
  }

  func note(_ report: Notifier.Report) {
    switch report {
    case .delivered:
      outcomes.with("delivered").increment()
    case .retrying(let letter, let wait, let failure):
      outcomes.with("retried").increment()
      logger.warning(
        "notification delayed",
        [
          "channel": .string(letter.channel), "letter": .string(letter.id),
          "problem": .string(failure.description), "wait": .string("\(wait)"),
        ])
    case .dead(let dead):
      outcomes.with("dead").increment()
      logger.error(
        "notification undeliverable",
        [
          "channel": .string(dead.letter.channel), "letter": .string(dead.letter.id),
          "approval": .string(dead.letter.notice.approval), "problem": .string(dead.reason),
        ])
    }
  }
}

extension Notifier.Environment {
  /// The process's own clock and randomness.
  static let system = Notifier.Environment(
    now: { SystemClock.unixNanoseconds() }, sleep: { try await Task.sleep(for: $0) },
    random: { Double.random(in: 0..<1) },
    newID: { "msg_\(Hex.encode(SecureRandom.bytes(16)))" })
}
