/// The bucket bounds of a histogram, and the unit that they are shown in.
package struct HistogramScale: Sendable {
  /// How recorded integers become the shown unit.
  private enum Unit: Sendable {
    case nanosecondsAsSeconds
    case plain
  }

  /// The inclusive upper bounds, ascending, in the recorded unit.
  package let bounds: [UInt64]
  private let unit: Unit

  /// Measures time, recorded in nanoseconds and shown in seconds: 1, 2.5 and 5 in each decade from 1 µs to 10 s.
  package static let seconds = HistogramScale(
    bounds: decades(from: 1_000, count: 7) + [10_000_000_000], unit: .nanosecondsAsSeconds)

  /// Measures sizes in bytes: powers of four from 64 B to 64 MiB.
  package static let bytes = HistogramScale(
    bounds: (3...13).map { UInt64(1) << (2 * $0) }, unit: .plain)

  /// Measures small numbers, such as how many decisions share one sync: powers of two from 1 to 4096.
  package static let items = HistogramScale(bounds: (0...12).map { UInt64(1) << $0 }, unit: .plain)

  private static func decades(from start: UInt64, count: Int) -> [UInt64] {
    var bounds: [UInt64] = []
    var decade = start
    for _ in 0..<count {
      bounds += [decade, decade * 5 / 2, decade * 5]
      decade *= 10
    }
    return bounds
  }

  /// Writes a recorded value in the shown unit, exactly.
  func text(of value: UInt64) -> String {
    switch unit {
    case .plain: return String(value)
    case .nanosecondsAsSeconds:
      let (seconds, nanoseconds) = value.quotientAndRemainder(dividingBy: 1_000_000_000)
      guard nanoseconds > 0 else { return String(seconds) }
      let digits = String(nanoseconds)
      var fraction = String(repeating: "0", count: 9 - digits.count) + digits
      while fraction.hasSuffix("0") { fraction.removeLast() }
      return "\(seconds).\(fraction)"
    }
  }
}
