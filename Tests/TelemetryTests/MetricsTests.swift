import Testing

@testable import Telemetry

@Suite struct MetricsTests {
  private enum Verdict: String, CaseIterable { case allow, deny }

  private func text(_ metrics: Metrics) -> String {
    String(decoding: metrics.exposition(), as: UTF8.self)
  }

  @Test func `metrics are written by name with help and type`() {
    let metrics = Metrics()
    metrics.gauge("connections_open", "Open now.") { -2 }
    let taken = metrics.counter("connections_total", "Taken,\nwith \"a\" \\ in it.")
    metrics.gauge("rules", "Loaded.") { 12 }
    taken.increment()
    taken.increment(by: 41)
    #expect(
      text(metrics) == """
        # HELP connections_open Open now.
        # TYPE connections_open gauge
        connections_open -2
        # HELP connections_total Taken,\\nwith "a" \\\\ in it.
        # TYPE connections_total counter
        connections_total 42
        # HELP rules Loaded.
        # TYPE rules gauge
        rules 12

        """)
  }

  @Test func `a histogram counts each measurement in the first bucket that holds it`() {
    let metrics = Metrics()
    let sizes = metrics.histogram("size", "Sizes.", .items)
    for value: UInt64 in [0, 1, 2, 3, 4_096, 4_097] { sizes.record(value) }
    let lines = text(metrics).split(separator: "\n").map(String.init)
    #expect(lines.contains("size_bucket{le=\"1\"} 2"))
    #expect(lines.contains("size_bucket{le=\"2\"} 3"))
    #expect(lines.contains("size_bucket{le=\"4\"} 4"))
    #expect(lines.contains("size_bucket{le=\"2048\"} 4"))
    #expect(lines.contains("size_bucket{le=\"4096\"} 5"))
    #expect(lines.suffix(3) == ["size_bucket{le=\"+Inf\"} 6", "size_sum 8199", "size_count 6"])
  }

  @Test func `time is recorded in nanoseconds and shown exactly in seconds`() {
    let metrics = Metrics()
    let seconds = metrics.histograms(
      "wait_seconds", "Waits.", .seconds, by: [MetricLabel("verdict", of: Verdict.self)])
    seconds.with("deny").record(2_500_001)
    let lines = text(metrics).split(separator: "\n").map(String.init)
    #expect(lines.contains("wait_seconds_bucket{verdict=\"deny\",le=\"0.000001\"} 0"))
    #expect(lines.contains("wait_seconds_bucket{verdict=\"deny\",le=\"0.0025\"} 0"))
    #expect(lines.contains("wait_seconds_bucket{verdict=\"deny\",le=\"0.005\"} 1"))
    #expect(lines.contains("wait_seconds_bucket{verdict=\"deny\",le=\"10\"} 1"))
    #expect(lines.contains("wait_seconds_sum{verdict=\"deny\"} 0.002500001"))
  }

  @Test func `label values outside the closed set are counted as other`() {
    let metrics = Metrics()
    let calls = metrics.counters(
      "calls_total", "Calls.",
      by: [MetricLabel("verdict", of: Verdict.self), MetricLabel("tool", values: ["fs.\"x\""])])
    calls.with("allow", "fs.\"x\"").increment()
    for attempt in 0..<1_000 { calls.with("deny", "evil-\(attempt)").increment() }
    calls.allow(["net.get"], for: "tool")
    calls.with("deny", "net.get").increment()
    let samples = text(metrics).split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(
      samples == [
        "calls_total{verdict=\"allow\",tool=\"fs.\\\"x\\\"\"} 1",
        "calls_total{verdict=\"deny\",tool=\"net.get\"} 1",
        "calls_total{verdict=\"deny\",tool=\"other\"} 1000",
      ])
  }

  @Test func `with the series used up further values are counted as other`() {
    let metrics = Metrics(seriesLimit: 10)
    let names = (0..<100).map { "tool-\($0)" }
    let calls = metrics.counters(
      "calls_total", "Calls.", by: [MetricLabel("tool", values: names)])
    for name in names { calls.with(name).increment() }
    let samples = text(metrics).split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(samples.count == 11)
    #expect(samples.contains("calls_total{tool=\"other\"} 90"))
  }

  @Test func `increments from many tasks are all counted`() async {
    let metrics = Metrics()
    let counter = metrics.counter("a_total", "A.")
    let histogram = metrics.histogram("b", "B.", .bytes)
    await withTaskGroup { group in
      for _ in 0..<8 {
        group.addTask { @concurrent in
          for value: UInt64 in 0..<10_000 {
            counter.increment()
            histogram.record(value)
          }
        }
      }
    }
    #expect(counter.current == 80_000)
    #expect(histogram.count == 80_000)
  }

  @Test func `a name made twice or malformed stops the process`() async {
    await #expect(processExitsWith: .failure) {
      let metrics = Metrics()
      _ = metrics.counter("a_total", "A.")
      _ = metrics.counter("a_total", "A.")
    }
    await #expect(processExitsWith: .failure) { _ = Metrics().counter("a-b", "A.") }
  }
}
