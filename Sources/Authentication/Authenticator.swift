package import ActionModel
import Crypto

/// Tells who a caller is by what it presents.
package struct Authenticator: Sendable {
  private let callers: [Credential.Proof: Caller]
  private let allowsAnonymous: Bool

  /// - Parameters:
  ///   - credentials: every way in; of two with the same proof, which the configuration refuses, the first counts.
  ///   - allowsAnonymous: whether callers that show nothing come in as ``Caller/anonymous``.
  package init(credentials: [Credential], allowsAnonymous: Bool) {
    callers = Dictionary(credentials.map { ($0.proof, $0.caller) }) { first, _ in first }
    self.allowsAnonymous = allowsAnonymous
  }

  /// Finds the caller: a token counts before a certificate, and that before the socket's peer.
  package func caller(presenting presented: Presented) throws(AuthenticationFailure) -> Caller {
    if let authorization = presented.authorization {
      guard let token = Self.bearerToken(in: authorization) else { throw .malformed }
      // The look-up is by the token's hash, so its timing tells nothing of the tokens.
      guard let caller = callers[.bearerToken(SHA256.hash(token))] else { throw .unknownToken }
      return caller
    }
    if let fingerprint = presented.certificateFingerprint {
      if let caller = callers[.certificateFingerprint(fingerprint)] { return caller }
      for name in presented.certificateNames {
        if let caller = callers[.certificateName(name)] { return caller }
      }
    }
    if let user = presented.unixUser, let caller = callers[.unixUser(user)] { return caller }
    guard allowsAnonymous else { throw .missing }
    return .anonymous
  }

  /// Takes the token out of `Bearer TOKEN`, the scheme in any case (RFC 9110, section 11.4).
  private static func bearerToken(in authorization: String) -> [UInt8]? {
    let bytes = Array(authorization.utf8)
    let scheme = Array("bearer ".utf8)
    guard bytes.count > scheme.count, zip(bytes, scheme).allSatisfy({ $0 | 0x20 == $1 | 0x20 })
    else {
      return nil
    }
    let token = bytes.dropFirst(scheme.count).drop { $0 == UInt8(ascii: " ") }
    guard !token.isEmpty, token.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
    return Array(token)
  }
}

/// Says why a caller was not let in; its text goes to the caller and names no secret.
package enum AuthenticationFailure: Error, Sendable, Hashable {
  /// Nothing was shown that the configuration knows.
  case missing
  /// The `Authorization` header is not `Bearer TOKEN`.
  case malformed
  /// A token was shown that no credential has; never treated as if none had been shown.
  case unknownToken

  package var message: String {
    switch self {
    case .missing: "no known credential was presented: send `Authorization: Bearer TOKEN`"
    case .malformed: "the Authorization header is not of the form `Bearer TOKEN`"
    case .unknownToken: "the bearer token is not known: check that it was copied whole"
    }
  }
}
