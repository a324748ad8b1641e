import ActionModel
import Matching

/// Brings paths to the one form that every door and every rule uses: absolute, without `.`, `..` or doubled slashes.
struct PathResolver {
  /// The agent's home directory; nil where it is not known.
  let home: String?
  /// The agent's files; nil where they are elsewhere.
  let files: (any FileSystemView)?
  let names: FileNameRules
  /// Whether paths are all there is to go by.
  private let isBlind: Bool

  init(
    home: String?, files: (any FileSystemView)? = nil, names: FileNameRules = FileNameRules()
  ) {
    self.home = home
    self.files = files
    self.names = names
    isBlind = files == nil
  }

  /// Resolves a word of a command line, which has been through all expansions, from a directory.
  ///
  /// - Parameters:
  ///   - directory: The parts of an absolute path; nil or empty where it is not known.
  ///   - isTree: Whether everything below the path is meant too.
  ///   - followsLast: Whether a link at the end is followed; `rm` and `mv` do not.
  func resolve(
    _ word: Word, from directory: Word.Parts?, isTree: Bool = false, followsLast: Bool = true
  ) -> ResolvedPath {
    if let text = word.constant {
      var base: String?
      if let directory {
        if !directory.isEmpty { base = directory.constant }
        if base == nil, text.utf8.first != UInt8(ascii: "/") {
          return resolve(
            PathComponents(text), from: PathComponents(directory), isTree, followsLast)
        }
      }
      return resolve(text: text, from: base, isTree: isTree, followsLast: followsLast)
    }
    return resolve(
      PathComponents(word.parts), from: directory.map { PathComponents($0) }, isTree, followsLast)
  }

  /// Resolves text as the kernel would, from a directory; `~` is no more than a name.
  func resolve(
    text: String, from directory: String?, isTree: Bool = false, followsLast: Bool = true
  ) -> ResolvedPath {
    if let plain = resolvePlainly(
      text, from: directory.flatMap { PlainDirectory($0) }, isTree: isTree)
    {
      return plain
    }
    return resolve(
      PathComponents(text), from: directory.map { PathComponents($0) }, isTree, followsLast)
  }

  /// The directory that `~` or `~user` stands for; nil where that is not known.
  func home(of user: Substring) -> String? {
    if user.isEmpty { return home }
    return user == "root" ? "/root" : "/home/\(user)"
  }

  /// Resolves by spelling alone; nil where that is not all there is to it.
  ///
  /// - Parameter directory: Where a relative path starts from; asked for of such paths only.
  func resolvePlainly(
    _ text: String, from directory: @autoclosure () -> PlainDirectory?, isTree: Bool
  ) -> ResolvedPath? {
    // The links of /proc and /dev lead elsewhere before a `..` behind them is looked at.
    guard isBlind, let name = try? PathName(text), !MagicLinks.mayBeIn(text) else { return nil }
    let path: String
    if name.isAbsolute {
      path = names.canonical(name.text)
    } else {
      guard let directory = directory() else { return nil }
      path = names.canonical(directory.path(of: name))
    }
    return ResolvedPath(isTree ? .tree(path) : .exact(path), isLexical: true)
  }

  /// Resolves a path that was taken apart, from a directory that was.
  func resolve(
    _ path: PathComponents, from directory: PathComponents?, _ isTree: Bool, _ followsLast: Bool
  ) -> ResolvedPath {
    if let gap = path.gap { return .unknown(gap) }
    var walk = PathWalk(files: files, workingDirectory: directory)
    if !path.isAbsolute {
      guard let directory, directory.isAbsolute else {
        return .unknown("the directory that the path starts from is not known")
      }
      if let gap = directory.gap { return .unknown(gap) }
      walk.take(directory.all, followsLast: true)
    }
    walk.take(path.all, followsLast: followsLast, isTree: isTree)
    if let gap = walk.gap { return .unknown(gap) }
    return ResolvedPath(target(of: walk, isTree), isLexical: walk.isLexical)
  }

  private func target(of walk: PathWalk, _ isTree: Bool) -> TargetSet {
    let prefix = walk.path
    guard let last = walk.tail.last else {
      let path = names.canonical(prefix)
      return isTree ? .tree(path) : .exact(path)
    }
    if walk.tail.count == 1, last == .below { return .tree(names.canonical(prefix)) }
    var text = prefix == "/" ? "" : PathComponent.name(prefix).glob
    var isBelow = false
    for component in walk.tail {
      if component == .below && isBelow { continue }
      isBelow = component == .below
      text += "/" + component.glob
    }
    if last == .below { text = String(text.dropLast(3)) }
    if isTree || last == .below { text = "{\(text),\(text)/**}" }
    guard let pattern = try? PathPattern(names.canonical(text)) else {
      return .tree(names.canonical(prefix))
    }
    return .glob(pattern)
  }
}

extension PathComponents {
  /// The path in plain text, if all of it is known.
  var literalPath: String? {
    guard isAbsolute, gap == nil else { return nil }
    var text = ""
    for component in all {
      switch component {
      case .name(let name): text += "/" + name
      case .parent: text += "/.."
      case .pattern, .patternOrParent, .below: return nil
      }
    }
    return text.isEmpty ? "/" : text
  }
}
