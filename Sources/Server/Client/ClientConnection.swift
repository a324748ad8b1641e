import EventLoop
import HTTPWire

/// One connection of an HTTP client: exchanges, one after another.
@safe
actor ClientConnection {
  nonisolated let unownedExecutor: UnownedSerialExecutor
  nonisolated let stream: ClientStream
  /// Whom errors name: the origin, or the proxy that leads there.
  private let origin: HTTPOrigin
  private var machine = HTTPClientMachine()
  private var hasReceived = false

  init(_ stream: ClientStream, origin: HTTPOrigin) {
    self.stream = stream
    self.origin = origin
    // SAFETY: the connection holds the stream, which holds the loop.
    unsafe unownedExecutor = stream.loop.asUnownedSerialExecutor()
  }

  /// Whether another request may be sent.
  var isIdle: Bool {
    get async {
      let isQuiet = await stream.isQuiet
      return machine.isIdle && isQuiet
    }
  }

  /// Whether anything of the present response has come.
  var hasAnswered: Bool { hasReceived }

  /// Sends a request; to be called when `isIdle` only.
  func send(
    _ request: HTTPRequest, proxyFields: HTTPFields?, limits: HTTPLimits
  ) async throws(HTTPClientError) {
    var output: [UInt8] = []
    machine.send(request, proxyFields: proxyFields, limits: limits, into: &output)
    try await write(output)
  }

  /// Asks a proxy for a tunnel; after success this connection is of no more use, but its stream leads to the origin.
  func openTunnel(
    to target: HTTPOrigin, proxyFields: HTTPFields, limits: HTTPLimits, until deadline: LoopTime
  ) async throws(HTTPClientError) {
    var output: [UInt8] = []
    machine.connect(to: target, proxyFields: proxyFields, limits: limits, into: &output)
    try await write(output)
    let head = try await head(until: deadline)
    guard head.status.isSuccess else { throw .proxy(origin, status: head.status.code) }
    while try await piece(until: deadline) != nil {}
  }

  private func write(_ bytes: [UInt8]) async throws(HTTPClientError) {
    hasReceived = false
    do {
      try await stream.write(bytes)
    } catch {
      throw HTTPClientError(error, origin)
    }
  }

  /// Takes the head of the response.
  func head(until deadline: LoopTime) async throws(HTTPClientError) -> HTTPResponseHead {
    while true {
      switch machine.next() {
      case .head(let head): return head
      case .needMore: try await receive(until: deadline)
      case .failed(let problem): throw failure(problem)
      case .body, .end, .close: throw .disconnected(origin)
      }
    }
  }

  /// Takes the next piece of the content; nil at its end.
  func piece(until deadline: LoopTime) async throws(HTTPClientError) -> [UInt8]? {
    while true {
      switch machine.next() {
      case .body(let bytes): return bytes
      case .end: return nil
      case .needMore: try await receive(until: deadline)
      case .failed(let problem): throw failure(problem)
      case .head, .close: throw .disconnected(origin)
      }
    }
  }

  private func receive(until deadline: LoopTime) async throws(HTTPClientError) {
    let bytes: [UInt8]
    do {
      bytes = try await stream.read(until: deadline)
    } catch {
      throw HTTPClientError(error, origin)
    }
    guard bytes.isEmpty else {
      hasReceived = true
      return machine.receive(bytes.span)
    }
    machine.receiveEnd(isTruncated: await stream.peerEnd == .cutOff)
  }

  private func failure(_ problem: HTTPResponseProblem) -> HTTPClientError {
    problem == .incomplete ? .disconnected(origin) : .response(origin, problem)
  }

  /// Closes at once.
  nonisolated func close() {
    stream.loop.execute { [stream] in stream.assumeIsolated { $0.close() } }
  }
}
