/// The signed statement of which segments retention has kept.
///
/// It is made before a segment is dropped, so that a missing segment is either named here or a gap.
struct Retention: Equatable {
  static let file = "retention"
  private static let title = "gatehouse audit retention v1"

  let origin: String
  /// The number of the first segment whose lines are kept.
  let firstSegment: Int

  init(origin: String, firstSegment: Int) {
    self.origin = origin
    self.firstSegment = firstSegment
  }

  var text: String { "\(Self.title)\norigin \(origin)\nkeeps \(firstSegment)\n" }

  init?(text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count == 4, lines[1].hasPrefix("origin "), lines[2].hasPrefix("keeps "),
      let first = Int(lines[2].dropFirst(6)), first > 0
    else { return nil }
    self.init(origin: String(lines[1].dropFirst(7)), firstSegment: first)
    guard self.text == text else { return nil }
  }
}
