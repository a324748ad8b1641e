/// A glob's alternatives as one automaton whose states move on together, a bit each.
///
/// The alternatives lie one behind the other: a branch of *n* items takes *n* + 1 states, and being in a branch's
/// state *i* means that its first *i* items have been read. A character moves all states at once, so matching takes
/// time linear in the text whatever the pattern. The gap before an item is a loop on its state; after `**/` an item
/// may come only where a segment begins, so those states wait behind a gate that the separator opens.
struct GlobAutomaton<Bits: StateBits>: Sendable {
  /// The states in which each branch begins.
  private(set) var start = Bits()
  /// The states in which the text may end.
  private var final = Bits()
  /// Final states that nothing can leave: the rest of the text is free.
  private var settled = Bits()
  /// States that any character other than the separator leaves where they are.
  private var loopsWithinSegment = Bits()
  /// States that the separator leaves where they are.
  private var loopsAcross = Bits()
  /// States that may be left, or end the text, only where a segment begins.
  private var gated = Bits()

  /// For each character class, the states whose item takes it.
  private var takes: [Bits] = []
  /// The first scalar of each class, ascending from 0: the classes divide all scalars.
  private(set) var classStarts: [UInt32]
  private var asciiClasses: [UInt16] = []
  let separator: Unicode.Scalar

  /// How many states the branches need.
  static func stateCount(_ branches: [GlobBranch]) -> Int {
    branches.reduce(0) { $0 + $1.items.count + 1 }
  }

  /// Builds the automaton; the caller has checked that the states fit.
  init(_ branches: [GlobBranch], separator: Unicode.Scalar) {
    self.separator = separator
    classStarts = Self.classStarts(of: branches, separator: separator)
    takes = Array(repeating: Bits(), count: classStarts.count)
    asciiClasses.reserveCapacity(128)
    var current = 0
    for ascii in UInt32(0)..<128 {
      if current + 1 < classStarts.count, classStarts[current + 1] == ascii { current += 1 }
      asciiClasses.append(UInt16(current))
    }
    var state = 0
    for branch in branches { add(branch, from: &state) }
  }

  /// Where the characters begin that items tell from those before them.
  private static func classStarts(
    of branches: [GlobBranch], separator: Unicode.Scalar
  ) -> [UInt32] {
    var bounds: [UInt32] = [0, separator.value, separator.value + 1]
    for branch in branches {
      for item in branch.items {
        for range in item.characters.ranges {
          bounds.append(range.lowerBound)
          bounds.append(range.upperBound + 1)
        }
      }
    }
    bounds.sort()
    var starts: [UInt32] = []
    starts.reserveCapacity(bounds.count)
    for bound in bounds where bound != starts.last && bound < 0x11_0000 { starts.append(bound) }
    return starts
  }

  private mutating func add(_ branch: GlobBranch, from state: inout Int) {
    start.insert(state)
    for item in branch.items {
      addGap(item.gap, to: state)
      for range in item.characters.ranges {
        var index = searchClass(of: range.lowerBound)
        while index < classStarts.count, classStarts[index] <= range.upperBound {
          takes[index].insert(state)
          index += 1
        }
      }
      state += 1
    }
    addGap(branch.lastGap, to: state)
    final.insert(state)
    if branch.lastGap == .anything { settled.insert(state) }
    state += 1
  }

  private mutating func addGap(_ gap: GlobBranch.Gap, to state: Int) {
    if gap != .nothing { loopsWithinSegment.insert(state) }
    if gap == .anything || gap == .wholeSegments { loopsAcross.insert(state) }
    if gap == .wholeSegments { gated.insert(state) }
  }

  // MARK: Characters

  /// The class of any scalar.
  func characterClass(of scalar: UInt32) -> Int {
    scalar < 128 ? Int(asciiClasses[Int(scalar)]) : searchClass(of: scalar)
  }

  private func searchClass(of scalar: UInt32) -> Int {
    var low = 0
    var high = classStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if classStarts[middle] <= scalar { low = middle } else { high = middle }
    }
    return low
  }

  // MARK: Steps

  /// Moves every state on by one character. `atSegmentStart` says whether a segment begins before it.
  @inline(__always)
  func step(_ states: Bits, class index: Int, isSeparator: Bool, atSegmentStart: Bool) -> Bits {
    let leaving = takes[index].intersection(atSegmentStart ? states : states.subtracting(gated))
    let staying = states.intersection(isSeparator ? loopsAcross : loopsWithinSegment)
    return leaving.advanced.union(staying)
  }

  /// Whether the text may end here.
  func accepts(_ states: Bits, atSegmentStart: Bool) -> Bool {
    !final.intersection(atSegmentStart ? states : states.subtracting(gated)).isEmpty
  }

  /// Whether the text matches however it goes on.
  @inline(__always)
  func isSettled(_ states: Bits) -> Bool { !states.intersection(settled).isEmpty }

  /// The states after a stretch of text, and whether a segment begins after it. Stops early once the answer is known.
  func run(
    _ text: Span<UInt8>, in range: Range<Int>, untilSettled: Bool
  ) -> (states: Bits, atSegmentStart: Bool) {
    var states = start
    var atSegmentStart = true
    var index = range.lowerBound
    let separator = separator.value
    while index < range.upperBound {
      if states.isEmpty || (untilSettled && isSettled(states)) { break }
      let scalar = Self.decode(text, &index)
      let isSeparator = scalar == separator
      states = step(
        states, class: characterClass(of: scalar), isSeparator: isSeparator,
        atSegmentStart: atSegmentStart)
      atSegmentStart = isSeparator
    }
    return (states, atSegmentStart)
  }

  /// Tells whether a stretch of text matches.
  func matches(_ text: Span<UInt8>, in range: Range<Int>) -> Bool {
    let (states, atSegmentStart) = run(text, in: range, untilSettled: true)
    return isSettled(states) || accepts(states, atSegmentStart: atSegmentStart)
  }

  /// Reads one scalar of valid UTF-8 and moves past it.
  @inline(__always)
  private static func decode(_ text: Span<UInt8>, _ index: inout Int) -> UInt32 {
    let first = UInt32(text[index])
    index += 1
    if first < 0x80 { return first }
    let (length, kept): (Int, UInt32) =
      first < 0xE0 ? (1, first & 0x1F) : first < 0xF0 ? (2, first & 0x0F) : (3, first & 0x07)
    var scalar = kept
    for _ in 0..<length {
      scalar = scalar << 6 | UInt32(text[index] & 0x3F)
      index += 1
    }
    return scalar
  }
}
