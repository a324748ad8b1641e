import CPlatform
import CUV
import Glibc

/// Accepts connections on one socket and hands them to the loops of a group by turns.
///
/// One socket, and not one a loop with `SO_REUSEPORT`: that would let another process of the same user take a share of
/// the connections, and spreads long-lived ones unevenly.
@safe
package final class Listener: LoopResource, @unchecked Sendable {
  /// Where the listener can be reached, with the port that the system chose.
  package let address: SocketAddress

  private let socket: ListeningSocket
  private let loop: EventLoop
  private let group: EventLoopGroup
  private let limit: ConnectionLimit
  private let highWaterMark: Int

  // Guarded by the loop: touched on its thread only.
  private var poll: UnsafeMutablePointer<uv_poll_t>?
  private var retry: EventLoop.TimerToken?
  private var serve: (@Sendable (StreamSocket) -> Void)?
  private var makeRoom: (@Sendable () -> Void)?
  /// Whether the limit will call when there is room.
  private var awaitsRoom = false
  private var policy = AcceptPolicy()
  private var reserve: Int32 = -1
  private var isClosed = false
  private var whenClosed: [@Sendable () -> Void] = []

  /// Binds and listens; connections wait until `start`.
  ///
  /// - Parameters:
  ///   - limit: caps open connections, over every listener that shares it.
  ///   - highWaterMark: of each connection's write queue, in bytes.
  package init(
    _ endpoint: Endpoint, on group: EventLoopGroup, limit: ConnectionLimit,
    highWaterMark: Int = StreamSocket.defaultHighWaterMark
  ) throws(IOError) {
    socket = try ListeningSocket(endpoint)
    address = socket.address
    loop = group.loops[0]
    self.group = group
    self.limit = limit
    self.highWaterMark = highWaterMark
    unsafe poll = nil
  }

  /// Starts accepting. To be called once.
  ///
  /// - Parameters:
  ///   - makeRoom: closes a connection that can be spared, if there is one; called while a client waits at the limit.
  ///   - serve: takes each connection, on the loop that it will live on.
  package func start(
    makeRoom: (@Sendable () -> Void)? = nil, serve: @escaping @Sendable (StreamSocket) -> Void
  ) {
    loop.execute {
      guard !self.isClosed else { return }
      self.makeRoom = makeRoom
      self.serve = serve
      self.open()
    }
  }

  private func open() {
    loop.hold(self)
    reserve = cplatform_reserve_descriptor()
    retry = loop.addTimer { [weak self] in self?.resume() }
    let poll = UnsafeMutablePointer<uv_poll_t>.allocate(capacity: 1)
    // SAFETY: freed once closed; `data` holds this object, which the loop holds until then.
    let code = unsafe uv_poll_init(loop.handle, poll, socket.descriptor)
    guard code == 0 else {
      unsafe poll.deallocate()
      return didClose()
    }
    unsafe poll.pointee.data = Unmanaged.passUnretained(self).toOpaque()
    unsafe self.poll = poll
    resume()
  }

  // MARK: Accepting

  private func resume() {
    guard let poll = unsafe poll, !isClosed else { return }
    // SAFETY: the handle is open.
    unsafe _ = uv_poll_start(poll, Int32(UV_READABLE.rawValue)) { handle, _, _ in
      guard let data = unsafe handle?.pointee.data else { return }
      let listener = unsafe Unmanaged<Listener>.fromOpaque(data).takeUnretainedValue()
      listener.loop.turn { listener.acceptBatch() }
    }
  }

  private func pause() {
    guard let poll = unsafe poll, !isClosed else { return }
    // SAFETY: the handle is open.
    unsafe _ = uv_poll_stop(poll)
  }

  private func acceptBatch() {
    while !isClosed {
      switch policy.on(acceptOne()) {
      case .acceptAnother: continue
      case .wait: return
      case .makeRoom(let duration):
        makeRoom?()
        return pause(for: duration)
      case .pause(let duration): return pause(for: duration)
      case .shed(let duration):
        shed()
        return pause(for: duration)
      }
    }
  }

  private func acceptOne() -> AcceptPolicy.Outcome {
    guard let place = limit.acquire(orCall: awaitsRoom ? nil : roomCall) else {
      awaitsRoom = true
      return .full(isClientWaiting: socket.hasWaitingClient)
    }
    do {
      let accepted = try AcceptedSocket.accept(
        from: socket.descriptor, at: address, place: place)
      handOver(accepted)
      return .accepted
    } catch {
      return .failed(error.code)
    }
  }

  /// Enters the loop anew, so that room freed while this accepts is not missed.
  private var roomCall: @Sendable () -> Void {
    { [loop, weak self] in
      loop.execute {
        self?.awaitsRoom = false
        self?.resume()
      }
    }
  }

  private func handOver(_ accepted: AcceptedSocket) {
    let target = group.next()
    target.execute { [serve, highWaterMark] in
      // A connection that cannot be taken over is closed by its own end of life.
      guard
        let socket = try? StreamSocket(
          adopting: accepted, on: target, highWaterMark: highWaterMark)
      else { return }
      serve?(socket)
    }
  }

  private func pause(for duration: Duration) {
    pause()
    if let retry { loop.arm(retry, at: loop.now.advanced(by: duration)) }
  }

  /// Gives up the reserve descriptor for a moment, so that waiting clients see a closed connection.
  private func shed() {
    if reserve >= 0 { _ = Glibc.close(reserve) }
    for _ in 0..<AcceptPolicy.batch {
      var peer = cplatform_address()
      // SAFETY: the pointer is used within the call only.
      let descriptor = unsafe cplatform_accept(socket.descriptor, &peer)
      guard descriptor >= 0 else { break }
      _ = Glibc.close(descriptor)
    }
    reserve = cplatform_reserve_descriptor()
  }

  // MARK: Closing

  /// Stops accepting, at once for new connections, and returns when the socket is closed.
  package func stop() async {
    await withCheckedContinuation { continuation in
      loop.execute {
        guard !self.isClosed else { return continuation.resume() }
        self.whenClosed.append { continuation.resume() }
        self.close()
      }
    }
  }

  func close() {
    guard !isClosed else { return }
    isClosed = true
    if let retry { loop.removeTimer(retry) }
    guard let poll = unsafe poll else { return didClose() }
    // SAFETY: the handle is open; its memory is freed by the callback, after which nothing uses it.
    unsafe UnsafeMutableRawPointer(poll).withMemoryRebound(to: uv_handle_t.self, capacity: 1) {
      unsafe uv_close($0) { handle in
        guard let handle = unsafe handle, let data = unsafe handle.pointee.data else { return }
        let listener = unsafe Unmanaged<Listener>.fromOpaque(data).takeUnretainedValue()
        unsafe UnsafeMutableRawPointer(handle).deallocate()
        listener.loop.turn { listener.didClose() }
      }
    }
  }

  private func didClose() {
    isClosed = true
    unsafe poll = nil
    serve = nil
    makeRoom = nil
    socket.close()
    if reserve >= 0 { _ = Glibc.close(reserve) }
    for call in whenClosed { call() }
    whenClosed = []
    loop.letGo(self)
  }
}
