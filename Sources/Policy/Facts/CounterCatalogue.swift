import ActionModel
import Synchronization

/// Numbers the counters that a set of policies reads, while its conditions are compiled.
final class CounterCatalogue: Sendable {
  private struct State {
    var rule = ""
    var isShared = false
    var used: Set<Int> = []
    var specifications: [CounterSpecification] = []
    var indices: [CounterSpecification: Int] = [:]
  }

  private let state = Mutex(State())

  /// All counters so far, by index.
  var specifications: [CounterSpecification] { state.withLock(\.specifications) }

  /// Says whose conditions are compiled next, which is what `rule` means in them.
  func begin(rule id: String, isShared: Bool) {
    state.withLock { state in
      state.rule = id
      state.isShared = isShared
      state.used = []
    }
  }

  /// The counters that the rule read so far, by index.
  var used: [Int] { state.withLock { $0.used.sorted() } }

  /// Drops the counters from an index on: those that only a draft reads.
  func forget(from index: Int) {
    state.withLock { state in
      for dropped in state.specifications[index...] { state.indices[dropped] = nil }
      state.specifications.removeSubrange(index...)
    }
  }

  /// The index of a counter, which conditions that count alike share.
  func index(
    scope: CounterScopeValue.Scope, kind: CounterSpecification.Kind, tool: ToolPattern,
    effect: Effect.Kind?, window: Int64
  ) -> Int {
    state.withLock { state in
      let specification = CounterSpecification(
        scope: CounterSpecification.Scope(scope, rule: state.rule), kind: kind, tool: tool,
        effect: effect, window: window, isShared: state.isShared)
      let index = state.indices[specification] ?? state.specifications.count
      state.used.insert(index)
      guard index == state.specifications.count else { return index }
      state.specifications.append(specification)
      state.indices[specification] = index
      return index
    }
  }
}

extension CounterSpecification.Scope {
  fileprivate init(_ scope: CounterScopeValue.Scope, rule id: String) {
    switch scope {
    case .session: self = .session
    case .agent: self = .agent
    case .rule: self = .rule(id: id)
    }
  }
}
