import CCares
import CUV

/// Finds the addresses of hosts through DNS and `/etc/hosts`, on one loop and without a thread of its own.
///
/// The settings of the system are read at the first lookup, and again when they have changed.
@safe
package final class Resolver: LoopResource, @unchecked Sendable {
  /// Lookups under way at once; c-ares itself sets no bound.
  private static let mostLookups = 64
  /// How long each server is given to answer, in milliseconds, and how often it is asked.
  private static let patience: (milliseconds: Int32, tries: Int32) = (1500, 2)
  private static let settings = "/etc/resolv.conf"

  private let loop: EventLoop
  /// Servers asked in place of the system's, as `127.0.0.1:5353,[::1]:53`; nil for the system's.
  private let servers: String?

  // Guarded by the loop: touched on its thread only.
  private var channel: ares_channel?
  private var settingsRead: FileIdentity?
  private var polls: [ares_socket_t: UnsafeMutablePointer<uv_poll_t>] = unsafe [:]
  private var timer: EventLoop.TimerToken?
  private var lookups = 0
  private var isClosed = false

  package init(on loop: EventLoop, servers: String? = nil) {
    self.loop = loop
    self.servers = servers
    unsafe channel = nil
  }

  /// Finds the addresses of a host, in the order of RFC 6724; one that is a numeric address itself is not looked up.
  ///
  /// - Parameters:
  ///   - host: a name in ASCII, or an address, IPv6 without brackets.
  ///   - deadline: after which the lookup is given up.
  package func addresses(
    of host: String, port: UInt16, until deadline: LoopTime
  ) async throws(ResolveError) -> [SocketAddress] {
    if let address = SocketAddress(host: host, port: port) { return [address] }
    if Self.isLocal(host) {
      return [.ipv4(0x7F00_0001, port: port), .ipv6(0, 1, port: port)]
    }
    let result = await withCheckedContinuation { continuation in
      loop.execute {
        self.begin(Lookup(host, port: port) { continuation.resume(returning: $0) }, deadline)
      }
    }
    return try result.get()
  }

  /// Whether a name means this machine, whatever a server says (RFC 6761, section 6.3).
  private static func isLocal(_ host: String) -> Bool {
    var name = host.lowercased()
    if name.utf8.last == UInt8(ascii: ".") { name.removeLast() }
    return name == "localhost" || name.hasSuffix(".localhost")
  }

  // MARK: Lookups

  private func begin(_ lookup: Lookup, _ deadline: LoopTime) {
    guard !lookup.host.utf8.contains(0), !lookup.host.isEmpty else {
      return lookup.finish(.failure(.notFound))
    }
    guard lookups < Self.mostLookups, !isClosed else {
      return lookup.finish(.failure(.overloaded))
    }
    if lookups == 0 { closeIfOutdated() }
    guard let channel = unsafe channel ?? openChannel() else {
      return lookup.finish(.failure(.failed(reason: "the settings of the system are not usable")))
    }
    lookups += 1
    let late = loop.addTimer { lookup.finish(.failure(.timeout)) }
    loop.arm(late, at: deadline)
    lookup.whenEnded = { [self] in
      lookups -= 1
      loop.removeTimer(late)
    }
    // SAFETY: the lookup is kept alive by one retain, which the callback takes back; c-ares calls back exactly once,
    // also when the channel is destroyed before.
    unsafe cares_look_up(
      channel, lookup.host,
      { data, status, _, found in
        guard let data = unsafe data else { return }
        unsafe Unmanaged<Lookup>.fromOpaque(data).takeRetainedValue().end(status, found)
      }, Unmanaged.passRetained(lookup).toOpaque())
    setTimer()
  }

  // MARK: The channel

  private func openChannel() -> ares_channel? {
    settingsRead = FileIdentity(of: Self.settings)
    var opened: ares_channel?
    // SAFETY: `data` is this object, which the loop holds until the channel is destroyed.
    let status = unsafe cares_open(
      &opened, Self.patience.milliseconds, Self.patience.tries,
      { data, socket, isReadable, isWritable in
        guard let data = unsafe data else { return }
        unsafe Unmanaged<Resolver>.fromOpaque(data).takeUnretainedValue()
          .watch(socket, isReadable: isReadable != 0, isWritable: isWritable != 0)
      }, Unmanaged.passUnretained(self).toOpaque())
    guard status == ARES_SUCCESS, let opened = unsafe opened else { return nil }
    if let servers {
      guard unsafe ares_set_servers_ports_csv(opened, servers) == ARES_SUCCESS else {
        unsafe ares_destroy(opened)
        return nil
      }
    }
    unsafe channel = opened
    loop.hold(self)
    timer = loop.addTimer { [weak self] in
      self?.process(ARES_SOCKET_BAD, ARES_SOCKET_BAD)
    }
    return unsafe opened
  }

  private func closeIfOutdated() {
    guard servers == nil, unsafe channel != nil else { return }
    if FileIdentity(of: Self.settings) != settingsRead { destroyChannel() }
  }

  private func destroyChannel() {
    guard let open = unsafe channel else { return }
    unsafe channel = nil
    // SAFETY: the channel is this object's own; what waits for it is called back, and its sockets are let go.
    unsafe ares_destroy(open)
    if let timer { loop.removeTimer(timer) }
    timer = nil
    loop.letGo(self)
  }

  package func close() {
    isClosed = true
    destroyChannel()
  }

  // MARK: Sockets and time

  private func watch(_ socket: ares_socket_t, isReadable: Bool, isWritable: Bool) {
    guard isReadable || isWritable else { return unwatch(socket) }
    guard let poll = unsafe polls[socket] ?? openPoll(socket) else { return }
    let events =
      (isReadable ? UV_READABLE.rawValue : 0) | (isWritable ? UV_WRITABLE.rawValue : 0)
    // SAFETY: the handle is open.
    unsafe _ = uv_poll_start(poll, Int32(events)) { handle, status, events in
      guard let handle = unsafe handle, let data = unsafe handle.pointee.data else { return }
      let resolver = unsafe Unmanaged<Resolver>.fromOpaque(data).takeUnretainedValue()
      var socket: uv_os_fd_t = -1
      _ = unsafe handle.withMemoryRebound(to: uv_handle_t.self, capacity: 1) {
        unsafe uv_fileno($0, &socket)
      }
      // Of a socket that failed, either direction tells c-ares.
      let isFailed = status < 0
      let isReadable = isFailed || events & Int32(UV_READABLE.rawValue) != 0
      let isWritable = isFailed || events & Int32(UV_WRITABLE.rawValue) != 0
      resolver.loop.turn {
        resolver.process(
          isReadable ? socket : ARES_SOCKET_BAD, isWritable ? socket : ARES_SOCKET_BAD)
      }
    }
  }

  private func openPoll(_ socket: ares_socket_t) -> UnsafeMutablePointer<uv_poll_t>? {
    let poll = UnsafeMutablePointer<uv_poll_t>.allocate(capacity: 1)
    // SAFETY: freed once closed; `data` is this object, which the loop holds while the channel is open.
    guard unsafe uv_poll_init(loop.handle, poll, socket) == 0 else {
      unsafe poll.deallocate()
      return nil
    }
    unsafe poll.pointee.data = Unmanaged.passUnretained(self).toOpaque()
    unsafe polls[socket] = poll
    return unsafe poll
  }

  private func unwatch(_ socket: ares_socket_t) {
    guard let poll = unsafe polls.removeValue(forKey: socket) else { return }
    // SAFETY: the handle is open, and nothing but its own callback touches it from here on.
    unsafe poll.withMemoryRebound(to: uv_handle_t.self, capacity: 1) {
      unsafe uv_close($0) { handle in
        unsafe UnsafeMutableRawPointer(handle)?.deallocate()
      }
    }
  }

  private func process(_ readable: ares_socket_t, _ writable: ares_socket_t) {
    guard let channel = unsafe channel else { return }
    // SAFETY: the channel is open.
    unsafe ares_process_fd(channel, readable, writable)
    setTimer()
  }

  private func setTimer() {
    guard let channel = unsafe channel, let timer else { return }
    guard lookups > 0 else { return loop.arm(timer, at: .never) }
    // SAFETY: the channel is open.
    let wait = unsafe cares_timeout(channel, 1000)
    loop.arm(timer, at: loop.now.advanced(by: .milliseconds(max(1, Int(wait)))))
  }
}

/// One lookup, from its start until c-ares has done with it, which may be after its deadline.
private final class Lookup: @unchecked Sendable {
  // Sendable without a lock: used on the loop's thread only.
  let host: String
  private let port: UInt16
  private var whenDone: ((Result<[SocketAddress], ResolveError>) -> Void)?
  var whenEnded: (() -> Void)?

  init(
    _ host: String, port: UInt16,
    whenDone: @escaping @Sendable (Result<[SocketAddress], ResolveError>) -> Void
  ) {
    self.host = host
    self.port = port
    self.whenDone = whenDone
  }

  /// Tells the outcome, once.
  func finish(_ result: Result<[SocketAddress], ResolveError>) {
    whenDone?(result)
    whenDone = nil
  }

  /// Takes what c-ares has found.
  func end(_ status: Int32, _ found: UnsafeMutablePointer<ares_addrinfo>?) {
    whenEnded?()
    whenEnded = nil
    defer { unsafe ares_freeaddrinfo(found) }
    finish(unsafe result(status, found))
  }

  private func result(
    _ status: Int32, _ found: UnsafeMutablePointer<ares_addrinfo>?
  ) -> Result<[SocketAddress], ResolveError> {
    switch status {
    case ARES_SUCCESS: break
    case ARES_ENOTFOUND, ARES_ENODATA, ARES_EBADNAME, ARES_ESERVICE:
      return .failure(.notFound)
    case ARES_ETIMEOUT: return .failure(.timeout)
    default:
      // SAFETY: the text is a constant of the library, for every number.
      return .failure(.failed(reason: unsafe String(cString: ares_strerror(status))))
    }
    var addresses: [SocketAddress] = []
    // SAFETY: the nodes belong to what was found, which lives until this returns.
    var node = unsafe found?.pointee.nodes
    while let present = unsafe node {
      if let address = unsafe address(of: present) { addresses.append(address) }
      unsafe node = present.pointee.ai_next
    }
    return addresses.isEmpty ? .failure(.notFound) : .success(addresses)
  }

  private func address(of node: UnsafeMutablePointer<ares_addrinfo_node>) -> SocketAddress? {
    var bytes = [UInt8](repeating: 0, count: 16)
    // SAFETY: the buffer has the 16 bytes of the larger kind.
    switch unsafe cares_address(node, &bytes) {
    case 4: return .ipv4(UInt32(truncatingIfNeeded: SocketAddress.number(bytes[..<4])), port: port)
    case 6:
      return .ipv6(
        SocketAddress.number(bytes[..<8]), SocketAddress.number(bytes[8...]), port: port)
    default: return nil
    }
  }
}
