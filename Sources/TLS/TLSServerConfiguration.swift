/// What a TLS server shows and asks for.
package struct TLSServerConfiguration: Hashable, Sendable {
  /// Whether clients prove who they are.
  package enum ClientCertificates: Hashable, Sendable {
    /// None is asked for.
    case ignored
    /// Asked for; one that is sent must be signed by an authority of the file.
    case optional(authorities: String)
    /// As `optional`, and a client without one is refused in the handshake.
    case required(authorities: String)
  }

  /// A PEM file: the server's certificate, then those that lead to its authority.
  package var certificateFile: String
  /// A PEM file: the key of the certificate, not encrypted.
  package var privateKeyFile: String
  package var clientCertificates: ClientCertificates

  package init(
    certificateFile: String, privateKeyFile: String,
    clientCertificates: ClientCertificates = .ignored
  ) {
    self.certificateFile = certificateFile
    self.privateKeyFile = privateKeyFile
    self.clientCertificates = clientCertificates
  }
}
