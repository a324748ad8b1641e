package import Crypto

/// Collects what a connection and a request show of who is calling.
package struct Presented: Sendable {
  /// The `Authorization` header's value.
  package var authorization: String?
  /// The SHA-256 of the client certificate that the TLS handshake verified.
  package var certificateFingerprint: SHA256Digest?
  /// The DNS names and URIs of that certificate.
  package var certificateNames: [String]
  /// The user of the process on the other end of a Unix socket.
  package var unixUser: UInt32?

  package init(
    authorization: String? = nil, certificateFingerprint: SHA256Digest? = nil,
    certificateNames: [String] = [], unixUser: UInt32? = nil
  ) {
    self.authorization = authorization
    self.certificateFingerprint = certificateFingerprint
    self.certificateNames = certificateNames
    self.unixUser = unixUser
  }
}
