import ActionModel
import Matching

/// From words to targets, and from targets to effects.
extension ShellEvaluation {
  /// Notes an effect on a path.
  mutating func touch(_ kind: Effect.Kind, _ word: Word, isTree: Bool = false) {
    guard collector.effects.count >= TouchMemory.worthwhile else {
      return touchAnew(kind, word, isTree: isTree)
    }
    let touch = TouchMemory.Touch(
      kind: kind, path: word.parts, isTree: isTree, isByGit: isGit)
    collector.touches.move(to: state.directories)
    if let readings = collector.touches.readings(of: touch) {
      return collector.repeatReadings(readings)
    }
    let before = collector.readings
    touchAnew(kind, word, isTree: isTree)
    collector.touches.remember(touch, readings: collector.readings - before)
  }

  private mutating func touchAnew(_ kind: Effect.Kind, _ word: Word, isTree: Bool) {
    if let text = word.constant {
      if text.isEmpty { return }
      switch SpecialPath(text) {
      case .harmless, .descriptor: return
      case .device where kind == .writes: collector.raise(to: .irreversible)
      default: break
      }
    } else if touchGiven(kind, word, isTree: isTree) {
      return
    }
    let followsLast = if case .deletes = kind { false } else { true }
    for directory in state.directories.all {
      let resolved = resolve(word, from: directory, isTree: isTree, followsLast: followsLast)
      note(resolved, kind, at: word.bytes)
    }
  }

  /// Notes an effect on a path that the environment names, and on what is left of it where the environment does not; false
  /// for other paths.
  private mutating func touchGiven(_ kind: Effect.Kind, _ word: Word, isTree: Bool) -> Bool {
    guard word.parts.contains(.given), !word.parts.contains(.anything) else { return false }
    collector.add(kind, .given, at: word.bytes)
    // What would be changed without the variable is not what is meant; what would be read or run counts.
    guard kind == .reads || kind == .loads || kind == .executes else { return true }
    let rest = Word(parts: PartialText(word).withoutGiven.parts, bytes: word.bytes)
    if !rest.parts.isEmpty { touch(kind, rest, isTree: isTree) }
    return true
  }

  /// Notes an effect on all paths that a file lists, or what flows in, where that is known.
  mutating func touchListed(_ kind: Effect.Kind, in word: Word) {
    guard word.constant == "-", input.isPresent, let paths = input.stream.lineTexts,
      paths.count <= 64
    else {
      if word.constant != "-" { touch(.reads, word) }
      return collector.add(kind, .unknown, at: word.bytes)
    }
    for path in paths { touch(kind, path.word(at: word.bytes), isTree: true) }
  }

  /// Notes that files below a directory are looked for by their names.
  mutating func search(_ word: Word) {
    if word.parts.contains(.given), !word.parts.contains(.anything) {
      collector.add(.reads, .given, at: word.bytes)
      return
    }
    for directory in state.directories.all {
      let resolved = resolve(word.untilBelow, from: directory)
      if resolved.isLexical { isLexical = true }
      let target: TargetSet =
        switch resolved.target {
        case .exact(let path), .tree(let path): .named(.init(space: .directory, name: path))
        case .glob(let pattern): .named(.init(space: .directory, name: pattern.description))
        case let other: other
        }
      collector.add(.reads, target, at: word.bytes)
    }
  }

  /// What a word names from a directory.
  private mutating func resolve(
    _ word: Word, from directory: PartialText, isTree: Bool = false, followsLast: Bool = true
  ) -> ResolvedPath {
    paths.resolve(
      word, from: directory, isTree: isTree, followsLast: followsLast, with: resolver)
  }

  private mutating func note(_ resolved: ResolvedPath, _ kind: Effect.Kind, at bytes: Range<Int>) {
    collector.add(kind, resolved.target, at: bytes)
    if resolved.isLexical { isLexical = true }
    // Whoever writes anything below a repository's directory may write what git runs; git itself does not.
    if !isGit, case .tree(let path) = resolved.target,
      kind == .writes || kind == .changesPermissions, path.hasSuffix("/.git")
    {
      collector.add(kind, .tree(path + "/hooks"), at: bytes)
    }
  }

  /// The one path that a word surely names; nil where there are several or none.
  mutating func path(of word: PartialText) -> String? {
    let directories = state.directories.all
    guard directories.count == 1 || word.constant?.hasPrefix("/") == true else { return nil }
    return exactPath(word, from: directories[0])
  }

  private mutating func exactPath(_ word: PartialText, from directory: PartialText) -> String? {
    guard word.constant?.isEmpty == false else { return nil }
    // What was written to a descriptor's path is found by its spelling.
    if let text = word.constant, text.hasPrefix("/dev/fd/") { return text }
    let resolved = resolve(word.word(at: 0..<0), from: directory)
    guard case .exact(let path) = resolved.target else { return nil }
    return path
  }

  /// The host that a word names.
  mutating func host(_ word: Word, scheme: String?, port: UInt16?) -> TargetSet {
    let name = HostMemory.Name(word: word.parts, scheme: scheme, port: port)
    return table.hosts[name] ?? hosts.target(of: name, at: word.bytes)
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
