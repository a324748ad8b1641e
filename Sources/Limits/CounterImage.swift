package import ActionModel

/// Everything that counters hold at one moment, as it is kept over a restart.
package struct CounterImage: Sendable, Equatable {
  /// What one bucket of a counter holds.
  package struct Amount: Sendable, Equatable {
    package var bucket: Int64
    package var amount: ExactDecimal
  }

  package struct Counter: Sendable, Equatable {
    /// The position of its specification.
    package var specification: Int
    package var tenant: String
    package var agent: String?
    package var session: String?
    /// Oldest first.
    package var amounts: [Amount]
  }

  /// A reservation that can still be given back, or of which it is known that it was.
  package struct Reserved: Sendable, Equatable {
    /// What it counts in one of the counters.
    package struct Part: Sendable, Equatable {
      /// The position of the counter.
      package var counter: Int
      package var amount: Amount
    }

    package var decision: String
    package var tenant: String
    package var agent: String
    package var madeAt: Int64
    package var endsAt: Int64
    package var approval: String?
    package var isReported: Bool
    /// Empty once it was given back.
    package var parts: [Part]
  }

  /// The latest time that the counters have seen, on their clock.
  package var time: Int64
  package var specifications: [CounterSpecification] = []
  package var counters: [Counter] = []
  package var reservations: [Reserved] = []

  package init(time: Int64) { self.time = time }
}
