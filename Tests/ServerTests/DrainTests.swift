import EventLoop
import HTTPWire
import Server
import TestKit
import Testing

struct DrainTests {
  @Test func `a request in progress is answered and is its connection's last`() async throws {
    let service = try TestService(loops: 1)
    let client = try await service.client()
    try await client.send(get("/gate") + get("/never"))
    await service.handler.gate.arrival()
    let idle = try await service.client()
    try await idle.send(get("/"))
    _ = try await idle.response()
    async let drained: Void = service.server.drain(within: .seconds(30))
    // When the idle connection is closed, the drain has begun.
    #expect(try await idle.rest() == "")
    idle.finishSending()
    service.handler.gate.open()
    let response = try await client.response()
    #expect(response?.body == "through")
    #expect(try await client.rest() == "")
    client.finishSending()
    await drained
    #expect(service.server.counters.snapshot.open == 0)
    #expect(service.server.counters.snapshot.requests == 2)
    await service.group.shutdown()
  }

  @Test func `idle connections are closed at once`() async throws {
    let service = try TestService()
    let used = try await service.client()
    try await used.send(get("/"))
    _ = try await used.response()
    let fresh = try await service.client()
    async let drained: Void = service.server.drain(within: .seconds(30))
    #expect(try await used.rest() == "")
    #expect(try await fresh.rest() == "")
    used.finishSending()
    fresh.finishSending()
    await drained
    await service.group.shutdown()
  }

  @Test func `what is not done in time is cut off`() async throws {
    let service = try TestService()
    let client = try await service.client()
    try await client.send(get("/gate"))
    await service.handler.gate.arrival()
    async let drained: Void = service.server.drain(within: .milliseconds(50))
    #expect(try await client.rest() == "")
    await drained
    #expect(service.server.counters.snapshot.open == 0)
    service.handler.gate.open()
    await service.group.shutdown()
  }
}
