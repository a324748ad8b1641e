/// A set of Unicode scalars, as ranges in ascending order that neither touch nor overlap.
struct ScalarSet: Equatable, Sendable {
  private(set) var ranges: [ClosedRange<UInt32>]

  /// Every value a scalar could have; surrogates are in it, and never come up in valid text.
  static let all = ScalarSet(ranges: [0...0x10_FFFF])

  /// The sets of one ASCII character each: patterns consist of little else, and share these.
  private static let ascii: [[ClosedRange<UInt32>]] = (0..<128).map { [$0...$0] }

  init(_ scalar: Unicode.Scalar) {
    ranges = scalar.isASCII ? Self.ascii[Int(scalar.value)] : [scalar.value...scalar.value]
  }

  /// Sorts and joins ranges given in any order.
  init(ranges unordered: [ClosedRange<UInt32>]) {
    ranges = []
    for range in unordered.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      guard let last = ranges.last, range.lowerBound <= last.upperBound + 1 else {
        ranges.append(range)
        continue
      }
      ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
    }
  }

  var isEmpty: Bool { ranges.isEmpty }

  /// The one member of the set; nil when there are none or several.
  var single: Unicode.Scalar? {
    guard ranges.count == 1, ranges[0].count == 1 else { return nil }
    return Unicode.Scalar(ranges[0].lowerBound)
  }

  /// Every scalar that is not in the set.
  var inverted: ScalarSet {
    var gaps: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    for range in ranges {
      if range.lowerBound > next { gaps.append(next...(range.lowerBound - 1)) }
      next = range.upperBound + 1
    }
    if next <= 0x10_FFFF { gaps.append(next...0x10_FFFF) }
    return ScalarSet(ranges: gaps)
  }

  /// The members that are not `scalar`.
  func removing(_ scalar: Unicode.Scalar) -> ScalarSet {
    ScalarSet(ranges: inverted.ranges + [scalar.value...scalar.value]).inverted
  }

  func overlaps(_ range: ClosedRange<UInt32>) -> Bool {
    ranges.contains { $0.overlaps(range) }
  }
}
