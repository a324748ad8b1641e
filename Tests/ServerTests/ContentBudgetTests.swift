import HTTPWire
import Server
import TestKit
import Testing

/// More content than the server has room for.
struct ContentBudgetTests {
  private func post(_ path: String, _ count: Int) -> String {
    "POST \(path) HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(count)\r\n\r\n"
      + String(repeating: "x", count: count)
  }

  @Test func `content beyond the room of all connections is answered 503, and the room comes back`()
    async throws
  {
    let service = try TestService { $0.maximumBufferedBytes = 100 }
    let first = try await service.client()
    try await first.send(post("/hold", 60))
    await service.handler.gate.arrival()
    let second = try await service.client()
    try await second.send(post("/echo", 41))
    let refusal = try await second.response()
    #expect(refusal?.status == 503)
    #expect(refusal?.body.contains("overloaded") == true)
    #expect(try await second.rest() == "")
    let third = try await service.client()
    try await third.send(post("/echo", 40))
    #expect(try await third.response()?.status == 200)
    service.handler.gate.open()
    #expect(try await first.response()?.body == "60")
    try await third.send(post("/echo", 100))
    #expect(try await third.response()?.status == 200)
    await service.end()
    #expect(service.server.counters.snapshot.refusals == [.overloaded: 1])
  }

  @Test func `the room of a request that breaks off comes back`() async throws {
    let service = try TestService { $0.maximumBufferedBytes = 100 }
    let first = try await service.client()
    try await first.send(
      "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 90\r\n\r\n"
        + String(repeating: "x", count: 80))
    first.finishSending()
    #expect(try await first.rest().hasPrefix("HTTP/1.1 400 "))
    let second = try await service.client()
    try await second.send(post("/echo", 100))
    #expect(try await second.response()?.status == 200)
    await service.end()
  }

  @Test func `content that the handler takes in pieces may be longer than the room`() async throws {
    let service = try TestService {
      $0.limits.maximumBodyBytes = 5_000_000
      $0.maximumBufferedBytes = 300_000
    }
    let client = try await service.client()
    try await client.send(post("/count", 5_000_000))
    #expect(try await client.response()?.body == "5000000")
    try await client.send(post("/echo", 100_000))
    #expect(try await client.response()?.status == 200)
    await service.end()
  }
}
