/// How globs relate as sets of texts: an automaton follows every text that the branches of another glob describe.
///
/// A branch is walked item by item while the automaton's states are moved by the same characters. Characters that the
/// automaton does not tell apart are walked once, so that both questions are answered without looking at texts.
extension GlobAutomaton {
  /// How many steps either question may take before it gives up and answers on the safe side.
  private static var stepLimit: Int { 100_000 }

  /// Where a walk is: so many items of a branch have been read, and a segment begins here or not.
  private struct Place {
    let item: Int
    let atSegmentStart: Bool

    var index: Int { item * 2 + (atSegmentStart ? 1 : 0) }
  }

  /// Tells whether some text matches both this automaton and a branch; yes when it takes too long.
  func intersects(_ branch: GlobBranch) -> Bool {
    // For each place of the branch, all states that some text leading there can reach.
    var reached = Array(repeating: Bits(), count: (branch.items.count + 1) * 2)
    var work = [Place(item: 0, atSegmentStart: true)]
    reached[work[0].index] = start
    var steps = 0
    while let place = work.popLast() {
      let states = reached[place.index]
      if branch.mayEnd(at: place.item, atSegmentStart: place.atSegmentStart),
        accepts(states, atSegmentStart: place.atSegmentStart)
      {
        return true
      }
      steps += classStarts.count
      guard steps <= Self.stepLimit else { return true }
      for index in classStarts.indices {
        forEachMove(of: branch, from: place, class: index) { target in
          let next = step(
            states, class: index, isSeparator: isSeparator(class: index),
            atSegmentStart: place.atSegmentStart)
          guard !next.isSubset(of: reached[target.index]) else { return }
          reached[target.index] = reached[target.index].union(next)
          work.append(target)
        }
      }
    }
    return false
  }

  /// Tells whether every text of a branch matches this automaton from some states on, at a segment start;
  /// no when it takes too long.
  func covers(_ branch: GlobBranch, from first: Bits? = nil) -> Bool {
    // For each place, the smallest state sets seen: a set that holds one of them has nothing to add.
    var seen = Array(repeating: [Bits](), count: (branch.items.count + 1) * 2)
    var work = [(Place(item: 0, atSegmentStart: true), first ?? start)]
    var steps = 0
    while let (place, states) = work.popLast() {
      if isSettled(states) || seen[place.index].contains(where: { $0.isSubset(of: states) }) {
        continue
      }
      if states.isEmpty { return false }
      if branch.mayEnd(at: place.item, atSegmentStart: place.atSegmentStart),
        !accepts(states, atSegmentStart: place.atSegmentStart)
      {
        return false
      }
      seen[place.index].removeAll { states.isSubset(of: $0) }
      seen[place.index].append(states)
      for index in classStarts.indices {
        steps += 1 + seen[place.index].count
        forEachMove(of: branch, from: place, class: index) { target in
          let next = step(
            states, class: index, isSeparator: isSeparator(class: index),
            atSegmentStart: place.atSegmentStart)
          work.append((target, next))
        }
      }
      guard steps <= Self.stepLimit else { return false }
    }
    return true
  }

  /// Calls `visit` with each place that some character of a class leads to.
  private func forEachMove(
    of branch: GlobBranch, from place: Place, class index: Int, visit: (Place) -> Void
  ) {
    let isSeparator = isSeparator(class: index)
    switch branch.gap(before: place.item) {
    case .withinSegment where !isSeparator, .anything, .wholeSegments:
      visit(Place(item: place.item, atSegmentStart: isSeparator))
    case .nothing, .withinSegment: break
    }
    guard place.item < branch.items.count else { return }
    if branch.gap(before: place.item) == .wholeSegments, !place.atSegmentStart { return }
    let lower = classStarts[index]
    let upper = index + 1 < classStarts.count ? classStarts[index + 1] - 1 : 0x10_FFFF
    guard branch.items[place.item].characters.overlaps(lower...upper) else { return }
    visit(Place(item: place.item + 1, atSegmentStart: isSeparator))
  }

  private func isSeparator(class index: Int) -> Bool { classStarts[index] == separator.value }
}

extension GlobBranch {
  /// The gap before an item, or the last gap.
  func gap(before item: Int) -> Gap {
    item < items.count ? items[item].gap : lastGap
  }

  /// Whether a text may end after so many items.
  func mayEnd(at item: Int, atSegmentStart: Bool) -> Bool {
    item == items.count && (lastGap != .wholeSegments || atSegmentStart)
  }
}
