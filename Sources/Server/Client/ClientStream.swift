import ByteParsing
package import EventLoop
package import TLS

/// An outgoing connection, plain or encrypted: bytes in and out, read by one task at a time.
///
/// It lives on one loop. Whoever opened it closes it.
@safe
package actor ClientStream {
  /// Bytes received ahead of what has been read before the peer has to wait.
  private static let mostBuffered = 64 * 1024

  package nonisolated let loop: EventLoop
  package nonisolated let unownedExecutor: UnownedSerialExecutor

  private let socket: StreamSocket
  private var tls: TLSSession?
  private var received: [UInt8] = []
  /// How the peer's side ended; nil while it goes on.
  private var end: End?
  private var error: ClientStreamError?
  private var timer: EventLoop.TimerToken?
  private var waiter = Waiter()
  private var whenDisturbed: (@Sendable () -> Void)?
  private var whenClosed: (@Sendable () -> Void)?

  /// How a peer ended what it sends.
  package enum End: Hashable, Sendable {
    case orderly
    /// Without the end that TLS asks for, so that an attacker may have cut it off.
    case cutOff
  }

  /// Connects, to the first of the addresses that answers.
  ///
  /// - Parameter whenClosed: called on the loop, once, when the connection is gone.
  package static func connect(
    to addresses: [SocketAddress], on loop: EventLoop, until deadline: LoopTime,
    whenClosed: (@Sendable () -> Void)? = nil
  ) async throws(IOError) -> ClientStream {
    let socket = try await loop.connect(to: addresses, until: deadline)
    let stream = ClientStream(socket, whenClosed: whenClosed)
    await stream.start()
    return stream
  }

  private init(_ socket: StreamSocket, whenClosed: (@Sendable () -> Void)?) {
    self.socket = socket
    self.whenClosed = whenClosed
    loop = socket.loop
    // SAFETY: the stream holds the loop.
    unsafe unownedExecutor = socket.loop.asUnownedSerialExecutor()
  }

  private func start() {
    timer = loop.addTimer { [weak self] in self?.assumeIsolated { $0.waiter.wake() } }
    socket.setHandler(self)
    socket.startReading()
  }

  /// Where the connection leads.
  package nonisolated var peer: SocketAddress { socket.peer }

  /// Encrypts what follows, once the server has proved to be the host.
  ///
  /// - Parameter host: the name, or the numeric address without brackets.
  package func encrypt(
    with context: TLSClientContext, host: String, speaksHTTP: Bool, until deadline: LoopTime
  ) async throws(ClientStreamError) {
    // What came before could not be told from what was encrypted.
    guard received.isEmpty, tls == nil else { throw abandon(.tls(.failed(reason: "early data"))) }
    let session: TLSSession
    var output: [UInt8] = []
    do {
      session = try context.makeSession(host: host, speaksHTTP: speaksHTTP)
      try session.start(output: &output)
    } catch {
      throw abandon(.tls(error))
    }
    tls = session
    socket.write(output.span)
    while !session.isEstablished {
      if let error { throw error }
      if end != nil { throw abandon(.endedInHandshake) }
      try await wait(until: deadline)
    }
    // A fault that came with the last bytes of the handshake.
    if let error { throw error }
  }

  /// Takes what has come, waiting for it if need be; empty at the end, which `peerEnd` then describes.
  package func read(until deadline: LoopTime) async throws(ClientStreamError) -> [UInt8] {
    while received.isEmpty {
      if let error { throw error }
      if end != nil { return [] }
      try await wait(until: deadline)
    }
    defer {
      received = []
      if end == nil { socket.startReading() }
    }
    return received
  }

  /// How the peer ended; nil while it has not.
  package var peerEnd: End? { end }

  /// Sends bytes, as soon as the system takes them.
  package func write(_ bytes: [UInt8]) throws(ClientStreamError) {
    if let error { throw error }
    guard let tls else { return socket.write(bytes.span) }
    var output: [UInt8] = []
    do {
      try tls.send(bytes.span, output: &output)
    } catch {
      throw abandon(.tls(error))
    }
    socket.write(output.span)
  }

  /// Whether the connection is as it should be between two exchanges: open, with nothing under way in either direction.
  package var isQuiet: Bool {
    error == nil && end == nil && received.isEmpty && socket.unsentBytes == 0
  }

  /// Sets what is called, once and on the loop, when anything comes or the connection ends; nil for nothing.
  package func setWhenDisturbed(_ call: (@Sendable () -> Void)?) {
    whenDisturbed = call
  }

  /// Closes at once; whoever waits is told.
  package func close() {
    fail(.closed)
  }

  // MARK: Waiting

  /// Waits until something happens, however little.
  private func wait(until deadline: LoopTime) async throws(ClientStreamError) {
    guard !Task.isCancelled else { throw abandon(.cancelled) }
    guard loop.now < deadline else { throw abandon(.timeout) }
    if let timer { loop.arm(timer, at: deadline) }
    await withTaskCancellationHandler {
      // SAFETY: the waiter resumes it once; closing the socket wakes every waiter.
      unsafe await withUnsafeContinuation { unsafe waiter.wait($0) }
    } onCancel: {
      loop.execute { self.assumeIsolated { $0.waiter.wake() } }
    }
    if let timer { loop.arm(timer, at: .never) }
  }

  /// Closes for an error, and gives that error.
  private func abandon(_ error: ClientStreamError) -> ClientStreamError {
    fail(error)
    return error
  }

  private func fail(_ error: ClientStreamError) {
    guard self.error == nil else { return }
    self.error = error
    if let tls {
      var output: [UInt8] = []
      tls.close(output: &output)
      socket.write(output.span)
    }
    socket.close()
    disturb()
  }

  private func disturb() {
    waiter.wake()
    let call = whenDisturbed
    whenDisturbed = nil
    call?()
  }
}

// MARK: - The socket's events

extension ClientStream: StreamHandler {
  package nonisolated func streamDidRead(_ bytes: Span<UInt8>) {
    assumeIsolated { $0.receive(bytes) }
  }

  package nonisolated func streamDidEnd() {
    assumeIsolated { $0.receiveEnd() }
  }

  package nonisolated func streamDidDrain() {}

  package nonisolated func streamDidClose(_ error: IOError?) {
    assumeIsolated { $0.didClose(error) }
  }

  private func receive(_ bytes: Span<UInt8>) {
    guard error == nil, end == nil else { return }
    if let tls { decrypt(bytes, tls) } else { received.append(bytes) }
    if received.count >= Self.mostBuffered { socket.stopReading() }
    disturb()
  }

  private func decrypt(_ bytes: Span<UInt8>, _ tls: TLSSession) {
    var output: [UInt8] = []
    do {
      try tls.receive(bytes, plaintext: &received, output: &output)
      socket.write(output.span)
      if tls.peerEnded { end = .orderly }
    } catch {
      // The alert that says why goes out before the end.
      socket.write(output.span)
      fail(.tls(error))
    }
  }

  private func receiveEnd() {
    if end == nil { end = tls == nil ? .orderly : .cutOff }
    disturb()
  }

  private func didClose(_ cause: IOError?) {
    if error == nil { error = cause.map { .io($0) } ?? .closed }
    if let timer { loop.removeTimer(timer) }
    timer = nil
    tls = nil
    disturb()
    let call = whenClosed
    whenClosed = nil
    call?()
  }
}
