import Synchronization

/// Counts measurements in fixed buckets: one comparison a bucket passed and two relaxed atomic additions.
package final class Histogram: Instrument {
  /// The most finite bounds a histogram may have.
  package static let maximumBounds = 23

  private let scale: HistogramScale
  private let bounds: InlineArray<23, UInt64>
  private let boundCount: Int
  /// One count a bound, then those above all bounds.
  private let counts: InlineArray<24, Atomic<UInt64>>
  private let sum = Atomic<UInt64>(0)

  package init(_ scale: HistogramScale) {
    self.scale = scale
    boundCount = scale.bounds.count
    precondition(
      boundCount <= Histogram.maximumBounds
        && zip(scale.bounds, scale.bounds.dropFirst()).allSatisfy(<),
      "a histogram has at most \(Histogram.maximumBounds) bounds, in ascending order")
    bounds = InlineArray { index in index < scale.bounds.count ? scale.bounds[index] : .max }
    counts = InlineArray { _ in Atomic(0) }
  }

  /// Counts one measurement, in nanoseconds for a scale of seconds, else in the scale's own unit.
  package func record(_ value: UInt64) {
    var bucket = 0
    while bucket < boundCount, value > bounds[bucket] { bucket += 1 }
    counts[bucket].wrappingAdd(1, ordering: .relaxed)
    sum.wrappingAdd(value, ordering: .relaxed)
  }

  /// How many measurements were recorded.
  package var count: UInt64 {
    (0...boundCount).reduce(0) { $0 &+ counts[$1].load(ordering: .relaxed) }
  }

  /// Writes cumulative buckets; the count is their total, so that the two always agree.
  package func write(_ name: String, _ labels: [LabelPair], to text: inout PrometheusText) {
    var total: UInt64 = 0
    for bucket in 0...boundCount {
      total &+= counts[bucket].load(ordering: .relaxed)
      let bound = bucket < boundCount ? scale.text(of: bounds[bucket]) : "+Inf"
      text.sample(
        name + "_bucket", labels + [LabelPair(name: "le", value: bound)], value: String(total))
    }
    text.sample(name + "_sum", labels, value: scale.text(of: sum.load(ordering: .relaxed)))
    text.sample(name + "_count", labels, value: String(total))
  }
}
