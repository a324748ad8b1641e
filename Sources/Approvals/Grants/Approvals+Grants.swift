import ActionModel
import AuditLog
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
          "tenant = $1 AND agent = $2 AND tool = $3 AND expires_at > $4 AND \(Self.inForce)",
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
    let result = try await stored { [self] (transaction) throws(StorageError) in
      try give(terms, for: id, by: approver, channel: channel, seen: seen, in: transaction)
    }
    let given = try result.get()
    try await record(.granted(given.grant))
    try await noteGrantRecorded(given.grant.id)
    if let (approval, vote) = given.answer {
      try await record(.answered(approval, vote))
      await noteRecorded(id)
    }
    return given.grant
  }

  /// A grant that is stored, and the answer that was stored with it, if any.
  private struct Given: Sendable {
    let grant: Grant
    let answer: (Approval, Vote)?
  }

  /// Stores a grant, and the approval of what it is given for, together or not at all.
  ///
  /// It is not in force before the log has it.
  private func give(
    _ terms: GrantTerms, for id: String, by approver: Approver, channel: String, seen: String,
    in transaction: Transaction
  ) throws(StorageError) -> Result<Given, AnswerError> {
    guard let approval = try Approval.read(id, in: transaction) else {
      return .failure(.refused(.unknown))
    }
    guard approval.request.digest == seen else { return .failure(.refused(.notSeen)) }
    let grant: Grant
    do throws(AnswerError) {
      grant = try self.grant(terms, for: approval, by: approver)
    } catch {
      return .failure(error)
    }
    try grant.insert(in: transaction)
    let hasAnswered = approval.votes.contains { $0.approver.id == approver.id }
    guard approval.state(at: grant.givenAt) == .pending, !hasAnswered else {
      return .success(Given(grant: grant, answer: nil))
    }
    let vote = Vote(
      approver: approver, verdict: .approve, reason: grant.id, channel: channel,
      time: grant.givenAt)
    return try Self.take(vote, on: approval, in: transaction)
      .map { Given(grant: grant, answer: ($0, vote)) }.mapError { .refused($0) }
  }

  /// Ends a grant; false where there is none such in force.
  package func revoke(_ id: String, by approver: String) async throws(AnswerError) -> Bool {
    let now = now
    let isRevoked = try await stored { (transaction) throws(StorageError) in
      try transaction.run(
        """
        UPDATE grants SET revoked_at = $2, revoked_by = $3, is_recorded = 0
        WHERE id = $1 AND expires_at > $2 AND \(Self.inForce)
        """, [.text(id), .integer(now), .text(approver)]) == 1
    }
    if isRevoked {
      try await record(.revoked(id, by: approver, time: now))
      try await noteGrantRecorded(id)
    }
    return isRevoked
  }

  /// Notes that the log has a grant, or its end.
  private func noteGrantRecorded(_ id: String) async throws(AnswerError) {
    _ = try await stored { (transaction) throws(StorageError) in
      try transaction.run("UPDATE grants SET is_recorded = 1 WHERE id = $1", [.text(id)])
    }
  }

  /// What a grant in force is besides not being over: given as far as the log knows, and not revoked.
  private static let inForce = "revoked_at IS NULL AND is_recorded = 1"

  /// Ends the grants that the log may not have, which nobody was told of, and records what it missed of others' ends.
  func reconcileGrants() async throws(StorageError) {
    let now = now
    let missed = try await storage.write { (transaction) throws(StorageError) in
      try transaction.run(
        """
        UPDATE grants SET revoked_at = $1, revoked_by = ''
        WHERE revoked_at IS NULL AND is_recorded = 0 AND given_at < $2
        """, [.integer(now), .integer(now - Self.giving)])
      return try Grant.read(
        where: "revoked_at IS NOT NULL AND is_recorded = 0 ORDER BY given_at, id", [],
        in: transaction)
    }
    for grant in missed {
      let end = AuditEvent.revoked(
        grant.id, by: grant.revokedBy ?? "", time: grant.revokedAt ?? now)
      guard (try? await log.append(end)) != nil else { return }
      try? await noteGrantRecorded(grant.id)
    }
  }

  /// Longer than another instance takes to give a grant, in nanoseconds.
  private static let giving: Int64 = 60_000_000_000

  /// The grants that are in force, newest first.
  package func grants(limit: Int) async throws(StorageError) -> [Grant] {
    let now = now
    return try await storage.read { (transaction) throws(StorageError) in
      try Grant.read(
        where: "expires_at > $1 AND \(Self.inForce) ORDER BY given_at DESC, id LIMIT $2",
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
