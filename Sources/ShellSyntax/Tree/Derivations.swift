/// The texts that stand behind a script's source, and where each of their bytes was read from.
struct Derivations: Sendable {
  /// Neighbouring bytes that neighbour in the text they were read from as well.
  private struct Stretch: Sendable {
    let start: Int
    let origin: Int
  }

  let sourceCount: Int
  /// In order; each ends where the next begins.
  private var stretches: [Stretch] = []

  init(sourceCount: Int) { self.sourceCount = sourceCount }

  /// Notes that the bytes from `start` on, up to the next note, were read from `origin` on.
  mutating func note(_ start: Int, readFrom origin: Int) {
    stretches.append(Stretch(start: start, origin: origin))
  }

  /// Leads a range back to the range of the source that it was read from.
  func sourceRange(of range: Range<Int>) -> Range<Int> {
    if range.upperBound <= sourceCount { return range }
    let start = origin(of: range.lowerBound)
    let end = range.isEmpty ? start : origin(of: range.upperBound - 1) + 1
    return start..<max(start, end)
  }

  /// The byte of the source that a byte was read from.
  private func origin(of index: Int) -> Int {
    var index = index
    while index >= sourceCount, let stretch = stretch(at: index) {
      index = stretch.origin + index - stretch.start
    }
    return min(index, sourceCount)
  }

  /// Every stretch is read from an earlier place, so that following them ends.
  private func stretch(at index: Int) -> Stretch? {
    var low = 0
    var high = stretches.count
    while low < high {
      let middle = (low + high) / 2
      if stretches[middle].start <= index { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : stretches[low - 1]
  }
}
