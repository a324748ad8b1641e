package import ActionModel

/// One request for a human's approval, and what has become of it.
///
/// A value: each thing that can happen to it is one function, whoever stores it. Times are nanoseconds since 1970.
package struct Approval: Sendable {
  package enum State: String, Sendable, CaseIterable {
    case pending, approved, denied, expired, used
  }

  /// `apr_` and 32 hexadecimal digits, which nobody can guess.
  package let id: String
  package let request: ApprovalRequest
  package let askedAt: Int64
  /// Until when it may be answered and used.
  package let expiresAt: Int64
  package internal(set) var state = State.pending
  /// The answers, in the order of their coming; one of each approver at most.
  package internal(set) var votes: [Vote] = []
  /// When it was approved, denied or found expired.
  package internal(set) var resolvedAt: Int64?
  package internal(set) var usedAt: Int64?
  /// The decision that it was used for.
  package internal(set) var usedBy: String?

  /// Begins a request, which waits for its answers from now on.
  package init(id: String, request: ApprovalRequest, askedAt: Int64, expiresAt: Int64) {
    self.id = id
    self.request = request
    self.askedAt = askedAt
    self.expiresAt = expiresAt
  }

  /// The state at a moment: what is over its time is expired, whether or not anybody has noted it.
  package func state(at now: Int64) -> State {
    switch state {
    case .pending, .approved: now >= expiresAt ? .expired : state
    case .denied, .expired, .used: state
    }
  }

  /// Those who approved it, in the order of their answers.
  package var approvers: [String] {
    votes.filter { $0.verdict == .approve }.map(\.approver.id)
  }

  // MARK: Answering

  /// Takes an approver's answer: the first denial denies, the last approval that every demand needs approves.
  package mutating func take(_ vote: Vote) throws(AnswerRefusal) {
    switch state(at: vote.time) {
    case .pending: break
    case .expired: throw .expired
    case let state: throw .alreadyResolved(state)
    }
    let approver = vote.approver
    let asking = request.principal
    guard approver.id != asking.id, approver.id != asking.via else { throw .ownRequest }
    guard request.requirement.demands.contains(where: { $0.names(approver) }) else {
      throw .notAnApprover(
        of: request.requirement.demands.flatMap(\.approvers).uniqued())
    }
    guard !votes.contains(where: { $0.approver.id == approver.id }) else { throw .alreadyAnswered }
    votes.append(vote)
    if vote.verdict == .deny {
      state = .denied
      resolvedAt = vote.time
    } else if request.requirement.demands.allSatisfy({ $0.isMet(by: votes) }) {
      state = .approved
      resolvedAt = vote.time
    }
  }

  /// Notes that its time is over; false where it was not, or is settled otherwise.
  mutating func expire(at now: Int64) -> Bool {
    guard state != .expired, state(at: now) == .expired else { return false }
    state = .expired
    resolvedAt = now
    return true
  }

  /// Ends it before its time, because the policy no longer demands what it asks.
  mutating func end(at now: Int64) {
    state = .expired
    resolvedAt = now
  }

  // MARK: Using

  /// What comes of an attempt to use an approval.
  package enum Use: Sendable, Equatable {
    /// It is used up for this action.
    case used
    /// Its approvers have not all answered.
    case pending
    /// The policy of today demands more than was approved, or the action would do by now what nobody was shown, so that
    /// approvers have to be asked anew.
    case insufficient
    case refused(ReasonCode)
  }

  /// Uses it, once, for an action that demands an approval now.
  mutating func use(for request: ApprovalRequest, at now: Int64) -> Use {
    guard request.principal == self.request.principal else { return .refused(.approvalOtherAgent) }
    guard request.binding == self.request.binding else { return .refused(.approvalActionChanged) }
    switch state(at: now) {
    case .pending: return .pending
    case .denied: return .refused(.approvalDenied)
    case .expired: return .refused(.approvalExpired)
    case .used: return .refused(.approvalUsed)
    case .approved: break
    }
    let requirement = request.requirement
    let isBound = requirement.isBoundToPolicy || self.request.requirement.isBoundToPolicy
    guard !isBound || request.policy == self.request.policy else { return .insufficient }
    guard self.request.shows(request.content) else { return .insufficient }
    guard requirement.demands.allSatisfy({ $0.isMet(by: votes) }) else { return .insufficient }
    if let within = requirement.within, now - askedAt >= within {
      return .refused(.approvalExpired)
    }
    state = .used
    usedAt = now
    usedBy = request.decision
    return .used
  }
}

/// Says why an approver's answer was not taken.
package enum AnswerRefusal: Error, Sendable, Equatable {
  case unknown
  case alreadyResolved(Approval.State)
  case expired
  case notAnApprover(of: [String])
  /// Whoever asks never answers.
  case ownRequest
  case alreadyAnswered
  /// The answer is to something else than what waits: the approver has not seen all of it.
  case notSeen
}

extension [String] {
  /// The elements without repetitions, in their order.
  fileprivate func uniqued() -> [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
