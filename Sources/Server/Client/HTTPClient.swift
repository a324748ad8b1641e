package import EventLoop
package import HTTPWire
package import TLS

/// Sends requests over connections that it keeps; redirects are not followed, because each is a request of its own.
///
/// It lives on one loop, with all its connections. A request is sent a second time only where the server closed a kept
/// connection without any answer, and doing it twice is doing it once.
@safe
package actor HTTPClient {
  package nonisolated let loop: EventLoop
  package nonisolated let unownedExecutor: UnownedSerialExecutor
  package nonisolated let configuration: ClientConfiguration
  private let tls: TLSClientContext
  private let resolver: Resolver
  private var pool: IdlePool<Route, ClientConnection>
  private var timer: EventLoop.TimerToken?
  private var openConnections = 0
  private var isClosed = false

  /// A connection in use, and what it can be used for.
  struct Lease {
    let connection: ClientConnection
    let route: Route
    var isReused = false
  }

  /// - Parameter resolver: nil for one of the client's own, with the settings of the system.
  package init(
    on loop: EventLoop, _ configuration: ClientConfiguration = ClientConfiguration(),
    tls: TLSClientContext, resolver: Resolver? = nil
  ) {
    self.loop = loop
    // SAFETY: the client holds the loop.
    unsafe unownedExecutor = loop.asUnownedSerialExecutor()
    self.configuration = configuration
    self.tls = tls
    self.resolver = resolver ?? Resolver(on: loop)
    pool = IdlePool(limit: configuration.maximumIdleConnections)
  }

  // MARK: Requests

  /// Sends a request and takes the whole response.
  package func send(
    _ request: HTTPRequest, _ options: ExchangeOptions = ExchangeOptions()
  ) async throws(HTTPClientError) -> HTTPResponse {
    let deadline = loop.now.advanced(by: options.timeout ?? configuration.timeout)
    let limit = options.maximumResponseBytes ?? configuration.maximumResponseBytes
    let (head, lease) = try await exchange(request, options, limit: limit, until: deadline)
    var response = HTTPResponse(head.status, fields: head.fields)
    while let piece = try await nextPiece(of: lease, until: deadline) {
      if response.body.isEmpty { response.body = piece } else { response.body += piece }
    }
    return response
  }

  /// Sends a request and takes the head of the response; the content is taken piece by piece.
  package func open(
    _ request: HTTPRequest, _ options: ExchangeOptions = ExchangeOptions()
  ) async throws(HTTPClientError) -> HTTPResponseStream {
    let deadline = loop.now.advanced(by: options.timeout ?? configuration.timeout)
    let limit = options.maximumResponseBytes ?? .max
    let (head, lease) = try await exchange(request, options, limit: limit, until: deadline)
    return HTTPResponseStream(head, of: self, lease)
  }

  /// Closes the connections without a request, and each other as soon as its response has ended; takes no more requests.
  package func close() {
    isClosed = true
    for connection in pool.takeAll() { connection.close() }
    if let timer { loop.removeTimer(timer) }
    timer = nil
  }

  /// Gets a connection and has a request answered on it.
  private func exchange(
    _ request: HTTPRequest, _ options: ExchangeOptions, limit: Int, until deadline: LoopTime
  ) async throws(HTTPClientError) -> (HTTPResponseHead, Lease) {
    let route = Route(request.url.origin, options, configuration.proxies)
    var limits = configuration.limits
    limits.maximumBodyBytes = limit
    if let lease = await reuse(route) {
      do throws(HTTPClientError) {
        return (try await answer(request, lease, limits, until: deadline), lease)
      } catch {
        guard case .disconnected = error, request.method.isIdempotent,
          await !lease.connection.hasAnswered
        else { throw error }
      }
    }
    let lease = Lease(connection: try await connect(route, until: deadline), route: route)
    return (try await answer(request, lease, limits, until: deadline), lease)
  }

  private func answer(
    _ request: HTTPRequest, _ lease: Lease, _ limits: HTTPLimits, until deadline: LoopTime
  ) async throws(HTTPClientError) -> HTTPResponseHead {
    do throws(HTTPClientError) {
      try await lease.connection.send(
        request, proxyFields: lease.route.forwardFields, limits: limits)
      return try await lease.connection.head(until: deadline)
    } catch {
      lease.connection.close()
      throw error
    }
  }

  /// Takes the next piece of a response that is streamed; at its end, nil, and the connection is kept or closed.
  func nextPiece(of lease: Lease) async throws(HTTPClientError) -> [UInt8]? {
    try await nextPiece(of: lease, until: loop.now.advanced(by: configuration.idleTimeout))
  }

  private func nextPiece(
    of lease: Lease, until deadline: LoopTime
  ) async throws(HTTPClientError) -> [UInt8]? {
    do throws(HTTPClientError) {
      if let piece = try await lease.connection.piece(until: deadline) { return piece }
    } catch {
      lease.connection.close()
      throw error
    }
    await giveBack(lease)
    return nil
  }

  // MARK: The pool

  /// Takes a kept connection that is still good.
  private func reuse(_ route: Route) async -> Lease? {
    while let connection = pool.take(route) {
      if await connection.isIdle {
        await connection.stream.setWhenDisturbed(nil)
        return Lease(connection: connection, route: route, isReused: true)
      }
      connection.close()
    }
    return nil
  }

  /// Keeps a connection whose response has ended, or closes it.
  private func giveBack(_ lease: Lease) async {
    let connection = lease.connection
    guard await connection.isIdle, !isClosed else { return connection.close() }
    // A server that closes it, or sends what nobody asked for, has it taken out.
    await connection.stream.setWhenDisturbed { [weak self, weak connection] in
      guard let connection else { return }
      self?.assumeIsolated { $0.pool.remove(connection) }
      connection.close()
    }
    let until = loop.now.advanced(by: configuration.keepAlive)
    pool.put(connection, lease.route, until: until)?.close()
    armTimer()
  }

  private func armTimer() {
    let timer = timer ?? loop.addTimer { [weak self] in self?.assumeIsolated { $0.closeExpired() } }
    self.timer = timer
    loop.arm(timer, at: pool.nextExpiry)
  }

  private func closeExpired() {
    for connection in pool.takeExpired(at: loop.now) { connection.close() }
    armTimer()
  }

  // MARK: Connecting

  private func connect(
    _ route: Route, until limit: LoopTime
  ) async throws(HTTPClientError) -> ClientConnection {
    guard !isClosed else { throw .closed }
    guard openConnections < configuration.maximumConnections else { throw .overloaded }
    let deadline = min(limit, loop.now.advanced(by: configuration.connectTimeout))
    openConnections += 1
    let stream: ClientStream
    do throws(HTTPClientError) {
      stream = try await openStream(route, until: deadline)
    } catch {
      openConnections -= 1
      throw error
    }
    do throws(HTTPClientError) {
      return try await prepare(stream, route, until: deadline)
    } catch {
      await stream.close()
      throw error
    }
  }

  private func openStream(
    _ route: Route, until deadline: LoopTime
  ) async throws(HTTPClientError) -> ClientStream {
    let addresses = try await addresses(of: route, until: deadline)
    do {
      return try await ClientStream.connect(to: addresses, on: loop, until: deadline) {
        [weak self] in self?.assumeIsolated { $0.openConnections -= 1 }
      }
    } catch {
      throw error.isTimeout ? .timeout(route.origin) : .unreachable(error)
    }
  }

  /// What may be connected to for a route.
  private func addresses(
    of route: Route, until deadline: LoopTime
  ) async throws(HTTPClientError) -> [SocketAddress] {
    if let path = route.socketPath { return [.unix(path: path)] }
    let host = route.firstHop.bareHost
    // The addresses of a proxy are the operator's choice; what it is sent to is judged as far as it is known.
    if route.proxy != nil, let target = SocketAddress(host: route.origin.bareHost, port: 0),
      !configuration.mayConnect(target)
    {
      throw .refusedAddress(host: route.origin.bareHost)
    }
    let found: [SocketAddress]
    do {
      found = try await resolver.addresses(of: host, port: route.firstHop.port, until: deadline)
    } catch {
      throw error == .timeout ? .timeout(route.firstHop) : .unresolved(host: host, error)
    }
    guard route.proxy == nil else { return found }
    let allowed = found.filter(configuration.mayConnect)
    guard !allowed.isEmpty else { throw .refusedAddress(host: host) }
    return allowed
  }

  /// Opens the tunnel and encrypts, as the route needs it.
  private func prepare(
    _ stream: ClientStream, _ route: Route, until deadline: LoopTime
  ) async throws(HTTPClientError) -> ClientConnection {
    if let proxy = route.proxy, route.origin.isEncrypted {
      let tunnel = ClientConnection(stream, origin: proxy.origin)
      try await tunnel.openTunnel(
        to: route.origin, proxyFields: proxy.fields, limits: configuration.limits, until: deadline)
    }
    if route.origin.isEncrypted {
      do {
        try await stream.encrypt(
          with: tls, host: route.origin.bareHost, speaksHTTP: true, until: deadline)
      } catch {
        throw HTTPClientError(error, route.origin)
      }
    }
    return ClientConnection(stream, origin: route.origin)
  }
}
