import Locking

/// Writes structured log lines: a level, a fixed message, and typed values.
///
/// A message is a literal, so it can hold no outside text: that goes into the values, where it is escaped. A message that
/// repeats is written at most 10 times in 10 seconds; the next line says how many were left out.
package struct Logger: Sendable {
  private let component: StaticString
  private let core: LoggerCore

  /// Makes the logger of a whole service.
  ///
  /// - Parameters:
  ///   - minimum: the lowest level that is written.
  ///   - now: the wall clock, in nanoseconds since 1970.
  ///   - metrics: where lines written and lost are counted.
  package init(
    component: StaticString, minimum: LogLevel, format: LogFormat, sink: any LogSink,
    now: @escaping @Sendable () -> Int64, metrics: Metrics
  ) {
    self.component = component
    core = LoggerCore(minimum: minimum, format: format, sink: sink, now: now, metrics: metrics)
  }

  private init(component: StaticString, core: LoggerCore) {
    self.component = component
    self.core = core
  }

  /// The same log under another component's name.
  package func named(_ component: StaticString) -> Logger {
    Logger(component: component, core: core)
  }

  package func debug(
    _ message: StaticString, _ fields: KeyValuePairs<StaticString, LogValue> = [:]
  ) {
    core.log(.debug, component, message, fields)
  }

  package func info(
    _ message: StaticString, _ fields: KeyValuePairs<StaticString, LogValue> = [:]
  ) {
    core.log(.info, component, message, fields)
  }

  package func warning(
    _ message: StaticString, _ fields: KeyValuePairs<StaticString, LogValue> = [:]
  ) {
    core.log(.warning, component, message, fields)
  }

  package func error(
    _ message: StaticString, _ fields: KeyValuePairs<StaticString, LogValue> = [:]
  ) {
    core.log(.error, component, message, fields)
  }
}

/// What all loggers of a service share.
private final class LoggerCore: Sendable {
  private enum Loss: String, CaseIterable {
    case repeated
    case sinkFull = "sink_full"
  }

  private let minimum: LogLevel
  private let format: LogFormat
  private let sink: any LogSink
  private let now: @Sendable () -> Int64
  private let throttle = Locked(LogThrottle())
  private let lines: MetricFamily<Counter>
  private let lost: MetricFamily<Counter>

  init(
    minimum: LogLevel, format: LogFormat, sink: any LogSink, now: @escaping @Sendable () -> Int64,
    metrics: Metrics
  ) {
    self.minimum = minimum
    self.format = format
    self.sink = sink
    self.now = now
    lines = metrics.counters(
      "gatehouse_log_lines_total", "Log lines written.",
      by: [MetricLabel("level", of: LogLevel.self)])
    lost = metrics.counters(
      "gatehouse_log_lines_lost_total",
      "Log lines left out because their message repeated or the output was full.",
      by: [MetricLabel("cause", of: Loss.self)])
  }

  func log(
    _ level: LogLevel, _ component: StaticString, _ message: StaticString,
    _ fields: KeyValuePairs<StaticString, LogValue>
  ) {
    guard level >= minimum else { return }
    let now = now()
    guard
      case .write(let suppressed) = throttle.withLock({
        $0.admit("\(level.rawValue) \(component) \(message)", at: now)
      })
    else {
      lost.with(Loss.repeated.rawValue).increment()
      return
    }
    let line = LogLine(
      unixNanoseconds: now, level: level, component: component, message: message, fields: fields,
      suppressed: suppressed)
    guard sink.write(line.bytes(format)) else {
      lost.with(Loss.sinkFull.rawValue).increment()
      return
    }
    lines.with(level.rawValue).increment()
  }
}
