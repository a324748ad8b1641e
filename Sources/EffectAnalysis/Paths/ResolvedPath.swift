import ActionModel

/// The files that a path names, as far as the path and the files tell.
struct ResolvedPath: Hashable {
  let target: TargetSet
  /// Whether a symbolic link nobody has seen could lead elsewhere.
  let isLexical: Bool
  /// Why the target is unknown or less certain than it looks, in words for people; nil where nothing is in the way.
  let gap: String?

  init(_ target: TargetSet, isLexical: Bool, gap: String? = nil) {
    self.target = target
    self.isLexical = isLexical
    self.gap = gap
  }

  /// Any file at all.
  static func unknown(_ why: String) -> ResolvedPath {
    ResolvedPath(.unknown, isLexical: true, gap: why)
  }
}
