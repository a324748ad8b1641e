package import EventLoop
package import HTTPWire
package import TLS

/// What all listeners of a server share.
package struct ServerConfiguration: Sendable {
  /// What one connection may send.
  package var limits: HTTPLimits = .standard
  /// How long a connection may keep the server waiting.
  package var deadlines: ServerDeadlines = .standard
  /// The most connections open at once, over all listeners. For one more, that which has been without a request longest
  /// is closed; where every one has a request, it waits to be accepted.
  package var maximumConnections: Int = 16_384
  /// How long a connection without a request is safe from being closed for another.
  package var idleGrace: Duration = .seconds(1)
  /// Bytes of request content that all connections may hold at once, unread or of unanswered requests; a request that
  /// needs more is refused with 503.
  package var maximumBufferedBytes: Int = 256 * 1024 * 1024
  /// Response bytes that may wait for a client before its next request is looked at.
  package var highWaterMark: Int = StreamSocket.defaultHighWaterMark

  package init() {}

  package static let standard = ServerConfiguration()
}

/// One place where a server takes connections.
package struct ListenerConfiguration: Sendable {
  /// Told to handlers with each request.
  package var name: String
  package var endpoint: Endpoint
  /// The names clients may call the listener by, besides its own address; others are refused (DNS rebinding).
  package var names: [HTTPAuthority]
  /// How to encrypt; nil for plain HTTP.
  package var tls: TLSServerContext?

  package init(
    name: String, endpoint: Endpoint, names: [HTTPAuthority] = AuthorityPolicy.loopbackNames,
    tls: TLSServerContext? = nil
  ) {
    self.name = name
    self.endpoint = endpoint
    self.names = names
    self.tls = tls
  }
}
