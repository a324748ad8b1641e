package import EventLoop
import HTTPWire
import Locking
import TLS

/// Serves HTTP on any number of listeners with one handler.
package final class HTTPServer: Sendable {
  package let counters = ServerCounters()
  private let group: EventLoopGroup
  private let configuration: ServerConfiguration
  private let handler: any HTTPHandler
  private let limit: ConnectionLimit
  /// One for each loop of the group, in its order.
  private let shares: [LoopShare]
  private let listeners = Locked<[Listener]>([])

  package init(
    group: EventLoopGroup, configuration: ServerConfiguration = .standard,
    handler: any HTTPHandler
  ) {
    self.group = group
    self.configuration = configuration
    self.handler = handler
    limit = ConnectionLimit(configuration.maximumConnections)
    let budget = ContentBudget(configuration.maximumBufferedBytes)
    shares = group.loops.map {
      LoopShare($0, budget: budget, idleGrace: configuration.idleGrace)
    }
  }

  /// Binds a listener and starts to serve on it; gives the address, with the port that the system chose.
  @discardableResult
  package func listen(_ settings: ListenerConfiguration) throws(IOError) -> SocketAddress {
    let listener = try Listener(
      settings.endpoint, on: group, limit: limit, highWaterMark: configuration.highWaterMark)
    let address = listener.address
    let authorities = Self.authorities(of: settings, at: address)
    listener.start { [shares] in
      Self.makeRoom(among: shares)
    } serve: { socket in
      self.serve(socket, settings: settings, authorities: authorities)
    }
    listeners.withLock { $0.append(listener) }
    return address
  }

  /// Stops accepting, lets requests in progress be answered with `Connection: close`, and returns when all connections
  /// are closed: those still open after `limit` are cut off.
  package func drain(within limit: Duration) async {
    let listeners = self.listeners.withLock { listeners in
      defer { listeners = [] }
      return listeners
    }
    for listener in listeners { await listener.stop() }
    // All loops begin before any is waited for.
    await withTaskGroup(of: Void.self) { tasks in
      for share in shares { tasks.addTask { await Self.drain(share, within: limit) } }
    }
  }

  private static func drain(_ share: LoopShare, within limit: Duration) async {
    await withCheckedContinuation { continuation in
      share.loop.execute {
        let timer = share.loop.addTimer { share.closeAll() }
        share.loop.arm(timer, at: share.loop.now.advanced(by: limit))
        share.drain {
          share.loop.removeTimer(timer)
          continuation.resume()
        }
      }
    }
  }

  /// Closes the connection that has been idle longest, so that another can be accepted (RFC 9112, section 9.5).
  private static func makeRoom(among shares: [LoopShare]) {
    let share = shares.min { $0.longestIdleSince < $1.longestIdleSince }
    guard let share, share.longestIdleSince != .never else { return }
    share.loop.execute { share.closeLongestIdle() }
  }

  private func serve(
    _ socket: StreamSocket, settings: ListenerConfiguration, authorities: AuthorityPolicy
  ) {
    guard let share = shares.first(where: { $0.loop === socket.loop }) else {
      return socket.close()
    }
    var session: TLSSession?
    if let tls = settings.tls {
      session = try? tls.makeSession()
      guard session != nil else { return socket.close() }
    }
    let context = ConnectionContext(
      listener: settings.name, peer: socket.peer, credentials: socket.credentials,
      isEncrypted: session != nil)
    let connection = HTTPConnection(
      socket, tls: session, context: context, share: share, settings: configuration,
      authorities: authorities, handler: handler, counters: counters)
    connection.start()
  }

  /// The names a listener answers for: those configured and, unless it is a wildcard, its own address.
  private static func authorities(
    of settings: ListenerConfiguration, at address: SocketAddress
  ) -> AuthorityPolicy {
    var names = settings.names
    if address.port != nil, !address.isWildcard {
      let host = address.host
      if let own = HTTPAuthority(host.contains(":") ? "[\(host)]" : host) { names.append(own) }
    }
    return AuthorityPolicy(names: names, port: address.port)
  }
}
