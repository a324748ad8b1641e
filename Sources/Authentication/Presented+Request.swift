import Crypto
import EventLoop
package import HTTPWire
package import Server
import TLS

extension Presented {
  /// Collects what a request, and the connection that it came on, show of the caller.
  package init(_ request: borrowing HTTPRequestHead, on connection: ConnectionContext) {
    let certificate = connection.clientCertificate
    self.init(
      authorization: request.fields[.authorization],
      certificateFingerprint: certificate.flatMap { SHA256Digest(hex: $0.fingerprint) },
      certificateNames: certificate.map { $0.hostNames + $0.uris } ?? [],
      unixUser: connection.credentials?.uid)
  }
}
