/// Measures the latency of `POST /v1/decide` at a constant rate (`--rate`), or of one request after another without it.
enum LoadBenchmark {
  static func run(_ options: Options) throws {
    let rate = try options.text("rate", default: "")
    let port = UInt16(clamping: try options.count("port"))
    let generator = LoadGenerator(
      port: port,
      connections: try options.count("connections", default: rate.isEmpty ? 1 : 64),
      pace: rate.isEmpty ? .closed : .open(perSecond: try options.number("rate")),
      requests: requests(to: port))
    let outcome = try generator.run(
      seconds: try options.number("seconds", default: 5), warmup: 0.5)
    report(outcome, as: try options.text("name", default: "load"))
  }

  static func report(_ outcome: LoadGenerator.Outcome, as name: String) {
    Meter.report("\(name)_per_s", Double(outcome.latencies.total) / outcome.seconds)
    for (label, share) in [("p50", 0.5), ("p99", 0.99), ("p99_9", 0.999), ("max", 1)] {
      Meter.report("\(name)_\(label)_us", outcome.latencies.microseconds(at: share))
    }
    Meter.report("\(name)_failures", Double(outcome.failures))
  }

  /// Whole requests, ready to be sent; none that a person would have to approve, which is a transaction of the storage.
  static func requests(to port: UInt16) -> [[UInt8]] {
    (0..<64).filter { !ToolCall.needsApproval($0) }.map { index in
      let body = ToolCall.refund(index)
      let head =
        "POST /v1/decide HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nContent-Type: application/json\r\n"
        + "Content-Length: \(body.count)\r\n\r\n"
      return Array(head.utf8) + body
    }
  }
}
