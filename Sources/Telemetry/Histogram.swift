import Locking
import Synchronization

/// Counts measurements in fixed buckets: one comparison a bucket passed and two relaxed atomic additions, mostly to memory
/// that no other thread writes.
package final class Histogram: Instrument {
  /// The most finite bounds a histogram may have.
  package static let maximumBounds = 23

  private let scale: HistogramScale
  private let bounds: InlineArray<23, UInt64>
  private let boundCount: Int
  private let tallies: InlineArray<4, Tally>

  /// What some of the threads have measured.
  private struct Tally: ~Copyable {
    /// One count a bound, then those above all bounds.
    let counts = InlineArray<24, Atomic<UInt64>> { _ in Atomic(0) }
    let sum = Atomic<UInt64>(0)
    /// Keeps tallies out of each other's cache lines.
    private let padding = InlineArray<7, UInt64>(repeating: 0)
  }

  package init(_ scale: HistogramScale) {
    self.scale = scale
    boundCount = scale.bounds.count
    precondition(
      boundCount <= Histogram.maximumBounds
        && zip(scale.bounds, scale.bounds.dropFirst()).allSatisfy(<),
      "a histogram has at most \(Histogram.maximumBounds) bounds, in ascending order")
    bounds = InlineArray { index in index < scale.bounds.count ? scale.bounds[index] : .max }
    tallies = InlineArray { _ in Tally() }
  }

  /// Counts one measurement, in nanoseconds for a scale of seconds, else in the scale's own unit.
  package func record(_ value: UInt64) {
    var bucket = 0
    while bucket < boundCount, value > bounds[bucket] { bucket += 1 }
    let mine = ThreadStripe.index(among: tallies.count)
    tallies[mine].counts[bucket].wrappingAdd(1, ordering: .relaxed)
    tallies[mine].sum.wrappingAdd(value, ordering: .relaxed)
  }

  /// How many measurements were recorded.
  package var count: UInt64 {
    (0...boundCount).reduce(0) { $0 &+ count(in: $1) }
  }

  private func count(in bucket: Int) -> UInt64 {
    tallies.indices.reduce(0) { $0 &+ tallies[$1].counts[bucket].load(ordering: .relaxed) }
  }

  private var sum: UInt64 {
    tallies.indices.reduce(0) { $0 &+ tallies[$1].sum.load(ordering: .relaxed) }
  }

  /// Writes cumulative buckets; the count is their total, so that the two always agree.
  package func write(_ name: String, _ labels: [LabelPair], to text: inout PrometheusText) {
    var total: UInt64 = 0
    for bucket in 0...boundCount {
      total &+= count(in: bucket)
      let bound = bucket < boundCount ? scale.text(of: bounds[bucket]) : "+Inf"
      text.sample(
        name + "_bucket", labels + [LabelPair(name: "le", value: bound)], value: String(total))
    }
    text.sample(name + "_sum", labels, value: scale.text(of: sum))
    text.sample(name + "_count", labels, value: String(total))
  }
}
