package import ActionModel
import Policy

/// A standing answer: for a while, calls that it describes are not asked about again on behalf of the rules it was given for.
///
/// It is no allow rule: denials and the demands of other rules stay. It ends with the policy under which it was given.
package struct Grant: Sendable {
  /// `grt_` and 32 hexadecimal digits.
  package let id: String
  package let principal: Principal
  package let tool: String
  /// The rules whose demand it answers.
  package let rules: [String]
  /// What it describes, in the policy language.
  package let policy: GrantPolicy
  /// The digest of the policy under which it was given.
  package let policyDigest: String
  /// The code that a call has to have, where the grant is for these very arguments.
  package let binding: ActionBinding?
  /// The approval that it was given with.
  package let approval: String
  package let givenBy: String
  /// Nanoseconds since 1970, as the other times.
  package let givenAt: Int64
  package let expiresAt: Int64
  package internal(set) var revokedAt: Int64?
  package internal(set) var revokedBy: String?

  /// Whether it is in force at a moment, under a policy.
  func isInForce(at now: Int64, under policy: String) -> Bool {
    revokedAt == nil && now < expiresAt && policyDigest == policy
  }
}

extension Grant {
  /// Whether an action has the code that the grant wants, if it wants one.
  func fits(_ request: ApprovalRequest) -> Bool {
    guard let binding else { return true }
    return binding == request.binding || binding == request.bindingInAnySession
  }
}
