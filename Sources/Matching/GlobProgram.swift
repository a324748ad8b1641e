import Synchronization

/// What a glob compiles to; shared by all copies of the glob.
final class GlobProgram: Sendable {
  let branches: [GlobBranch]
  let separator: Unicode.Scalar
  /// The automata, which many a glob is never asked for: made where they are first needed.
  private let engines = AtomicLazyReference<GlobEngines>()

  /// Compiles branches; nil when they are too many or too long together.
  init?(_ branches: [GlobBranch], separator: Unicode.Scalar) {
    guard GlobEngines.areEnough(for: branches) else { return nil }
    self.branches = branches
    self.separator = separator
  }

  /// All of every branch, for relations between globs.
  var whole: GlobEngines.Engine { made.whole }

  func matches(_ text: Span<UInt8>) -> Bool { made.matches(text) }

  private var made: GlobEngines {
    engines.load() ?? engines.storeIfNil(GlobEngines(branches, separator: separator))
  }
}
