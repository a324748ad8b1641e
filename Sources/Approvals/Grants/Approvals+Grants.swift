import ActionModel
import Locking
import Policy
package import Storage

/// Standing answers, so that nobody is asked twice.
extension Approvals {
  /// The grants in force that describe an action.
  func grants(
    covering request: ApprovalRequest, _ facts: PolicyRequest
  ) async throws(StorageError) -> [Grant] {
    let now = now
    let grants = try await storage.read { (transaction) throws(StorageError) in
      try Grant.read(
        where:
          "tenant = $1 AND agent = $2 AND tool = $3 AND expires_at > $4 AND revoked_at IS NULL",
        [
          .text(request.principal.tenant), .text(request.principal.id),
          .text(request.tool.description), .integer(now),
        ], in: transaction)
    }
    return grants.filter { grant in
      grant.isInForce(at: now, under: request.policy) && grant.principal == request.principal
        && grant.fits(request) && grantPolicies.allows(grant, facts)
    }
  }

  /// What a grant would say if it were given now, in the policy language.
  package func preview(
    of terms: GrantTerms, for id: String, by approver: Approver
  ) async throws(AnswerError) -> Grant {
    guard let approval = try await found(id) else { throw .refused(.unknown) }
    return try grant(terms, for: approval, by: approver)
  }

  /// Gives a grant for what an approval asks, and approves that one too if it still waits.
  ///
  /// - Parameter seen: the digest of what the approver was shown.
  package func give(
    _ terms: GrantTerms, for id: String, by approver: Approver, channel: String, seen: String
  ) async throws(AnswerError) -> Grant {
    guard let approval = try await found(id) else { throw .refused(.unknown) }
    guard approval.request.digest == seen else { throw .refused(.notSeen) }
    let grant = try grant(terms, for: approval, by: approver)
    try await stored { (transaction) throws(StorageError) in try grant.insert(in: transaction) }
    try await record(.granted(grant))
    if approval.state(at: now) == .pending {
      _ = try await answer(
        id, .approve, by: approver, reason: grant.id, channel: channel, seen: seen)
    }
    return grant
  }

  /// Ends a grant; false where there is none such in force.
  package func revoke(_ id: String, by approver: String) async throws(AnswerError) -> Bool {
    let now = now
    let isRevoked = try await stored { (transaction) throws(StorageError) in
      try transaction.run(
        """
        UPDATE grants SET revoked_at = $2, revoked_by = $3
        WHERE id = $1 AND revoked_at IS NULL AND expires_at > $2
        """, [.text(id), .integer(now), .text(approver)]) == 1
    }
    if isRevoked { try await record(.revoked(id, by: approver, time: now)) }
    return isRevoked
  }

  /// The grants that are in force, newest first.
  package func grants(limit: Int) async throws(StorageError) -> [Grant] {
    let now = now
    return try await storage.read { (transaction) throws(StorageError) in
      try Grant.read(
        where: "expires_at > $1 AND revoked_at IS NULL ORDER BY given_at DESC, id LIMIT $2",
        [.integer(now), .integer(Int64(limit))], in: transaction)
    }
  }

  /// Draws up a grant for the demands that the approver can answer alone.
  private func grant(
    _ terms: GrantTerms, for approval: Approval, by approver: Approver
  ) throws(AnswerError) -> Grant {
    let request = approval.request
    let rules = request.requirement.demands.filter { $0.quorum == 1 && $0.names(approver) }
    guard approver.id != request.principal.id, approver.id != request.principal.via else {
      throw .refused(.ownRequest)
    }
    let now = now
    switch approval.state(at: now) {
    case .pending, .approved, .used: break
    case .denied: throw .refused(.alreadyResolved(.denied))
    case .expired: throw .refused(.expired)
    }
    do throws(GrantRefusal) {
      guard !rules.isEmpty else {
        throw GrantRefusal("no rule asks `\(approver.id)` alone, so that nobody else has to agree")
      }
      guard (1...GrantTerms.longest).contains(terms.duration) else {
        throw GrantRefusal("a grant holds for at most 24 hours")
      }
      let (id, expiresAt) = (Self.newID("grt"), now + terms.duration)
      return Grant(
        id: id, principal: request.principal, tool: request.tool.description,
        rules: rules.map(\.rule),
        policy: try GrantPolicy(id: id, for: request, on: terms, expiresAt: expiresAt),
        policyDigest: request.policy,
        binding: terms.scope != .arguments
          ? nil : terms.isForSession ? request.binding : request.bindingInAnySession,
        approval: approval.id, givenBy: approver.id, givenAt: now, expiresAt: expiresAt)
    } catch {
      throw .ungrantable(error)
    }
  }

  private func found(_ id: String) async throws(AnswerError) -> Approval? {
    do throws(StorageError) {
      return try await approval(id)
    } catch {
      throw .unavailable(error.description)
    }
  }
}

/// Keeps the compiled form of grants, which never change.
final class GrantPolicyCache: Sendable {
  private static let capacity = 1_024
  private let sets = Locked<[String: PolicySet]>([:])

  /// Whether an action is one that a grant describes; one that cannot be evaluated describes none.
  func allows(_ grant: Grant, _ facts: PolicyRequest) -> Bool {
    let known = sets.withLock { $0[grant.id] }
    guard let set = known ?? (try? PolicySet.load([grant.policy.source])) else { return false }
    if known == nil {
      sets.withLock { sets in
        if sets.count >= Self.capacity { sets.removeAll() }
        sets[grant.id] = set
      }
    }
    return set.evaluate(facts, counters: EmptyCounters()).verdict == .allow
  }
}
