import Server
import TestKit
import Testing

/// More clients than connections.
struct ConnectionLimitTests {
  /// A connection that has had an answer and is idle since.
  private func idleClient(of service: TestService) async throws -> RawClient {
    let client = try await service.client()
    try await client.send(get("/"))
    _ = try await client.response()
    return client
  }

  @Test func `the connection that is idle longest gives way to a new one`() async throws {
    let service = try TestService {
      $0.maximumConnections = 2
      $0.idleGrace = .zero
    }
    let first = try await idleClient(of: service)
    let second = try await idleClient(of: service)
    let third = try await service.client()
    try await third.send(get("/third"))
    #expect(try await third.response()?.body == "/third")
    #expect(try await first.rest() == "")
    try await second.send(get("/second"))
    #expect(try await second.response()?.body == "/second")
    await service.end()
  }

  @Test func `a hundred clients that say nothing do not keep one out that asks`() async throws {
    let service = try TestService {
      $0.maximumConnections = 10
      $0.idleGrace = .zero
    }
    var silent: [RawClient] = []
    for _ in 0..<100 { silent.append(try await service.client()) }
    let client = try await service.client()
    try await client.send(get("/served"))
    #expect(try await client.response()?.body == "/served")
    #expect(try await silent[0].rest() == "")
    await service.end()
  }

  @Test func `half a head does not keep a connection from giving way`() async throws {
    let service = try TestService {
      $0.maximumConnections = 1
      $0.idleGrace = .zero
    }
    let first = try await service.client()
    try await first.send("GET / HTTP/1.1\r\nHo")
    let second = try await idleClient(of: service)
    #expect(try await first.rest() == "")
    try await second.send(get("/second"))
    #expect(try await second.response()?.body == "/second")
    await service.end()
  }

  @Test func `a request in progress is never given up for another connection`() async throws {
    let service = try TestService {
      $0.maximumConnections = 2
      $0.idleGrace = .zero
    }
    let busy = try await service.client()
    try await busy.send(get("/gate"))
    await service.handler.gate.arrival()
    let idle = try await idleClient(of: service)
    let third = try await idleClient(of: service)
    #expect(try await idle.rest() == "")
    service.handler.gate.open()
    #expect(try await busy.response()?.body == "through")
    try await third.send(get("/third"))
    #expect(try await third.response()?.body == "/third")
    await service.end()
  }

  @Test func `a request whose content is still to come is never given up either`() async throws {
    let service = try TestService {
      $0.maximumConnections = 2
      $0.idleGrace = .zero
    }
    let sending = try await service.client()
    try await sending.send(
      "POST /echo HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n")
    #expect(try await sending.response()?.status == 100)
    let idle = try await idleClient(of: service)
    _ = try await idleClient(of: service)
    #expect(try await idle.rest() == "")
    try await sending.send("late")
    #expect(try await sending.response()?.body == "late")
    await service.end()
  }

  @Test func `while none has been idle for long, clients wait for their turn`() async throws {
    let service = try TestService {
      $0.maximumConnections = 1
      $0.idleGrace = .seconds(3600)
    }
    let first = try await idleClient(of: service)
    let second = try await service.client()
    try await second.send(get("/second"))
    try await first.send(get("/", "Connection: close\r\n"))
    #expect(try await first.rest().hasSuffix("/"))
    first.finishSending()
    #expect(try await second.response()?.body == "/second")
    await service.end()
  }
}
