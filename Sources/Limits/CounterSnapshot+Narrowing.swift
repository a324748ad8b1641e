extension CounterSnapshot {
  /// The snapshot without the counters that turned out not to matter, so that a change of theirs disturbs nobody.
  ///
  /// - Parameter positions: the positions, among the handles that were read, of those that matter.
  package func narrowed(to positions: [Int]) -> CounterSnapshot {
    CounterSnapshot(
      subject: subject, handles: handles,
      entries: entries.filter { positions.contains(Int($0.position)) })
  }
}
