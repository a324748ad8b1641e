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
  /// The directory that the last relative path started from, and what it is to plain ones.
  private var start: (directory: PartialText, plain: PlainDirectory?)?
  /// The same taken apart, where a pattern has started from it.
  private var apart: (directory: PartialText, components: PathComponents)?

  /// What a word names from a directory, found out once.
  mutating func resolve(
    _ word: Word, from directory: PartialText, isTree: Bool, followsLast: Bool,
    with resolver: PathResolver
  ) -> ResolvedPath {
    let text = word.constant
    // A plain path is resolved in less time than it takes to remember it.
    if let text,
      let path = resolver.resolvePlainly(text, from: plain(directory), isTree: isTree)
    {
      return path
    }
    let key = Key(
      path: word.parts, directory: directory.parts, isTree: isTree, followsLast: followsLast)
    if let last, last.key == key { return last.path }
    let path: ResolvedPath
    if text != nil {
      path = resolver.resolve(
        word, from: directory.parts, isTree: isTree, followsLast: followsLast)
    } else if let known = known[key] {
      return known
    } else {
      path = resolver.resolve(
        PathComponents(word.parts), from: components(directory), isTree, followsLast)
      if known.count < Self.limit { known[key] = path }
    }
    last = (key, path)
    return path
  }

  private mutating func components(_ directory: PartialText) -> PathComponents {
    if let apart, apart.directory == directory { return apart.components }
    let components = PathComponents(directory.parts)
    apart = (directory, components)
    return components
  }

  /// The directory as plain paths start from it, found out once for all that do one after the other.
  private mutating func plain(_ directory: PartialText) -> PlainDirectory? {
    if start?.directory == directory { return start?.plain }
    let plain = directory.constant.flatMap { PlainDirectory($0) }
    start = (directory, plain)
    return plain
  }
}
