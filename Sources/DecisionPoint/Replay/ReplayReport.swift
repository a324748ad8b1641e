import ActionModel

/// What a replay came to; its size is bounded whatever the log holds.
package struct ReplayReport: Sendable {
  /// The most differences that are kept one by one, the first of each sort, and the most groups.
  package static let mostDifferences = 500
  package static let mostGroups = 200

  /// The decisions that were judged.
  package private(set) var decisions = 0
  package private(set) var unchanged = 0
  /// The unchanged decisions on which other rules match now than did then.
  package private(set) var unchangedByOtherRules = 0
  package private(set) var changed = 0
  package private(set) var undecidable = 0
  /// The decisions that no policy was asked for: refused callers, rates, bad arguments.
  package private(set) var unasked = 0
  /// The times of the first and the last decision, in nanoseconds since 1970; nil without any.
  package private(set) var period: ClosedRange<Int64>?
  package private(set) var changes: [ReplayDifference] = []
  package private(set) var doubts: [ReplayDifference] = []
  private var counts: [ReplayGroup: Int] = [:]
  /// The differences that are in none of the groups, because there were too many.
  package private(set) var ungrouped = 0

  package init() {}

  /// The groups, those that change before those that are undecidable, each sort by how many they are.
  package var groups: [(group: ReplayGroup, count: Int)] {
    counts.map { (group: $0.key, count: $0.value) }.sorted { one, other in
      if one.group.isUndecidable != other.group.isUndecidable { return other.group.isUndecidable }
      if one.count != other.count { return one.count > other.count }
      return one.group.order < other.group.order
    }
  }

  mutating func takeUnasked() { unasked += 1 }

  mutating func takeUnchanged(at time: Int64, byOtherRules: Bool) {
    note(time)
    unchanged += 1
    if byOtherRules { unchangedByOtherRules += 1 }
  }

  mutating func take(_ difference: ReplayDifference) {
    note(difference.time)
    if difference.isUndecidable {
      undecidable += 1
      if doubts.count < Self.mostDifferences { doubts.append(difference) }
    } else {
      changed += 1
      if changes.count < Self.mostDifferences { changes.append(difference) }
    }
    let group = ReplayGroup(difference)
    if counts[group] != nil || counts.count < Self.mostGroups {
      counts[group, default: 0] += 1
    } else {
      ungrouped += 1
    }
  }

  private mutating func note(_ time: Int64) {
    decisions += 1
    period = period.map { min($0.lowerBound, time)...max($0.upperBound, time) } ?? time...time
  }
}

extension ReplayGroup {
  /// What groups of equal size are sorted by.
  fileprivate var order: String {
    "\(tool) \(rule) \(agent) \(before.rawValue) \(after.map(\.rawValue)) \(unknowns)"
  }
}
