import ActionModel
package import Approvals
package import Authentication

/// Knows the people behind the admin listener: who operates the instance, who answers requests for approval, and who
/// writes the policy.
package struct Staff: Sendable {
  /// One of them.
  package struct Member: Sendable {
    package let approver: Approver
    /// Whether it may do all that the admin API offers, besides approving.
    package let isOperator: Bool

    /// Whether it may write the policy.
    package let isEditor: Bool

    package init(approver: Approver, isOperator: Bool, isEditor: Bool) {
      self.approver = approver
      self.isOperator = isOperator
      self.isEditor = isEditor
    }
  }

  private let authenticator: Authenticator
  private let members: [String: Member]

  /// - Parameter people: each with the way in which it shows who it is.
  package init(_ people: [(credential: Credential, member: Member)]) {
    authenticator = Authenticator(
      credentials: people.map(\.credential), allowsAnonymous: false)
    members = Dictionary(people.map { ($0.credential.id, $0.member) }) { first, _ in first }
  }

  /// Finds the member who shows something.
  func member(presenting presented: Presented) throws(AuthenticationFailure) -> Member {
    let caller = try authenticator.caller(presenting: presented)
    guard let member = members[caller.id] else { throw .missing }
    return member
  }
}
