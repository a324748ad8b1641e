import Telemetry

/// The service's own log, on standard error.
struct Logging: Sendable {
  let logger: Logger
  let sink: StandardErrorSink

  init(_ format: Configuration.LogFormat, metrics: Metrics) {
    sink = StandardErrorSink()
    let isText =
      switch format {
      case .auto: sink.isTerminal
      case .text: true
      case .json: false
      }
    logger = Logger(
      component: "service", minimum: .info, format: isText ? .text : .json, sink: sink,
      now: { SystemClock.unixNanoseconds() }, metrics: metrics)
  }
}
