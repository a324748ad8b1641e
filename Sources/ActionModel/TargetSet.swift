package import Matching

/// The set of things that an effect may touch.
package enum TargetSet: Sendable, Hashable, CustomStringConvertible {
  /// One path, in canonical form.
  case exact(String)
  /// A path and everything below it.
  case tree(String)
  /// Every path that a glob matches.
  case glob(PathPattern)
  /// Anything at all.
  case unknown

  /// Whether some member may match a pattern; unknown overlaps everything.
  package func overlaps(_ pattern: PathPattern) -> Bool {
    switch self {
    // Text that is no path names nothing that could be told apart from anything else.
    case .exact(let path): pattern.matches(path) || (try? PathName(path)) == nil
    case .tree(let root): pattern.mayMatch(within: root)
    case .glob(let glob): pattern.mayIntersect(glob)
    case .unknown: true
    }
  }

  /// Whether every member surely matches a pattern; unknown is within nothing.
  package func isWithin(_ pattern: PathPattern) -> Bool {
    switch self {
    case .exact(let path): pattern.matches(path)
    case .tree(let root): pattern.coversTree(root)
    case .glob(let glob): pattern.covers(glob)
    case .unknown: false
    }
  }

  package var description: String {
    switch self {
    case .exact(let path): path
    case .tree(let root): root == "/" ? "/**" : "\(root)/**"
    case .glob(let pattern): pattern.description
    case .unknown: "unknown"
    }
  }
}
