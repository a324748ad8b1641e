import ActionModel

/// Someone who may answer requests for approval.
package struct Approver: Sendable, Hashable {
  package let id: String
  /// The roles that policies may name instead of the approver.
  package let roles: Set<String>
  /// Whether the approver stands for every role, as the operator does where nobody else is named.
  package let hasEveryRole: Bool

  package init(id: String, roles: Set<String>, hasEveryRole: Bool = false) {
    self.id = id
    self.roles = roles
    self.hasEveryRole = hasEveryRole
  }
}
