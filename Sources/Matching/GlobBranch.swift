/// One alternative of a glob as the automaton runs it: characters, and what may stand before each.
///
/// `src/**/*.c` becomes `s` `r` `c` `/`, then `.` with *anything* before it, then `c`.
struct GlobBranch: Equatable, Sendable {
  /// What may stand before an item, or after the last one.
  enum Gap: Equatable, Sendable {
    case nothing
    /// `*`: characters other than the separator.
    case withinSegment
    /// `**`: anything.
    case anything
    /// `**/` at the start of a segment: nothing, or whole segments with the separator after the last.
    case wholeSegments
  }

  /// One character of the text, from a set of characters.
  struct Item: Equatable, Sendable {
    var gap: Gap
    var characters: ScalarSet
  }

  var items: [Item] = []
  var lastGap = Gap.nothing

  init(_ tokens: [GlobToken], separator: Unicode.Scalar) {
    items.reserveCapacity(tokens.count)
    var index = 0
    while index < tokens.count {
      switch tokens[index] {
      case .literal(let scalar):
        append(ScalarSet(scalar))
      case .anyOf(let characters):
        append(characters)
      case .star:
        lastGap = lastGap == .nothing || lastGap == .withinSegment ? .withinSegment : .anything
      case .doubleStar:
        let isSegmentStart = index == 0 || tokens[index - 1] == .literal(separator)
        let isWholeSegment =
          isSegmentStart && index + 1 < tokens.count && tokens[index + 1] == .literal(separator)
        if isWholeSegment { index += 1 }
        lastGap =
          isWholeSegment && lastGap != .anything ? .wholeSegments : .anything
      }
      index += 1
    }
  }

  private mutating func append(_ characters: ScalarSet) {
    items.append(Item(gap: lastGap, characters: characters))
    lastGap = .nothing
  }

  /// How many items at the start are plain characters with nothing before them.
  var literalPrefixLength: Int {
    items.prefix { $0.gap == .nothing && $0.characters.single != nil }.count
  }

  /// How many items at the end are plain characters with nothing after them; what is before the first may vary.
  var literalSuffixLength: Int {
    guard lastGap == .nothing else { return 0 }
    var count = 0
    for item in items.reversed() {
      guard item.characters.single != nil else { break }
      count += 1
      if item.gap != .nothing { break }
    }
    return count
  }

  /// The branch without its first and last so many items; the gap before the first item dropped at the end stays.
  func trimmed(prefix: Int, suffix: Int) -> GlobBranch {
    var branch = self
    if suffix > 0 {
      branch.lastGap = items[items.count - suffix].gap
      branch.items.removeLast(suffix)
    }
    branch.items.removeFirst(prefix)
    return branch
  }
}
