/// The automata of a glob.
final class GlobEngines: Sendable {
  /// An automaton as wide as the pattern needs.
  enum Engine: Sendable {
    case narrow(GlobAutomaton<UInt64>)
    case wide(GlobAutomaton<WideStateBits>)

    /// Chooses the width.
    init(_ branches: [GlobBranch], separator: Unicode.Scalar) {
      self =
        GlobAutomaton<UInt64>.stateCount(branches) <= UInt64.capacity
        ? .narrow(GlobAutomaton(branches, separator: separator))
        : .wide(GlobAutomaton(branches, separator: separator))
    }
  }

  /// The most states that there are.
  static var capacity: Int { WideStateBits.capacity }

  let branches: [GlobBranch]
  let whole: Engine
  /// What every branch begins with, as UTF-8.
  private let prefix: [UInt8]
  /// What every branch ends with, as UTF-8; apart from the prefix.
  private let suffix: [UInt8]
  /// The branches between prefix and suffix; nil where every text will do.
  private let middle: Engine?

  /// Builds the automata; the caller has checked that the states are enough.
  init(_ branches: [GlobBranch], separator: Unicode.Scalar) {
    let whole = Engine(branches, separator: separator)
    let (prefixLength, suffixLength) = Self.commonLiterals(branches)
    let trimmed = branches.map { $0.trimmed(prefix: prefixLength, suffix: suffixLength) }
    let isFree = trimmed.contains { $0.items.isEmpty && $0.lastGap == .anything }
    let items = branches.first?.items ?? []
    prefix = Self.encode(items.prefix(prefixLength))
    suffix = Self.encode(items.suffix(suffixLength))
    if isFree {
      middle = nil
    } else if prefixLength + suffixLength == 0 {
      middle = whole
    } else {
      middle = Engine(trimmed, separator: separator)
    }
    self.whole = whole
    self.branches = branches
  }

  /// Tells whether the whole text matches.
  func matches(_ text: Span<UInt8>) -> Bool {
    let end = text.count - suffix.count
    guard end >= prefix.count, text.holds(prefix, at: 0), text.holds(suffix, at: end) else {
      return false
    }
    let range = prefix.count..<end
    return switch middle {
    case .narrow(let automaton): automaton.matches(text, in: range)
    case .wide(let automaton): automaton.matches(text, in: range)
    case nil: true
    }
  }

  /// How many items at the start and, apart from those, at the end are the same plain characters in every branch.
  private static func commonLiterals(_ branches: [GlobBranch]) -> (prefix: Int, suffix: Int) {
    guard let first = branches.first else { return (0, 0) }
    var prefix = branches.map(\.literalPrefixLength).min() ?? 0
    var suffix = branches.map(\.literalSuffixLength).min() ?? 0
    for branch in branches.dropFirst() {
      prefix = equal(first.items, branch.items, limit: prefix)
      suffix = equal(first.items.reversed(), branch.items.reversed(), limit: suffix)
    }
    let shortest = branches.map(\.items.count).min() ?? 0
    return (prefix, min(suffix, shortest - prefix))
  }

  /// How many items, up to a limit, are the same characters in both lists.
  private static func equal(
    _ left: some Collection<GlobBranch.Item>, _ right: some Collection<GlobBranch.Item>, limit: Int
  ) -> Int {
    var count = 0
    for (one, other) in zip(left, right) {
      guard count < limit, one.characters == other.characters else { break }
      count += 1
    }
    return count
  }

  private static func encode(_ items: ArraySlice<GlobBranch.Item>) -> [UInt8] {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: items.compactMap(\.characters.single))
    return Array(String(text).utf8)
  }
}
