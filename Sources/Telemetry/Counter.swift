import Synchronization

/// Counts events; it only grows, and starts at zero with the process.
///
/// An increment is one relaxed atomic addition, so any loop may call it at any rate.
package final class Counter: Instrument {
  private let value = Atomic<UInt64>(0)

  package init() {}

  /// Adds to the count; wraps around after 2⁶⁴, which Prometheus takes for a restart.
  package func increment(by amount: UInt64 = 1) {
    value.wrappingAdd(amount, ordering: .relaxed)
  }

  package var current: UInt64 { value.load(ordering: .relaxed) }

  package func write(_ name: String, _ labels: [LabelPair], to text: inout PrometheusText) {
    text.sample(name, labels, value: String(current))
  }
}
