/// Counts latencies in buckets that are at most 1/64 wide, so that percentiles are exact to 1.6 %.
struct LatencyHistogram {
  private static let steps = 6
  private var counts = [Int](repeating: 0, count: 64 << steps)
  private(set) var total = 0
  private(set) var highest: Int64 = 0

  mutating func add(_ nanoseconds: Int64) {
    counts[Self.bucket(max(0, nanoseconds))] += 1
    total += 1
    highest = max(highest, nanoseconds)
  }

  /// Gives the latency in microseconds that this share (0...1) of all does not exceed.
  func microseconds(at share: Double) -> Double {
    let rank = Int((Double(total) * share).rounded(.up))
    var seen = 0
    for (bucket, count) in counts.enumerated() {
      seen += count
      if seen >= rank, count > 0 { return Double(min(Self.end(of: bucket), highest)) / 1000 }
    }
    return .nan
  }

  /// Small values have a bucket each; above, every power of two is cut into 64.
  private static func bucket(_ value: Int64) -> Int {
    let power = max(0, 63 - value.leadingZeroBitCount - steps)
    return power << steps + Int(value >> Int64(power))
  }

  private static func end(of bucket: Int) -> Int64 {
    let power = max(0, bucket >> steps - 1)
    return Int64(bucket - power << steps + 1) << Int64(power) - 1
  }
}
