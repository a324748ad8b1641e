/// A finding in a JSON value.
package struct LocatedFinding: Sendable, Hashable {
  /// The finding; its bytes count within the string, key or number that it is in, with escapes resolved.
  package let finding: Finding
  /// The JSON pointer (RFC 6901) to the value, or to the member whose key it is.
  package let pointer: String
  /// Whether it is in the key of a member rather than in a value.
  package let isKey: Bool

  init(_ finding: Finding, pointer: String, isKey: Bool) {
    self.finding = finding
    self.pointer = pointer
    self.isKey = isKey
  }
}

/// What an inspection of a JSON value found.
package struct JSONInspection: Sendable, Equatable {
  package let findings: [LocatedFinding]
  /// How bad it is all in all, as `Inspection.risk`.
  package let risk: Int
  /// Whether every detector had its say about all of the value.
  package let isComplete: Bool
}
