import ActionModel

/// Remembers which hosts words name: reading an address takes longer than most commands.
struct HostMemory {
  /// The most words that are remembered.
  private static let limit = 64

  /// A host as a command line writes it, and what the command makes of it.
  struct Name: Hashable {
    let word: Word.Parts
    let scheme: String?
    let port: UInt16?

    func hash(into hasher: inout Hasher) { hasher.combine(word.shortHash) }

    /// The host that is meant.
    func target(at bytes: Range<Int>) -> TargetSet {
      WebAnalyzer.target(of: Word(parts: word, bytes: bytes), scheme: scheme, port: port)
    }
  }

  private var known: [Name: TargetSet] = [:]

  /// The host that a word names, found out once.
  mutating func target(of name: Name, at bytes: Range<Int>) -> TargetSet {
    if let target = known[name] { return target }
    let target = name.target(at: bytes)
    if known.count < Self.limit { known[name] = target }
    return target
  }
}
