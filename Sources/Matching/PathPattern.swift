/// A set of absolute paths, written as a path or as a glob.
///
/// A pattern without wildcards, such as `/usr/bin`, is that path and everything below it; with wildcards it is what
/// the `Glob` matches, such as `**/.ssh/**` or `/srv/app/*.env`. Each alternative in braces is taken by itself. Patterns
/// are brought to the normal form of `PathName`; they begin with `/`, or with `**`, which matches at any depth.
package struct PathPattern: Sendable, Hashable, CustomStringConvertible {
  private let glob: Glob

  /// Compiles a pattern.
  package init(_ pattern: String) throws(GlobError) {
    glob = try Glob(pattern, separator: "/") { branches throws(GlobError) in
      var rewritten: [[GlobToken]] = []
      for branch in branches {
        let path = try Self.normalize(branch, pattern)
        rewritten.append(path)
        guard path.allSatisfy(\.isLiteral) else { continue }
        // `/` alone would not match what is below it, and needs no second slash.
        rewritten.append(path + (path.count == 1 ? [.doubleStar] : [.literal("/"), .doubleStar]))
      }
      return rewritten
    }
  }

  /// Tells whether a path matches. Text that is no path matches nothing; any other is brought to normal form first.
  package func matches(_ path: String) -> Bool {
    guard let name = try? PathName(path) else { return false }
    return glob.matches(name.text)
  }

  /// Tells whether a directory, or something below it, may match; yes for text that is no path.
  package func mayMatch(within directory: String) -> Bool {
    guard let name = try? PathName(directory) else { return true }
    return glob.mayMatch(withinDirectory: name.text)
  }

  /// Tells whether a directory and everything below it surely matches; no for text that is no path.
  package func coversTree(_ directory: String) -> Bool {
    guard let name = try? PathName(directory) else { return false }
    return glob.covers(directory: name.text)
  }

  /// Tells whether some path matches both patterns.
  package func mayIntersect(_ other: PathPattern) -> Bool {
    glob.mayIntersect(other.glob)
  }

  /// Tells whether every path that matches the other pattern surely matches this one too.
  package func covers(_ other: PathPattern) -> Bool {
    glob.covers(other.glob)
  }

  package var description: String { glob.pattern }

  private static let nameCharacters = ScalarSet.all.removing("/")

  /// Whether an absolute alternative is in that form already, as those are that are made of resolved paths.
  private static func isNormal(_ tokens: [GlobToken]) -> Bool {
    guard tokens.count > 1, tokens[0].isLiteral("/") else { return false }
    var start = 1
    for index in 1...tokens.count {
      if index < tokens.count {
        if tokens[index].isLiteral("\0") { return false }
        guard tokens[index].isLiteral("/") else { continue }
      }
      switch index - start {
      case 0: return false
      case 1:
        if case .star = tokens[start] { return false }
        if tokens[start].isLiteral(".") { return false }
      case 2:
        if tokens[start].isLiteral("."), tokens[start + 1].isLiteral(".") { return false }
      default: break
      }
      start = index + 1
    }
    return true
  }

  /// Brings one alternative to the normal form of paths, with a slash before each segment but a leading `**`.
  private static func normalize(
    _ tokens: [GlobToken], _ pattern: String
  ) throws(GlobError) -> [GlobToken] {
    func error(_ problem: GlobError.Problem) -> GlobError {
      GlobError(pattern: pattern, problem: problem, offset: 0)
    }
    if isNormal(tokens) { return tokens }
    let isAnywhere = tokens.first == .doubleStar
    guard isAnywhere || tokens.first == .literal("/") else { throw error(.relativePath) }
    guard !tokens.contains(where: { $0.isLiteral("\0") }) else { throw error(.containsNUL) }
    var path: [GlobToken] = []
    path.reserveCapacity(tokens.count + 1)
    /// Where each segment begins in the path, with the slash before it.
    var starts: [Int] = []
    for segment in tokens.split(whereSeparator: { $0.isLiteral("/") }) {
      if segment.count == 1, segment[segment.startIndex].isLiteral(".") { continue }
      if segment.count == 2, segment.allSatisfy({ $0.isLiteral(".") }) {
        guard let start = starts.popLast() else { continue }
        guard path[start...].allSatisfy(\.isLiteral) else { throw error(.parentAfterWildcard) }
        path.removeSubrange(start...)
        continue
      }
      starts.append(path.count)
      if !(isAnywhere && path.isEmpty) { path.append(.literal("/")) }
      // No name is empty, so that `*` alone stands for one character and more.
      if segment.count == 1, case .star = segment[segment.startIndex] {
        path.append(.anyOf(Self.nameCharacters))
      }
      path += segment
    }
    return path.isEmpty && !isAnywhere ? [.literal("/")] : path
  }
}

extension GlobToken {
  fileprivate var isLiteral: Bool {
    if case .literal = self { true } else { false }
  }

  fileprivate func isLiteral(_ scalar: Unicode.Scalar) -> Bool {
    if case .literal(scalar) = self { true } else { false }
  }
}
