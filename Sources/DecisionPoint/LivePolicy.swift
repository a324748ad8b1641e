import ActionModel
import JSON
import Limits
import Policy

/// The policy in use, with all that a decision needs beside it; replaced as a whole.
final class LivePolicy: Sendable {
  let set: PolicySet
  /// The SHA-256 of its sources, in hexadecimal.
  let digest: String
  let projects: ProjectDirectories
  /// The handles of the set's counters, in their order.
  let handles: [CounterHandle]
  /// How often each rule has matched, by its id.
  let hits: [String: RuleHits]

  /// - Parameter earlier: the counts of the policy before, which go on for the rules that stay.
  init(
    set: PolicySet, digest: String, projects: ProjectDirectories, handles: [CounterHandle],
    earlier: [String: RuleHits] = [:]
  ) {
    self.set = set
    self.digest = digest
    self.projects = projects
    self.handles = handles
    hits = Dictionary(
      uniqueKeysWithValues: set.ruleSummaries.map { ($0.id, earlier[$0.id] ?? RuleHits()) })
  }

  /// The counters that an action has to do with, by their index in the set.
  struct Counting {
    /// Those that rules about its tool may read, but for the shared ones.
    let read: [Int]
    /// The handles of the same.
    let handlesRead: [CounterHandle]
    /// Those that the action adds to.
    let fed: [Int]
    /// The shared ones that rules about its tool may read.
    var shared: [Int] = []

    var isEmpty: Bool { read.isEmpty && fed.isEmpty && shared.isEmpty }
  }

  /// Whether an action has to do with shared counters.
  func shares(_ counting: Counting) -> Bool {
    set.sharesCounters
      && (!counting.shared.isEmpty || counting.fed.contains { set.counters[$0].isShared })
  }

  /// What an action has to do with counters; one that is only listed is not done, and feeds none.
  func counting(of action: Action) -> Counting {
    if handles.isEmpty { return Counting(read: [], handlesRead: [], fed: []) }
    var read = set.counters(readFor: action.tool)
    var shared: [Int] = []
    if set.sharesCounters {
      shared = read.filter { set.counters[$0].isShared }
      read.removeAll { set.counters[$0].isShared }
    }
    return Counting(
      read: read, handlesRead: read.map { handles[$0] },
      fed: action.phase == .list ? [] : set.counters(fedBy: action.tool), shared: shared)
  }

  /// The counter that a handle of the set stands for.
  func specification(of handle: CounterHandle) -> CounterSpecification? {
    handles.firstIndex(of: handle).map { set.counters[$0] }
  }

  /// What an action adds to the counters that it feeds, if it is let through.
  ///
  /// - Parameters:
  ///   - effects: what the action would do; nil where that was not found out, and may be anything.
  ///   - matched: the ids of the rules that matched, for the counters that count by rule.
  func spends(
    of action: Action, _ effects: Effects?, in fed: [Int], matched: [String]
  ) throws(Uncountable) -> [CounterSpend] {
    var spends: [CounterSpend] = []
    for index in fed {
      let specification = set.counters[index]
      if case .rule(let id) = specification.scope, !matched.contains(id) { continue }
      if let kind = specification.effect, !(effects ?? .unknown).mayHave(kind) { continue }
      guard case .sum(let path) = specification.kind else {
        spends.append(CounterSpend(handles[index]))
        continue
      }
      if let amount = try Self.amount(at: path, in: action.arguments) {
        spends.append(CounterSpend(handles[index], amount: amount))
      }
    }
    return spends
  }

  /// The number at a member path; nil where nothing is there, which adds nothing.
  private static func amount(
    at path: [String], in arguments: JSONValue?
  ) throws(Uncountable) -> ExactDecimal? {
    var value = arguments
    for member in path { value = value?[member] }
    guard let value else { return nil }
    guard let text = value.numberText else { throw Uncountable(path: path) }
    do {
      return try ExactDecimal(text)
    } catch {
      throw Uncountable(path: path)
    }
  }
}

/// Says that an argument which a rule sums up is no number that can be summed exactly.
struct Uncountable: Error {
  let path: [String]

  var message: String {
    "`args.\(path.joined(separator: "."))` is summed up by a rule, but is no number that can be: send a plain number"
  }
}

extension Effects {
  /// Whether there is an effect of a kind, or one that may be of any.
  fileprivate func mayHave(_ kind: Effect.Kind) -> Bool {
    all.contains { $0.kind == kind || $0.kind == .unknown }
  }
}
