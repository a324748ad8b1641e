import ActionModel
import JSON
import Limits
import Policy

/// Counts recorded actions in their order, so that a replayed decision reads what it would have read then.
///
/// What was let through is counted, and what waited for people was held, as it was then, whatever the policy at hand
/// would have said. A counter that something unknown went into, or whose window reaches back behind the first record,
/// reads as unknown.
struct ReplayCounters {
  /// The most counters, and the most requests for approval, that are told apart.
  private static let capacity = 65_536

  /// A counter of one subject.
  private struct Doubt: Hashable {
    let index: Int
    let tenant: String
    let agent: String?
    let session: String?
  }

  private let policy: LivePolicy
  private let counters: Counters
  /// Since when everything was counted, in nanoseconds since 1970.
  private let since: Int64
  private var doubts: Set<Doubt> = []
  /// Whether there were too many doubts to tell them apart.
  private var doubtsAll = false
  /// What waiting actions have counted, by the decision, and that by the request for approval.
  private var held: [String: Reservation] = [:]
  private var waiting: [String: String] = [:]

  init(_ set: PolicySet, projects: ProjectDirectories, since: Int64) {
    counters = Counters()
    policy = LivePolicy(
      set: set, digest: "", projects: projects, handles: counters.adopt(set.counters, at: 0))
    self.since = since
  }

  /// The counters as they stood when an action was decided.
  func reader(for decision: RecordedDecision) -> any CounterReader {
    let counting = policy.counting(of: decision.action)
    guard !counting.read.isEmpty || !counting.shared.isEmpty else { return EmptyCounters() }
    let known = SnapshotReader(
      snapshot: counters.read(counting.handlesRead, of: decision.subject, at: decision.time),
      indices: counting.read)
    let unknown = counting.read.filter { index in
      let (start, isBefore) = decision.time.subtractingReportingOverflow(
        policy.set.counters[index].window)
      return isBefore || start < since || doubtsAll || doubts.contains(doubt(index, decision))
    }
    // What other instances counted is in their logs.
    return ReplayReader(known: known, unknown: Set(unknown).union(counting.shared))
  }

  /// Gives back what the same request held before it was decided again.
  mutating func giveBack(for approval: String?) {
    guard let approval else { return }
    giveBack(of: waiting.removeValue(forKey: approval))
  }

  /// Gives back what a decision held.
  mutating func giveBack(of decision: String?) {
    guard let decision, let reservation = held.removeValue(forKey: decision) else { return }
    counters.release(reservation)
  }

  /// Says why an action could not be counted, so that it would be denied; nil where it can, or nothing counts it.
  func complaint(about decision: RecordedDecision, matched: [String]) -> String? {
    let fed = policy.counting(of: decision.action).fed.filter { hasAmount($0, of: decision) }
    do throws(Uncountable) {
      _ = try policy.spends(of: decision.action, nil, in: fed, matched: matched)
      return nil
    } catch {
      return error.message
    }
  }

  /// Whether it is not known what an action would add to a counter, so that it may have to be denied.
  func isUncertain(_ decision: RecordedDecision) -> Bool {
    policy.counting(of: decision.action).fed.contains { !hasAmount($0, of: decision) }
  }

  /// Counts an action as it was decided.
  ///
  /// - Parameters:
  ///   - effects: what it would have done; nil where that cannot be told.
  ///   - matched: the rules that match under the policy at hand.
  ///   - undecided: those that might.
  mutating func feed(
    _ decision: RecordedDecision, _ effects: Effects?, matched: [String], undecided: [String]
  ) {
    guard decision.verdict != .deny else { return }
    var fed = policy.counting(of: decision.action).fed
    guard !fed.isEmpty else { return }
    for index in fed {
      var isUnsure = !isKnown(index, of: decision, effects)
      if case .rule(let id) = policy.set.counters[index].scope, !matched.contains(id) {
        isUnsure = undecided.contains(id)
      }
      if isUnsure { doubt(of: index, decision) }
    }
    fed.removeAll { !isKnown($0, of: decision, effects) }
    guard let spends = try? policy.spends(of: decision.action, effects, in: fed, matched: matched)
    else { return }
    // Without readings in the snapshot nothing can have changed meanwhile.
    let answer = counters.reserve(
      spends, for: decision.id,
      ifUnchanged: counters.read([], of: decision.subject, at: decision.time),
      at: decision.time)
    switch answer {
    case .reserved(let reservation):
      if decision.verdict == .requireApproval, let approval = decision.action.approval,
        held.count < Self.capacity
      {
        held[decision.id] = reservation
        waiting[approval] = decision.id
      }
    case .changed, .overloaded, .uncountable:
      for index in fed { doubt(of: index, decision) }
    }
  }

  /// Whether it is known what an action adds to a counter.
  private func isKnown(_ index: Int, of decision: RecordedDecision, _ effects: Effects?) -> Bool {
    if policy.set.counters[index].effect != nil, effects == nil { return false }
    return hasAmount(index, of: decision)
  }

  /// Whether the number that a counter sums up, if it does, is known.
  private func hasAmount(_ index: Int, of decision: RecordedDecision) -> Bool {
    guard case .sum(let path) = policy.set.counters[index].kind else { return true }
    return !decision.withheld.arguments
      && decision.withheld.isKnown(path, of: decision.action.arguments)
  }

  private func doubt(_ index: Int, _ decision: RecordedDecision) -> Doubt {
    let principal = decision.principal
    return switch policy.set.counters[index].scope {
    case .session:
      Doubt(
        index: index, tenant: principal.tenant, agent: principal.id,
        session: decision.action.session ?? "")
    case .agent: Doubt(index: index, tenant: principal.tenant, agent: principal.id, session: nil)
    case .rule: Doubt(index: index, tenant: principal.tenant, agent: nil, session: nil)
    }
  }

  private mutating func doubt(of index: Int, _ decision: RecordedDecision) {
    doubtsAll = doubtsAll || doubts.count >= Self.capacity
    if !doubtsAll { doubts.insert(doubt(index, decision)) }
  }
}

/// Reads replayed counters, some of which are not known.
private struct ReplayReader: CounterReader {
  let known: SnapshotReader
  let unknown: Set<Int>

  func value(of index: Int) -> CounterValue {
    unknown.contains(index) ? .unknown : known.value(of: index)
  }
}

extension RecordedDecision {
  /// Whom the action is counted against.
  fileprivate var subject: CounterSubject {
    CounterSubject(tenant: principal.tenant, agent: principal.id, session: action.session)
  }
}
