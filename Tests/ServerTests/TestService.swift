import EventLoop
import HTTPWire
import Locking
import Server
import TLS
import TestKit

/// A handler with a route for each thing that tests need.
struct TestHandler: HTTPHandler {
  /// Opened by a test to let requests for `/gate` be answered.
  let gate = Gate()
  /// What `/stream` is answered with.
  let source = TestSource()

  func respond(
    to request: HTTPRequestHead, body: RequestBody, context: ConnectionContext
  ) async -> HTTPResponse {
    do throws(RequestBodyError) {
      switch request.path {
      case "/echo": return HTTPResponse(.ok, body: try await body.collect(upTo: 200_000))
      case "/hold":
        let content = try await body.collect(upTo: 200_000)
        await gate.arriveAndWait()
        return HTTPResponse(.ok, body: text("\(content.count)"))
      case "/small": return HTTPResponse(.ok, body: try await body.collect(upTo: 10))
      case "/count": return HTTPResponse(.ok, body: text("\(try await count(body))"))
      case "/large": return HTTPResponse(.ok, body: [UInt8](repeating: 120, count: 8_000_000))
      case "/gate":
        await gate.arriveAndWait()
        return HTTPResponse(.ok, body: text("through"))
      case "/stream": return HTTPResponse(.ok, fields: [:], source: source)
      case "/who": return HTTPResponse(.ok, body: text(who(context)))
      case "/broken": return HTTPResponse(.continue)
      default: return HTTPResponse(.ok, body: text(request.path))
      }
    } catch {
      return error.response
    }
  }

  private func count(_ body: RequestBody) async throws(RequestBodyError) -> Int {
    var count = 0
    while let piece = try await body.next() { count += piece.count }
    return count
  }

  private func who(_ context: ConnectionContext) -> String {
    let certificate = context.clientCertificate
    return [
      context.listener, context.peer.host, context.isEncrypted ? "tls" : "plain",
      context.credentials.map { "uid=\($0.uid)" } ?? "-", certificate?.subject ?? "-",
      certificate?.commonName ?? "-", certificate?.hostNames.joined(separator: ",") ?? "-",
      certificate?.uris.joined(separator: ",") ?? "-", certificate?.fingerprint ?? "-",
    ].joined(separator: "|")
  }

  private func text(_ text: String) -> [UInt8] { Array(text.utf8) }
}

/// Where requests wait until a test lets them go.
final class Gate: Sendable {
  private struct State {
    var isOpen = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Locked(State())
  private let arrivals = AsyncStream<Void>.makeStream()

  func arriveAndWait() async {
    arrivals.continuation.yield()
    await withCheckedContinuation { continuation in
      let isOpen = state.withLock { state in
        if !state.isOpen { state.waiting.append(continuation) }
        return state.isOpen
      }
      if isOpen { continuation.resume() }
    }
  }

  /// Returns when one more request has come to the gate.
  func arrival() async {
    for await _ in arrivals.stream { return }
  }

  func open() {
    let waiting = state.withLock { state in
      state.isOpen = true
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }
}

/// A server with one TCP listener on a free port.
final class TestService: Sendable {
  let group: EventLoopGroup
  let server: HTTPServer
  let handler = TestHandler()
  let port: UInt16

  init(
    loops: Int = 2, tls: TLSServerContext? = nil,
    _ change: (inout ServerConfiguration) -> Void = { _ in }
  )
    throws
  {
    group = try EventLoopGroup(count: loops)
    var configuration = ServerConfiguration.standard
    change(&configuration)
    server = HTTPServer(group: group, configuration: configuration, handler: handler)
    // Port 80, so that tests can write `Host: localhost` without knowing the port.
    let names = AuthorityPolicy.loopbackNames + [HTTPAuthority("localhost:80")].compactMap(\.self)
    let address = try server.listen(
      ListenerConfiguration(
        name: "main", endpoint: .tcp(host: "127.0.0.1", port: 0), names: names, tls: tls))
    port = address.port ?? 0
  }

  func client() async throws -> RawClient { try await RawClient(port: port) }

  /// Ends the server, and with it every connection.
  func end() async {
    handler.gate.open()
    await server.drain(within: .milliseconds(200))
    await group.shutdown()
  }
}

/// A request without content.
func get(_ path: String, _ fields: String = "") -> String {
  "GET \(path) HTTP/1.1\r\nHost: localhost\r\n\(fields)\r\n"
}
