extension Glob {
  /// Tells whether some text matches both patterns.
  ///
  /// A no is certain; a yes may also mean that the patterns are too intricate to tell in bounded time.
  package func mayIntersect(_ other: Glob) -> Bool {
    guard program.separator == other.program.separator else { return true }
    return other.program.branches.contains { branch in
      switch program.whole {
      case .narrow(let automaton): automaton.intersects(branch)
      case .wide(let automaton): automaton.intersects(branch)
      }
    }
  }

  /// Tells whether every text that matches the other pattern matches this one too.
  ///
  /// A yes is certain; a no may also mean that the patterns are too intricate to tell in bounded time.
  package func covers(_ other: Glob) -> Bool {
    guard program.separator == other.program.separator else { return false }
    return other.program.branches.allSatisfy { branch in
      switch program.whole {
      case .narrow(let automaton): automaton.covers(branch)
      case .wide(let automaton): automaton.covers(branch)
      }
    }
  }

  /// Tells whether a directory, or something below it, may match.
  func mayMatch(withinDirectory directory: String) -> Bool {
    switch program.whole {
    case .narrow(let automaton): automaton.mayMatch(withinDirectory: directory.utf8Span.span)
    case .wide(let automaton): automaton.mayMatch(withinDirectory: directory.utf8Span.span)
    }
  }

  /// Tells whether a directory and everything below it matches; a no may also mean that it takes too long to tell.
  func covers(directory: String) -> Bool {
    switch program.whole {
    case .narrow(let automaton): automaton.covers(directory: directory.utf8Span.span)
    case .wide(let automaton): automaton.covers(directory: directory.utf8Span.span)
    }
  }
}

extension GlobAutomaton {
  fileprivate func mayMatch(withinDirectory directory: Span<UInt8>) -> Bool {
    let (states, atSegmentStart) = run(directory, in: directory.indices, untilSettled: true)
    return isSettled(states) || accepts(states, atSegmentStart: atSegmentStart)
      // Every state leads to a match of something, so that any state left inside the directory is enough.
      || !entered(states, atSegmentStart: atSegmentStart).isEmpty
  }

  fileprivate func covers(directory: Span<UInt8>) -> Bool {
    let (states, atSegmentStart) = run(directory, in: directory.indices, untilSettled: true)
    if isSettled(states) { return true }
    guard accepts(states, atSegmentStart: atSegmentStart) else { return false }
    return covers(
      GlobBranch.anyName(separator: separator),
      from: entered(states, atSegmentStart: atSegmentStart))
  }

  /// The states behind the separator that follows a directory's name; the root's name has it already.
  private func entered(_ states: Bits, atSegmentStart: Bool) -> Bits {
    if atSegmentStart { return states }
    return step(
      states, class: characterClass(of: separator.value), isSeparator: true, atSegmentStart: false)
  }
}

extension GlobBranch {
  /// Whatever may stand behind a directory's separator: a character of a name, then anything.
  fileprivate static func anyName(separator: Unicode.Scalar) -> GlobBranch {
    GlobBranch([.anyOf(ScalarSet.all.removing(separator)), .doubleStar], separator: separator)
  }
}
