/// Says how far clocks of a place are ahead of UTC at any moment.
package struct TimeZoneRules: Sendable {
  /// The moments when the offset changed, in seconds since 1970, ascending.
  private let transitions: [Int64]
  /// The offsets from each of those moments on, in seconds.
  private let offsets: [Int]
  /// The offset before the first of them.
  private let initial: Int
  /// What holds after the last of them.
  private let following: RecurringRules?

  /// Makes rules that never change.
  init(offset: Int) {
    self.init(transitions: [], offsets: [], initial: offset, following: nil)
  }

  init(transitions: [Int64], offsets: [Int], initial: Int, following: RecurringRules?) {
    self.transitions = transitions
    self.offsets = offsets
    self.initial = initial
    self.following = following
  }

  /// The seconds that clocks are ahead of UTC at a moment, given in seconds since 1970.
  package func offset(at seconds: Int64) -> Int {
    guard let last = transitions.last else {
      return following?.offset(at: seconds) ?? initial
    }
    if seconds >= last, let following { return following.offset(at: seconds) }
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? initial : offsets[low - 1]
  }
}
