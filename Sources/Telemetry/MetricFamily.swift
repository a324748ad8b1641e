import Locking

/// Something that counts or measures, and writes itself as samples.
package protocol Instrument: AnyObject, Sendable {
  /// Appends the samples of one series.
  func write(_ name: String, _ labels: [LabelPair], to text: inout PrometheusText)
}

/// The series of one labelled metric, made as they are first asked for.
///
/// `with` takes a lock and hashes strings: callers on a hot path keep the instrument it returns.
package final class MetricFamily<Member: Instrument>: Sendable {
  private struct State {
    var known: [Set<String>]
    var series: [[String]: Member] = [:]
  }

  private let labels: [String]
  private let budget: SeriesBudget
  private let make: @Sendable () -> Member
  private let state: Locked<State>

  init(labels: [MetricLabel], budget: SeriesBudget, make: @escaping @Sendable () -> Member) {
    self.labels = labels.map(\.name)
    self.budget = budget
    self.make = make
    state = Locked(State(known: labels.map { Set($0.values) }))
  }

  /// Finds the series of these label values, in the order of the labels.
  ///
  /// A value that is not known becomes `other`; with the registry's series used up, all values do.
  package func with(_ values: String...) -> Member {
    precondition(values.count == labels.count, "one value for each of the labels \(labels)")
    return state.withLock { state in
      var key = values
      for index in key.indices where !state.known[index].contains(key[index]) {
        key[index] = MetricLabel.other
      }
      if let member = state.series[key] { return member }
      if !budget.take() {
        key = key.map { _ in MetricLabel.other }
        if let member = state.series[key] { return member }
      }
      let member = make()
      state.series[key] = member
      return member
    }
  }

  /// Adds values that a label may take from now on, such as the tool names of a newly loaded policy.
  package func allow(_ values: some Sequence<String>, for label: String) {
    guard let index = labels.firstIndex(of: label) else { return }
    state.withLock { $0.known[index].formUnion(values) }
  }

  func writeSamples(_ name: String, to text: inout PrometheusText) {
    let series = state.withLock { $0.series }
    for (values, member) in series.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      let pairs = zip(labels, values).map { LabelPair(name: $0, value: $1) }
      member.write(name, pairs, to: &text)
    }
  }
}

/// Counts down the series that a registry may still make.
final class SeriesBudget: Sendable {
  private let remaining: Locked<Int>

  init(_ count: Int) { remaining = Locked(count) }

  /// Takes one series; false when none is left.
  func take() -> Bool {
    remaining.withLock { remaining in
      guard remaining > 0 else { return false }
      remaining -= 1
      return true
    }
  }
}
