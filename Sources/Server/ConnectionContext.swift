package import EventLoop
package import TLS

/// What is known about the connection that a request came on.
///
/// An object, because every request is handed it, and all that it holds would be retained each time.
package final class ConnectionContext: Sendable {
  /// The name of the listener, as configured.
  package let listener: String
  /// The address of the client; of the listening socket itself where that is a Unix-domain socket.
  package let peer: SocketAddress
  /// Who connected to a Unix-domain socket, as the system vouches for it.
  package let credentials: PeerCredentials?
  /// Whether the connection is encrypted.
  package let isEncrypted: Bool
  /// The certificate that the client proved to hold; verified against the listener's authorities.
  package let clientCertificate: ClientCertificate?

  init(
    listener: String, peer: SocketAddress, credentials: PeerCredentials?, isEncrypted: Bool,
    clientCertificate: ClientCertificate? = nil
  ) {
    self.listener = listener
    self.peer = peer
    self.credentials = credentials
    self.isEncrypted = isEncrypted
    self.clientCertificate = clientCertificate
  }

  /// The same connection, once its client has proved to hold a certificate.
  func proving(_ certificate: ClientCertificate?) -> ConnectionContext {
    ConnectionContext(
      listener: listener, peer: peer, credentials: credentials, isEncrypted: isEncrypted,
      clientCertificate: certificate)
  }
}
