/// What a counter stood at when a rule read it.
package enum CounterValue: Sendable, Hashable {
  /// A count, or a sum that is a whole number.
  case whole(Int64)
  /// A sum with a fraction: the double nearest to the exact decimal.
  case fraction(Double)
  /// What it stood at is not known: something that it counted was not recorded.
  case unknown
}

/// Reads counters on behalf of one decision; what it reads must not change until the decision is made.
package protocol CounterReader: Sendable {
  /// Reads the counter at an index of `PolicySet.counters`.
  func value(of index: Int) -> CounterValue
}

/// Reads every counter as if nothing had ever been counted: for offline decisions and tests of policies.
package struct EmptyCounters: CounterReader {
  package init() {}

  package func value(of index: Int) -> CounterValue { .whole(0) }
}
