/// Finds what somebody probably meant by a name that nobody knows.
package enum Suggestion {
  /// The longest name that is looked at, in Unicode scalars.
  package static let maximumLength = 64

  /// The known name closest to an unknown one, letter case aside; nil where none is close enough to be a misspelling.
  ///
  /// Close means one edit for every three characters of the unknown name, at least one. Of two equally close names the
  /// first wins.
  package static func closest(
    to unknown: String, among known: some Sequence<String>
  ) -> String? {
    let wanted = Array(unknown.lowercased().unicodeScalars)
    guard !wanted.isEmpty, wanted.count <= maximumLength else { return nil }
    var best: (name: String, distance: Int)?
    for name in known {
      let candidate = Array(name.lowercased().unicodeScalars)
      guard candidate.count <= maximumLength else { continue }
      let limit = min(max(wanted.count / 3, 1), wanted.count - 1, (best?.distance ?? Int.max) - 1)
      guard abs(candidate.count - wanted.count) <= limit else { continue }
      let distance = distance(wanted, candidate)
      if distance <= limit { best = (name, distance) }
    }
    return best?.name
  }

  /// How many insertions, deletions, replacements and swaps of neighbours turn one name into the other.
  private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in 1...left.count {
      var current = [row]
      for column in 0..<right.count {
        let isSame = left[row - 1] == right[column]
        var cost = min(
          last[column] + (isSame ? 0 : 1), last[column + 1] + 1, current[column] + 1)
        if row > 1, column > 0, left[row - 2] == right[column], left[row - 1] == right[column - 1] {
          cost = min(cost, beforeLast[column - 1] + 1)
        }
        current.append(cost)
      }
      beforeLast = last
      last = current
    }
    return last[right.count]
  }
}
