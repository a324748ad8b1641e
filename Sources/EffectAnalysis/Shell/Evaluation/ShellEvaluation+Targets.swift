import ActionModel

/// From words to targets, and from targets to effects.
extension ShellEvaluation {
  /// Notes an effect on a path.
  mutating func touch(_ kind: Effect.Kind, _ word: Word, isTree: Bool = false) {
    if let text = word.constant {
      if text.isEmpty { return }
      switch SpecialPath(text) {
      case .harmless, .descriptor: return
      case .device where kind == .writes: collector.raise(to: .irreversible)
      default: break
      }
    }
    let followsLast = kind != .deletes
    for directory in state.directories.all {
      let resolved = resolver.resolve(
        word, from: directory.parts, isTree: isTree, followsLast: followsLast)
      note(resolved, kind, at: word.bytes)
    }
  }

  private mutating func note(_ resolved: ResolvedPath, _ kind: Effect.Kind, at bytes: Range<Int>) {
    collector.add(kind, resolved.target, at: bytes)
    if !resolved.isLexical { return }
    isLexical = true
  }

  /// The one path that a word surely names; nil where there are several or none.
  func path(of word: PartialText) -> String? {
    guard state.directories.all.count == 1 else {
      guard let text = word.constant, text.hasPrefix("/") else { return nil }
      return exactPath(word, from: state.directories.all[0])
    }
    return exactPath(word, from: state.directories.all[0])
  }

  private func exactPath(_ word: PartialText, from directory: PartialText) -> String? {
    guard word.constant?.isEmpty == false else { return nil }
    // What was written to a descriptor's path is found by its spelling.
    if let text = word.constant, text.hasPrefix("/dev/fd/") { return text }
    let resolved = resolver.resolve(word.word(at: 0..<0), from: directory.parts)
    guard case .exact(let path) = resolved.target else { return nil }
    return path
  }

  /// Notes an effect on a host; whoever sends connects too.
  mutating func reach(_ kind: Effect.Kind, _ target: TargetSet, at bytes: Range<Int>) {
    if kind == .sends {
      collector.add(.connects, target, at: bytes)
      collector.raise(to: .irreversible)
    }
    collector.add(kind, target, at: bytes)
  }

  /// Says that something runs which is not known.
  mutating func runOpaque(_ why: String, at bytes: Range<Int>) {
    collector.add(.executes, .unknown, at: bytes)
    collector.addGap(why, at: bytes)
  }
}
