package import EventLoop
package import TLS

/// What is known about the connection that a request came on.
package struct ConnectionContext: Sendable {
  /// The name of the listener, as configured.
  package let listener: String
  /// The address of the client; of the listening socket itself where that is a Unix-domain socket.
  package let peer: SocketAddress
  /// Who connected to a Unix-domain socket, as the system vouches for it.
  package let credentials: PeerCredentials?
  /// Whether the connection is encrypted.
  package let isEncrypted: Bool
  /// The certificate that the client proved to hold; verified against the listener's authorities.
  package internal(set) var clientCertificate: ClientCertificate?
}
