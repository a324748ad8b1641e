package import Matching

/// Tells who is on the other end of a connection, as the door that took it established.
package struct Caller: Sendable {
  /// How the caller proved who it is.
  package enum Proof: String, Sendable {
    case bearerToken = "bearer_token"
    case clientCertificate = "client_certificate"
    case unixPeer = "unix_peer"
    /// It proved nothing; only where the operator allows anonymous callers.
    case none
  }

  /// The name that the configuration gives the credential; `anonymous` without one.
  package let id: String
  package let proof: Proof
  /// The tenant that the credential belongs to; nil where the caller may name one itself, or is of the default one because
  /// it speaks for no other agent.
  package let tenant: String?
  /// The agent ids that the credential may speak for, besides its own.
  package let mayClaim: [Glob]
  /// Whether it carries out what was allowed, and so may say what became of it.
  package let isEnforcer: Bool

  package init(
    id: String, proof: Proof, tenant: String?, mayClaim: [Glob], isEnforcer: Bool = false
  ) {
    self.isEnforcer = isEnforcer
    self.id = id
    self.proof = proof
    self.tenant = tenant
    self.mayClaim = mayClaim
  }

  /// A caller without credentials: whatever it says of itself is a claim.
  package static let anonymous = Caller(id: "anonymous", proof: .none, tenant: nil, mayClaim: [])
}
