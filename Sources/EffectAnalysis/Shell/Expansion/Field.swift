/// The stretches of a word that is being expanded, or of one of the words that it becomes.
///
/// Most words have one, for which no array is made.
struct Field {
  private var first: WordPiece?
  private var others: [WordPiece] = []
  /// Whether a letter of patterns is among those that are not quoted.
  private(set) var hasPattern = false

  /// The stretch, where there is but one.
  var only: WordPiece? { others.isEmpty ? first : nil }

  var isEmpty: Bool { first == nil }

  mutating func append(_ piece: WordPiece) {
    if !hasPattern, FilePattern.isPattern(piece) { hasPattern = true }
    guard first != nil else {
      first = piece
      return
    }
    // Of those with more, most have a few.
    if others.capacity == 0 { others.reserveCapacity(3) }
    others.append(piece)
  }

  /// Adds text, to the last stretch where that is text of the same kind.
  mutating func append(_ text: String, isQuoted: Bool) {
    guard let last = others.last ?? first, last.isQuoted == isQuoted,
      case .text(let before) = last.part
    else { return append(WordPiece(part: .text(text), isQuoted: isQuoted)) }
    if others.popLast() == nil { first = nil }
    append(WordPiece(part: .text(before + text), isQuoted: isQuoted))
  }

  /// Visits the stretches in order.
  func eachPiece(_ visit: (WordPiece) -> Void) {
    if let first { visit(first) }
    for piece in others { visit(piece) }
  }

  /// All stretches.
  var pieces: [WordPiece] { first.map { [$0] + others } ?? [] }
}
