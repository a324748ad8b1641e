import Matching

/// The agent on whose behalf an action is asked for, and how sure of that we are.
package struct Principal: Sendable, Hashable {
  package let tenant: String
  /// The agent's id: verified, vouched for, or merely claimed.
  package let id: String
  /// Whether a credential stands behind the id.
  package let verified: Bool
  /// The credential that spoke for the agent, where it is not the agent's own.
  package let via: String?

  package init(tenant: String, id: String, verified: Bool, via: String?) {
    self.tenant = tenant
    self.id = id
    self.verified = verified
    self.via = via
  }

  /// The tenant of callers that name none.
  package static let defaultTenant = "default"

  /// Establishes whom a caller speaks for; nil when its credential does not reach that far.
  ///
  /// - Parameters:
  ///   - agent: the agent id that the caller claims, if any.
  ///   - tenant: the tenant that it claims, if any.
  package init?(caller: Caller, claiming agent: String?, tenant: String?) {
    if let own = caller.ownTenant, let tenant, own != tenant { return nil }
    let tenant = caller.ownTenant ?? tenant ?? Principal.defaultTenant
    switch caller.proof {
    case .none:
      self.init(tenant: tenant, id: agent ?? caller.id, verified: false, via: nil)
    case .bearerToken, .clientCertificate, .unixPeer:
      guard let agent, agent != caller.id else {
        self.init(tenant: tenant, id: caller.id, verified: true, via: nil)
        return
      }
      guard caller.mayClaim.contains(where: { $0.matches(agent) }) else { return nil }
      self.init(tenant: tenant, id: agent, verified: true, via: caller.id)
    }
  }
}

extension Principal {
  /// Whether a caller is the one that spoke for the agent.
  package func isSpokenFor(by caller: Caller) -> Bool {
    verified ? caller.proof != .none && caller.id == (via ?? id) : caller.proof == .none
  }
}

extension Caller {
  /// The one tenant that the caller may act in; nil where it may name any.
  ///
  /// A credential of one agent is in the default tenant unless it has another: every counter and rate is kept by tenant, so
  /// that an agent which names its own would begin all of them anew whenever it likes.
  fileprivate var ownTenant: String? {
    if let tenant { return tenant }
    return proof == .none || !mayClaim.isEmpty ? nil : Principal.defaultTenant
  }
}
