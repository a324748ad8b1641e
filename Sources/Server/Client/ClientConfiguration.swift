package import EventLoop
package import HTTPWire

/// How an HTTP client connects, waits and keeps connections.
package struct ClientConfiguration: Sendable {
  /// On responses; the content's bound is `maximumResponseBytes`.
  package var limits: HTTPLimits = .standard
  /// Bytes of content that a response which is taken whole may have, unless the request says otherwise.
  package var maximumResponseBytes: Int = 1024 * 1024
  /// From the name to the end of the TLS handshake.
  package var connectTimeout: Duration = .seconds(10)
  /// From the call to the end of the response, or to its head where it is streamed, unless the request says otherwise.
  package var timeout: Duration = .seconds(30)
  /// Between two pieces of a response that is streamed.
  package var idleTimeout: Duration = .seconds(60)
  /// How long a connection without a request is kept; below what servers do, which is 60 s and more.
  package var keepAlive: Duration = .seconds(30)
  /// Connections kept without a request.
  package var maximumIdleConnections: Int = 32
  /// Connections open at once; a request that needs one more is refused.
  package var maximumConnections: Int = 512
  package var proxies = ProxySettings.none
  /// Says whether an address may be connected to, after names are resolved; asked for every address but those of proxies,
  /// which the operator has chosen. What a proxy connects to is only known where the URL itself has an address.
  package var mayConnect: @Sendable (SocketAddress) -> Bool = { _ in true }

  package init() {}
}

/// What one request asks for beyond the client's configuration.
package struct ExchangeOptions: Sendable, Equatable {
  /// In place of the client's `timeout`.
  package var timeout: Duration?
  /// In place of the client's `maximumResponseBytes`; for a response that is streamed, nil sets no bound.
  package var maximumResponseBytes: Int?
  /// The Unix-domain socket to connect to, in place of the host of the URL.
  package var socketPath: String?

  package init(
    timeout: Duration? = nil, maximumResponseBytes: Int? = nil, socketPath: String? = nil
  ) {
    self.timeout = timeout
    self.maximumResponseBytes = maximumResponseBytes
    self.socketPath = socketPath
  }
}
