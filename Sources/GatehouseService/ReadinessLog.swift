import HTTPAnswers
import Locking
import Telemetry

/// Tells the service's log when a part of the instance stops working, and when it works again.
final class ReadinessLog: Sendable {
  private let logger: Logger
  private let failing = Locked<Set<String>>([])

  init(_ logger: Logger) {
    self.logger = logger
  }

  /// Compares the state with that of the last call, and logs what has changed.
  func note(_ readiness: Readiness) {
    let failures = readiness.checks.filter { !$0.isPassing }
    let names = Set(failures.map(\.name))
    let before = failing.withLock { failing in
      defer { failing = names }
      return failing
    }
    for check in failures where !before.contains(check.name) {
      logger.error(
        "not ready", ["check": .string(check.name), "detail": .string(check.detail)])
    }
    for name in before.subtracting(names).sorted() {
      logger.info("ready again", ["check": .string(name)])
    }
  }
}
