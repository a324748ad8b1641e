import Synchronization

/// Counts what happens on several threads at once, and how high the count ever was.
package final class Tally: Sendable {
  private let current = Atomic(0)
  private let highest = Atomic(0)

  package init() {}

  package func increment() {
    let now = current.wrappingAdd(1, ordering: .sequentiallyConsistent).newValue
    highest.max(now, ordering: .sequentiallyConsistent)
  }

  package func decrement() { current.wrappingSubtract(1, ordering: .sequentiallyConsistent) }

  package var value: Int { current.load(ordering: .sequentiallyConsistent) }
  package var maximum: Int { highest.load(ordering: .sequentiallyConsistent) }
}
