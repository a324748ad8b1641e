package import AuditLog

/// What an operator can ask of a running instance; the service fills these in.
package struct Operations: Sendable {
  /// How a reload of the policy ended.
  package enum Reload: Sendable {
    /// Every decision from now on uses this policy.
    case loaded(PolicyStatus)
    /// The policy that was in use stays; these are the problems of the new one.
    case refused(problems: [String])
  }

  /// The policy in use.
  package struct PolicyStatus: Sendable {
    /// The SHA-256 of its sources, in hexadecimal.
    package let digest: String
    package let ruleCount: Int
    package let sources: [String]

    package init(digest: String, ruleCount: Int, sources: [String]) {
      self.digest = digest
      self.ruleCount = ruleCount
      self.sources = sources
    }
  }

  let reloadPolicy: @Sendable () async -> Reload
  let policyStatus: @Sendable () -> PolicyStatus?
  /// The newest signed checkpoint of the log, as a C2SP note; nil before the first.
  let checkpoint: @Sendable () -> [UInt8]?
  /// Where the log stands.
  let auditStatus: @Sendable () -> AuditStatus
  /// All metrics, in the Prometheus text format.
  let metrics: @Sendable () -> [UInt8]
  let notifications: Notifications
  let policies: any PolicyDesk

  package init(
    reloadPolicy: @escaping @Sendable () async -> Reload,
    policyStatus: @escaping @Sendable () -> PolicyStatus?,
    checkpoint: @escaping @Sendable () -> [UInt8]?,
    auditStatus: @escaping @Sendable () -> AuditStatus,
    metrics: @escaping @Sendable () -> [UInt8], notifications: Notifications,
    policies: any PolicyDesk
  ) {
    self.reloadPolicy = reloadPolicy
    self.policyStatus = policyStatus
    self.checkpoint = checkpoint
    self.auditStatus = auditStatus
    self.metrics = metrics
    self.notifications = notifications
    self.policies = policies
  }
}
