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

  /// How many bytes to insert, delete or replace to make one text of the other.
  private static func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    guard abs(left.count - right.count) <= 8, left.count <= 64 else { return .max }
    var row = Array(0...right.count)
    for (line, leftByte) in left.enumerated() {
      var diagonal = row[0]
      row[0] = line + 1
      for (column, rightByte) in right.enumerated() {
        let above = row[column + 1]
        let substituted = diagonal + (leftByte == rightByte ? 0 : 1)
        row[column + 1] = min(substituted, above + 1, row[column] + 1)
        diagonal = above
      }
    }
    return row[right.count]
  }
}
