/// Remembers what words that are known in part name: scripts use the same again and again, and patterns are costly to make.
struct PathMemory {
  /// The most words that are remembered.
  private static let limit = 64

  private struct Key: Hashable {
    let path: Word.Parts
    let directory: Word.Parts
    let isTree: Bool
    let followsLast: Bool

    func hash(into hasher: inout Hasher) { hasher.combine(path.shortHash) }
  }

  private var known: [Key: ResolvedPath] = [:]
  /// The word that was asked for last: of most it is asked where they lead before something is done there.
  private var last: (key: Key, path: ResolvedPath)?

  /// What a word names from a directory, found out once.
  mutating func resolve(
    _ word: Word, from directory: PartialText, isTree: Bool, followsLast: Bool,
    with resolver: PathResolver
  ) -> ResolvedPath {
    let key = Key(
      path: word.parts, directory: directory.parts, isTree: isTree, followsLast: followsLast)
    if let last, last.key == key { return last.path }
    // A plain path is resolved in less time than it takes to remember it.
    let isPlain = word.constant != nil
    if !isPlain, let path = known[key] { return path }
    let path = resolver.resolve(
      word, from: directory.parts, isTree: isTree, followsLast: followsLast)
    if !isPlain, known.count < Self.limit { known[key] = path }
    last = (key, path)
    return path
  }
}
