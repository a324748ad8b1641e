/// Why a decision came out as it did: a stable word that clients and scripts may rely on.
package enum ReasonCode: String, Sendable, Hashable, CaseIterable {
  // MARK: The policy spoke

  /// A rule matched and decided.
  case rule
  /// No rule matched and the layer's default is `allow`.
  case defaultAllow = "default_allow"
  /// No rule matched and the layer's default is `deny`.
  case defaultDeny = "default_deny"
  /// No rule matched and the layer's default is `require_approval`.
  case defaultApproval = "default_approval"
  /// A rule could not be evaluated, which counts against the caller.
  case ruleError = "rule_error"
  /// An effect of the action is covered by no allow rule.
  case effectNotCovered = "effect_not_covered"
  /// The decision carries an obligation that the caller did not list in `can`.
  case obligationUnsupported = "obligation_unsupported"

  /// The arguments break the schema of their tool, or hold a number that no exact form exists for.
  case invalidArguments = "invalid_arguments"

  // MARK: A human spoke, or has to

  /// A human approved the action, and this is its one use.
  case approved
  /// A grant that a human gave answers every demand.
  case granted
  /// There is no such approval.
  case approvalUnknown = "approval_unknown"
  /// The approval is for another action: tool, arguments, context or session differ.
  case approvalActionChanged = "approval_action_changed"
  /// The approval is for another agent, or for another credential that speaks for it.
  case approvalOtherAgent = "approval_other_agent"
  /// A human denied the action.
  case approvalDenied = "approval_denied"
  /// Nobody answered in time, or the answer was not used in time.
  case approvalExpired = "approval_expired"
  /// The approval has been used.
  case approvalUsed = "approval_used"
  /// As many of the agent's requests wait as may wait at once.
  case tooManyApprovals = "too_many_approvals"

  // MARK: Limits

  /// The agent's own rate limit is used up; `retry_after` says when to come back.
  case rateLimited = "rate_limited"
  /// Counters changed under the evaluation again and again.
  case contention

  // MARK: The caller is refused

  /// The credential may not speak for the claimed agent or tenant.
  case claimRefused = "claim_refused"
  /// The caller itself, whichever agents it speaks for, asks too often.
  case callerRateLimited = "caller_rate_limited"

  // MARK: No decision can be made: treat as deny

  /// No usable policy is loaded.
  case policyUnavailable = "policy_unavailable"
  /// A queue or table is full.
  case overloaded
  /// Approvals could not be stored or looked up.
  case storageFailed = "storage_failed"
  /// The log could not be written.
  case auditFailed = "audit_failed"
  /// The disk that holds the log is full.
  case auditDiskFull = "audit_disk_full"
  /// The log does not verify, so nothing may be added to it.
  case auditBroken = "audit_broken"

  /// What a code says about the answer it stands in.
  package enum Standing: Sendable {
    /// A decision was made.
    case decided
    /// The caller may not ask this.
    case forbidden
    /// The caller must wait before it asks again.
    case throttled
    /// No decision could be made; whoever asks must treat that as deny.
    case unavailable
  }

  package var standing: Standing {
    switch self {
    case .rule, .defaultAllow, .defaultDeny, .defaultApproval, .ruleError, .effectNotCovered,
      .obligationUnsupported, .invalidArguments, .rateLimited, .contention, .approved, .granted,
      .approvalUnknown, .approvalActionChanged, .approvalOtherAgent, .approvalDenied,
      .approvalExpired, .approvalUsed, .tooManyApprovals:
      .decided
    case .claimRefused: .forbidden
    case .callerRateLimited: .throttled
    case .policyUnavailable, .overloaded, .storageFailed, .auditFailed, .auditDiskFull,
      .auditBroken:
      .unavailable
    }
  }
}
