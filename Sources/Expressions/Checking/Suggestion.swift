/// Finds the name that somebody probably meant.
enum Suggestion {
  /// A hint naming the closest of the known names; nil if none is close.
  static func hint(for name: String, among known: some Sequence<String>) -> String? {
    let limit = max(1, name.utf8.count / 3)
    var best: (name: String, distance: Int)?
    for candidate in known.sorted() where candidate != name {
      let distance = editDistance(Array(name.utf8), Array(candidate.utf8))
      if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best.map { "did you mean `\($0.name)`?" }
  }

  /// How many bytes to insert, delete, replace or swap with their neighbour to make one text of the other.
  private static func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    guard abs(left.count - right.count) <= 8, left.count <= 64 else { return .max }
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for line in left.indices {
      var row = [line + 1]
      for column in right.indices {
        let substituted = last[column] + (left[line] == right[column] ? 0 : 1)
        var best = min(substituted, last[column + 1] + 1, row[column] + 1)
        if line > 0, column > 0, left[line] == right[column - 1], left[line - 1] == right[column] {
          best = min(best, beforeLast[column - 1] + 1)
        }
        row.append(best)
      }
      beforeLast = last
      last = row
    }
    return last[right.count]
  }
}
