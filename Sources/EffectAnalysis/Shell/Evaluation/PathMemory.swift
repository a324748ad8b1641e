/// Remembers what words that are known in part name: scripts use the same again and again, and patterns are costly to make.
struct PathMemory {
  /// The most words that are remembered.
  private static let limit = 64

  private struct Key: Hashable {
    let path: Word.Parts
    let directory: Word.Parts
    let isTree: Bool
    let followsLast: Bool
  }

  private var known: [Key: ResolvedPath] = [:]

  /// What a word names from a directory, found out once.
  mutating func resolve(
    _ word: Word, from directory: PartialText, isTree: Bool, followsLast: Bool,
    with resolver: PathResolver
  ) -> ResolvedPath {
    let key = Key(
      path: word.parts, directory: directory.parts, isTree: isTree, followsLast: followsLast)
    if let path = known[key] { return path }
    let path = resolver.resolve(
      word, from: directory.parts, isTree: isTree, followsLast: followsLast)
    if known.count < Self.limit { known[key] = path }
    return path
  }
}
