import Synchronization

/// Holds a value that goes up and down, such as the number of open connections.
package final class Gauge: Instrument {
  private let value = Atomic<Int64>(0)

  package init() {}

  package func set(_ value: Int64) { self.value.store(value, ordering: .relaxed) }

  /// Moves the value by an amount of either sign.
  package func add(_ amount: Int64) { value.wrappingAdd(amount, ordering: .relaxed) }

  package var current: Int64 { value.load(ordering: .relaxed) }

  package func write(_ name: String, _ labels: [LabelPair], to text: inout PrometheusText) {
    text.sample(name, labels, value: String(current))
  }
}

/// Asks for a value when the metrics are read, for what is known elsewhere anyway, such as a table's size.
final class Sampled: Instrument {
  private let read: @Sendable () -> Int64

  init(_ read: @escaping @Sendable () -> Int64) { self.read = read }

  func write(_ name: String, _ labels: [LabelPair], to text: inout PrometheusText) {
    text.sample(name, labels, value: String(read()))
  }
}
