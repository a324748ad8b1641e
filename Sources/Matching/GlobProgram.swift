import Synchronization

/// What a glob compiles to; shared by all copies of the glob.
final class GlobProgram: Sendable {
  private let alternatives: [[GlobToken]]
  let separator: Unicode.Scalar
  /// The automata, which many a glob is never asked for: made where they are first needed.
  private let engines = AtomicLazyReference<GlobEngines>()

  /// Compiles alternatives; nil when they are too many or too long together.
  init?(_ alternatives: [[GlobToken]], separator: Unicode.Scalar) {
    // Each takes a state for each of its characters, and one to begin in.
    let states = alternatives.reduce(0) { $0 + $1.count(where: \.isCharacter) + 1 }
    guard states <= GlobEngines.capacity else { return nil }
    self.alternatives = alternatives
    self.separator = separator
  }

  var branches: [GlobBranch] { made.branches }

  /// All of every branch, for relations between globs.
  var whole: GlobEngines.Engine { made.whole }

  func matches(_ text: Span<UInt8>) -> Bool { made.matches(text) }

  private var made: GlobEngines {
    if let engines = engines.load() { return engines }
    let branches = alternatives.map { GlobBranch($0, separator: separator) }
    return engines.storeIfNil(GlobEngines(branches, separator: separator))
  }
}
