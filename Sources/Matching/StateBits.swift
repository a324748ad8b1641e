/// A set of automaton states, small enough to be moved on all at once.
protocol StateBits: Equatable, Sendable {
  /// How many states fit.
  static var capacity: Int { get }
  /// The empty set.
  init()
  var isEmpty: Bool { get }
  mutating func insert(_ state: Int)
  func contains(_ state: Int) -> Bool
  func intersection(_ other: Self) -> Self
  func union(_ other: Self) -> Self
  func subtracting(_ other: Self) -> Self
  /// Every state moved on by one.
  var advanced: Self { get }
}

extension StateBits {
  func isSubset(of other: Self) -> Bool { subtracting(other).isEmpty }
}

extension UInt64: StateBits {
  static var capacity: Int { 64 }
  var isEmpty: Bool { self == 0 }
  mutating func insert(_ state: Int) { self |= 1 << UInt64(state) }
  func contains(_ state: Int) -> Bool { self & (1 << UInt64(state)) != 0 }
  func intersection(_ other: UInt64) -> UInt64 { self & other }
  func union(_ other: UInt64) -> UInt64 { self | other }
  func subtracting(_ other: UInt64) -> UInt64 { self & ~other }
  var advanced: UInt64 { self << 1 }
}

/// The states of a long pattern: sixteen words, without allocation.
struct WideStateBits: StateBits {
  private static let wordCount = 16
  static var capacity: Int { wordCount * 64 }

  private var words: InlineArray<16, UInt64>

  init() { words = InlineArray(repeating: 0) }

  var isEmpty: Bool {
    for index in words.indices where words[index] != 0 { return false }
    return true
  }

  mutating func insert(_ state: Int) { words[state / 64].insert(state % 64) }

  func contains(_ state: Int) -> Bool { words[state / 64].contains(state % 64) }

  func intersection(_ other: WideStateBits) -> WideStateBits { combine(other) { $0 & $1 } }
  func union(_ other: WideStateBits) -> WideStateBits { combine(other) { $0 | $1 } }
  func subtracting(_ other: WideStateBits) -> WideStateBits { combine(other) { $0 & ~$1 } }

  var advanced: WideStateBits {
    var result = self
    var carry: UInt64 = 0
    for index in words.indices {
      result.words[index] = words[index] << 1 | carry
      carry = words[index] >> 63
    }
    return result
  }

  static func == (left: WideStateBits, right: WideStateBits) -> Bool {
    for index in left.words.indices where left.words[index] != right.words[index] { return false }
    return true
  }

  @inline(__always)
  private func combine(_ other: WideStateBits, _ operation: (UInt64, UInt64) -> UInt64) -> Self {
    var result = self
    for index in words.indices {
      result.words[index] = operation(words[index], other.words[index])
    }
    return result
  }
}
