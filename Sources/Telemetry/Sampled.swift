/// Asks for a value when the metrics are read, for what is known elsewhere anyway, such as a table's size.
final class Sampled: Instrument {
  private let read: @Sendable () -> Int64

  init(_ read: @escaping @Sendable () -> Int64) { self.read = read }

  func write(_ name: String, _ labels: [LabelPair], to text: inout PrometheusText) {
    text.sample(name, labels, value: String(read()))
  }
}
