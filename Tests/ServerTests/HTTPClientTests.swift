import EventLoop
import Foundation
import HTTPWire
import Locking
import Server
import TLS
import TestKit
import Testing

/// A client on a loop of its own.
final class TestClient: Sendable {
  let group: EventLoopGroup
  let client: HTTPClient

  init(
    tls: TLSClientConfiguration = TLSClientConfiguration(),
    _ change: (inout ClientConfiguration) -> Void = { _ in }
  ) throws {
    group = try EventLoopGroup(count: 1)
    var configuration = ClientConfiguration()
    configuration.timeout = .seconds(10)
    change(&configuration)
    client = HTTPClient(on: group.loops[0], configuration, tls: try TLSClientContext(tls))
  }

  func get(_ url: String, _ options: ExchangeOptions = ExchangeOptions()) async throws
    -> HTTPResponse
  {
    try await client.send(HTTPRequest(.get, #require(HTTPURL(url))), options)
  }

  func post(
    _ url: String, _ body: [UInt8] = [], _ options: ExchangeOptions = ExchangeOptions()
  ) async throws -> HTTPResponse {
    try await client.send(HTTPRequest(.post, #require(HTTPURL(url)), body: body), options)
  }

  /// What a request fails with.
  func failure(of request: () async throws -> HTTPResponse) async -> HTTPClientError? {
    do {
      _ = try await request()
      return nil
    } catch {
      return error as? HTTPClientError
    }
  }

  func end() async {
    await client.close()
    await group.shutdown()
  }
}

extension HTTPResponse {
  var text: String { String(decoding: body, as: UTF8.self) }
}

private let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

struct HTTPClientTests {
  @Test func `requests are answered, and one connection serves them all`() async throws {
    let (service, client) = (try TestService(), try TestClient())
    let url = "http://127.0.0.1:\(service.port)"
    #expect(try await client.get("\(url)/hello").text == "/hello")
    #expect(try await client.post("\(url)/echo", Array("content".utf8)).text == "content")
    #expect(try await client.get("http://localhost:\(service.port)/other").text == "/other")
    await client.end()
    await service.end()
    // The other name is another origin.
    #expect(service.server.counters.snapshot.connections == 2)
  }

  @Test func `requests at the same time take connections of their own, which are kept`()
    async throws
  {
    let (service, client) = (try TestService(), try TestClient())
    let url = "http://127.0.0.1:\(service.port)/echo"
    for _ in 0..<2 {
      try await withThrowingTaskGroup(of: String.self) { tasks in
        for number in 0..<8 {
          tasks.addTask { try await client.post(url, Array("\(number)".utf8)).text }
        }
        let answers = try await tasks.reduce(into: Set()) { $0.insert($1) }
        #expect(answers.count == 8)
      }
    }
    await client.end()
    await service.end()
    #expect(service.server.counters.snapshot.connections <= 8)
  }

  @Test func `a Unix-domain socket stands in for the host`() async throws {
    let folder = try TemporaryFolder()
    let (service, client) = (try TestService(), try TestClient())
    try service.server.listen(
      ListenerConfiguration(
        name: "local", endpoint: .unix(path: folder.path("s"), mode: 0o600)))
    let options = ExchangeOptions(socketPath: folder.path("s"))
    #expect(try await client.get("http://localhost/who", options).text.hasPrefix("local|"))
    let missing = ExchangeOptions(socketPath: folder.path("missing"))
    let failure = await client.failure { try await client.get("http://localhost/", missing) }
    #expect(
      failure?.description
        == "cannot connect to unix:\(folder.path("missing")): no such file or directory")
    await client.end()
    await service.end()
  }

  @Test func `a response that is too large is refused, and one that is streamed has no bound`()
    async throws
  {
    let (service, client) = (try TestService(), try TestClient())
    let url = "http://127.0.0.1:\(service.port)/large"
    let failure = await client.failure { try await client.get(url) }
    #expect(failure?.description.contains("larger than is taken here") == true)
    let stream = try await client.client.open(HTTPRequest(.get, #require(HTTPURL(url))))
    #expect(stream.head.status == .ok)
    var count = 0
    while let piece = try await stream.next() { count += piece.count }
    #expect(count == 8_000_000)
    #expect(try await stream.next() == nil)
    let whole = try await client.get(url, ExchangeOptions(maximumResponseBytes: 8_000_000))
    #expect(whole.body.count == 8_000_000)
    await client.end()
    await service.end()
  }

  @Test func `a stream that is let go closes its connection`() async throws {
    let (closed, close) = AsyncStream<Void>.makeStream()
    let server = try ScriptedServer { _, text in
      text.isEmpty
        ? .wait : .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")
    } whenEnded: {
      close.yield()
    }
    let client = try TestClient()
    do {
      let url = try #require(HTTPURL("http://127.0.0.1:\(server.port)/"))
      let stream = try await client.client.open(HTTPRequest(.get, url))
      #expect(try await stream.next() == Array("hello".utf8))
    }
    for await _ in closed { break }
    await client.end()
    await server.end()
  }

  @Test func `a redirect is an answer like any other`() async throws {
    let server = try ScriptedServer { _, _ in
      .send("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")
    }
    let client = try TestClient()
    let response = try await client.get("http://127.0.0.1:\(server.port)/")
    #expect(response.head.status.code == 302)
    await client.end()
    await server.end()
  }

  @Test func `an address may be refused once the name is resolved`() async throws {
    let service = try TestService()
    let asked = Locked<[SocketAddress]>([])
    let client = try TestClient { configuration in
      configuration.mayConnect = { address in
        asked.withLock { $0.append(address) }
        return !address.isLoopback
      }
    }
    let failure = await client.failure {
      try await client.get("http://localhost:\(service.port)/")
    }
    #expect(failure == .refusedAddress(host: "localhost"))
    #expect(asked.withLock(\.count) == 2)
    #expect(
      await client.failure { try await client.get("http://127.0.0.1:\(service.port)/") }
        == .refusedAddress(host: "127.0.0.1"))
    await client.end()
    await service.end()
    #expect(service.server.counters.snapshot.connections == 0)
  }

  @Test func `more connections than may be open are refused`() async throws {
    let (service, client) = (try TestService(), try TestClient { $0.maximumConnections = 1 })
    let url = "http://127.0.0.1:\(service.port)"
    async let held = client.get("\(url)/gate")
    await service.handler.gate.arrival()
    #expect(await client.failure { try await client.get("\(url)/") } == .overloaded)
    service.handler.gate.open()
    #expect(try await held.text == "through")
    #expect(try await client.get("\(url)/again").text == "/again")
    await client.end()
    await service.end()
  }
}

/// What goes wrong on the way, and what the caller is told.
struct HTTPClientFailureTests {
  @Test func `a kept connection that the server has closed is not used again`() async throws {
    let (ended, end) = AsyncStream<Void>.makeStream()
    let server = try ScriptedServer { number, _ in
      number == 1 ? .sendAndClose(ok) : .send(ok)
    } whenEnded: {
      end.yield()
    }
    let client = try TestClient()
    let url = "http://127.0.0.1:\(server.port)/"
    #expect(try await client.post(url).text == "ok")
    // The client ends its side when it has seen the server's end.
    for await _ in ended { break }
    #expect(try await client.post(url).text == "ok")
    await client.end()
    await server.end()
  }

  @Test func `a request that a kept connection swallows is sent again where that does no harm`()
    async throws
  {
    // The first connection of each request answers once, and ends when asked again.
    let asked = Locked<[Int: Int]>([:])
    let server = try ScriptedServer { number, _ in
      let count = asked.withLock { asked in
        asked[number, default: 0] += 1
        return asked[number] ?? 0
      }
      return count == 1 ? .send(ok) : .sendAndClose("")
    }
    let client = try TestClient()
    let url = "http://127.0.0.1:\(server.port)/"
    #expect(try await client.get(url).text == "ok")
    #expect(try await client.get(url).text == "ok")
    #expect(server.connectionCount == 2)
    let origin = try #require(HTTPURL(url)).origin
    #expect(await client.failure { try await client.post(url) } == .disconnected(origin))
    #expect(server.connectionCount == 2)
    await client.end()
    await server.end()
  }

  @Test func `half an answer is none`() async throws {
    for answer in ["", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell"] {
      let server = try ScriptedServer { _, _ in .sendAndClose(answer) }
      let client = try TestClient()
      let url = "http://127.0.0.1:\(server.port)/"
      let origin = try #require(HTTPURL(url)).origin
      #expect(await client.failure { try await client.get(url) } == .disconnected(origin))
      #expect(server.connectionCount == 1)
      await client.end()
      await server.end()
    }
  }

  @Test func `an answer against the rules is refused, with the rule`() async throws {
    let server = try ScriptedServer { _, _ in
      .send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok!")
    }
    let client = try TestClient()
    let failure = await client.failure { try await client.get("http://127.0.0.1:\(server.port)/") }
    #expect(
      failure?.description
        == "cannot use the answer of http://127.0.0.1:\(server.port): it broke the rules of HTTP "
        + "(`repeated_content_length`)")
    await client.end()
    await server.end()
  }

  @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell"])
  func `a server that is too slow is given up`(answer: String) async throws {
    let server = try ScriptedServer { _, _ in .send(answer) }
    let client = try TestClient()
    let url = "http://127.0.0.1:\(server.port)/"
    let origin = try #require(HTTPURL(url)).origin
    let options = ExchangeOptions(timeout: .milliseconds(50))
    #expect(await client.failure { try await client.get(url, options) } == .timeout(origin))
    await client.end()
    await server.end()
  }

  @Test func `a stream waits for each piece anew, and not for ever`() async throws {
    let server = try ScriptedServer { _, _ in
      .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")
    }
    let client = try TestClient { $0.idleTimeout = .milliseconds(50) }
    let url = try #require(HTTPURL("http://127.0.0.1:\(server.port)/"))
    let stream = try await client.client.open(HTTPRequest(.get, url))
    #expect(try await stream.next() == Array("hello".utf8))
    await #expect(throws: HTTPClientError.timeout(url.origin)) { try await stream.next() }
    await client.end()
    await server.end()
  }

  @Test func `a task that is cancelled lets its request go`() async throws {
    let (arrived, arrive) = AsyncStream<Void>.makeStream()
    let server = try ScriptedServer { _, _ in
      arrive.yield()
      return .wait
    }
    let client = try TestClient()
    let url = "http://127.0.0.1:\(server.port)/"
    let task = Task { await client.failure { try await client.get(url) } }
    for await _ in arrived { break }
    task.cancel()
    #expect(await task.value == .cancelled)
    await client.end()
    await server.end()
  }

  @Test func `a port that nobody serves, and a name that nobody has, are told as such`()
    async throws
  {
    let client = try TestClient()
    let failure = await client.failure { try await client.get("http://127.0.0.1:1/") }
    #expect(failure?.description == "cannot connect to 127.0.0.1:1: connection refused")
    await client.client.close()
    #expect(
      await client.failure { try await client.get("http://127.0.0.1:1/") } == .closed)
    await client.end()
  }
}
