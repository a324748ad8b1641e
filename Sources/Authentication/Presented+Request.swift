package import HTTPWire
package import Server

extension Presented {
  /// Collects what a request, and the connection that it came on, show of the caller.
  package init(_ request: HTTPRequestHead, on connection: ConnectionContext) {
    self.init(
      authorization: request.fields[.authorization],
      certificateFingerprint: connection.clientCertificate?.fingerprint,
      certificateNames: connection.clientCertificate?.names ?? [],
      unixUser: connection.credentials?.uid)
  }
}
