import ActionModel
package import Crypto
package import Matching

/// One way in: what a caller must show, and what it may then do.
package struct Credential: Sendable {
  /// What a caller must show.
  package enum Proof: Sendable, Hashable {
    /// A bearer token (RFC 6750) with this SHA-256; the token itself is stored nowhere.
    case bearerToken(SHA256Digest)
    /// A verified client certificate whose DER encoding has this SHA-256.
    case certificateFingerprint(SHA256Digest)
    /// A verified client certificate that carries this DNS name or URI among its alternative names.
    case certificateName(String)
    /// A process of this user on the other end of a Unix socket.
    case unixUser(UInt32)
  }

  /// The name by which decisions and the log speak of the credential.
  package let id: String
  package let proof: Proof
  /// The tenant that it is confined to; nil is the default tenant or, with `mayClaim`, whichever one it names.
  package let tenant: String?
  /// The agent ids that it may speak for besides its own.
  package let mayClaim: [Glob]
  /// Whether it has the role `enforcer`.
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

  /// The caller that whoever shows the proof becomes.
  var caller: Caller {
    let kind: Caller.Proof =
      switch proof {
      case .bearerToken: .bearerToken
      case .certificateFingerprint, .certificateName: .clientCertificate
      case .unixUser: .unixPeer
      }
    return Caller(
      id: id, proof: kind, tenant: tenant, mayClaim: mayClaim, isEnforcer: isEnforcer)
  }
}
