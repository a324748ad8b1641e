/// A stretch of a word that is being expanded.
struct WordPiece: Hashable {
  let part: Word.Part
  /// Whether it stands for itself, so that no letter in it is a pattern.
  let isQuoted: Bool
}
