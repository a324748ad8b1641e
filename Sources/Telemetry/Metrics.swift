import Locking

/// Keeps every metric of one service, and writes them in the Prometheus text format.
///
/// Metrics are made once, when the service is wired; a name made twice, or one that is none, is a programming error and
/// stops the process there.
package final class Metrics: Sendable {
  /// How many series a registry makes before further label values are counted as `other`.
  package static let standardSeriesLimit = 4_096

  private struct Entry {
    let help: String
    let type: String
    let writeSamples: @Sendable (String, inout PrometheusText) -> Void
  }

  private let budget: SeriesBudget
  private let entries = Locked<[String: Entry]>([:])

  package init(seriesLimit: Int = Metrics.standardSeriesLimit) {
    budget = SeriesBudget(seriesLimit)
  }

  /// Makes a counter; its name ends in `_total`.
  package func counter(_ name: String, _ help: String) -> Counter {
    counters(name, help, by: []).with()
  }

  /// Makes a counter for each combination of label values.
  package func counters(
    _ name: String, _ help: String, by labels: [MetricLabel]
  ) -> MetricFamily<Counter> {
    add(name, help, "counter", labels) { Counter() }
  }

  /// Makes a gauge whose value is asked for each time the metrics are read, on the reader's thread.
  package func gauge(_ name: String, _ help: String, read: @escaping @Sendable () -> Int64) {
    _ = add(name, help, "gauge", []) { Sampled(read) }.with()
  }

  /// Makes a counter that is kept elsewhere and asked for each time the metrics are read, on the reader's thread; its
  /// name ends in `_total`.
  package func counter(_ name: String, _ help: String, read: @escaping @Sendable () -> Int64) {
    _ = add(name, help, "counter", []) { Sampled(read) }.with()
  }

  /// Makes a histogram of what is recorded in the unit of its scale.
  package func histogram(_ name: String, _ help: String, _ scale: HistogramScale) -> Histogram {
    histograms(name, help, scale, by: []).with()
  }

  /// Makes a histogram for each combination of label values.
  package func histograms(
    _ name: String, _ help: String, _ scale: HistogramScale, by labels: [MetricLabel]
  ) -> MetricFamily<Histogram> {
    add(name, help, "histogram", labels) { Histogram(scale) }
  }

  /// Writes all metrics, by name, in the Prometheus text format 0.0.4.
  package func exposition() -> [UInt8] {
    var text = PrometheusText()
    for (name, entry) in entries.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
      text.header(name, help: entry.help, type: entry.type)
      entry.writeSamples(name, &text)
    }
    return text.bytes
  }

  private func add<Member: Instrument>(
    _ name: String, _ help: String, _ type: String, _ labels: [MetricLabel],
    _ make: @escaping @Sendable () -> Member
  ) -> MetricFamily<Member> {
    precondition(
      PrometheusText.isName(name) && labels.allSatisfy { PrometheusText.isName($0.name) },
      "`\(name)` or one of its labels is not a metric name")
    let family = MetricFamily<Member>(labels: labels, budget: budget, make: make)
    entries.withLock { entries in
      precondition(entries[name] == nil, "metric `\(name)` is made twice")
      entries[name] = Entry(help: help, type: type) { family.writeSamples($0, to: &$1) }
    }
    return family
  }
}
