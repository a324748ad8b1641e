import HTTPWire

/// The way to an origin: what connections have in common that can stand in for each other.
struct Route: Hashable, Sendable {
  /// Whom requests are for; nil where the connection is a proxy's that takes those for all origins.
  let origin: HTTPOrigin
  let proxy: ProxySettings.Proxy?
  let socketPath: String?

  init(_ origin: HTTPOrigin, _ options: ExchangeOptions, _ proxies: ProxySettings) {
    self.origin = origin
    socketPath = options.socketPath
    proxy = options.socketPath == nil ? proxies.proxy(for: origin) : nil
  }

  /// Whom the connection is made to.
  var firstHop: HTTPOrigin { proxy?.origin ?? origin }

  /// What a proxy that reads requests is told with each; nil where none does.
  var forwardFields: HTTPFields? { origin.isEncrypted ? nil : proxy?.fields }

  /// A proxy that reads requests takes those for every origin on one connection.
  private var target: HTTPOrigin? { forwardFields == nil ? origin : nil }

  static func == (left: Route, right: Route) -> Bool {
    left.target == right.target && left.proxy?.origin == right.proxy?.origin
      && left.socketPath == right.socketPath
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(target)
    hasher.combine(proxy?.origin)
    hasher.combine(socketPath)
  }
}
