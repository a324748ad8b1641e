/// What a check of a storage found.
package struct StorageReport: Sendable, Equatable {
  /// What is wrong; empty for a storage in order.
  package let problems: [String]
  /// How many tables and rows there are.
  package let tables: Int
  package let rows: Int64
  /// How many steps of the schema the next start will take.
  package let pendingSteps: Int

  package var isInOrder: Bool { problems.isEmpty }
}
