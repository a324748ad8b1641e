import EventLoop
import HTTPWire
import Server
import TestKit
import Testing

/// Clients that are slow by intent; every deadline is a tenth of a second, so that none of these tests is.
struct SlowClientTests {
  private func service(_ change: (inout ServerDeadlines) -> Void) throws -> TestService {
    try TestService { change(&$0.deadlines) }
  }

  @Test func `a connection without requests is closed without a word`() async throws {
    let service = try service { $0.idle = .milliseconds(100) }
    let client = try await service.client()
    try await client.send(get("/"))
    _ = try await client.response()
    #expect(try await client.rest() == "")
    await service.end()
  }

  @Test func `content that was never read does not shorten the wait for the next request`()
    async throws
  {
    let service = try service {
      $0.body = .milliseconds(50)
      $0.idle = .milliseconds(300)
    }
    let client = try await service.client()
    try await client.send(
      "POST /unread HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nab")
    _ = try await client.response()
    // Closed as idle, without the 408 of unfinished content.
    #expect(try await client.rest() == "")
    await service.end()
    #expect(service.server.counters.snapshot.timeouts == [:])
  }

  @Test func `a head that trickles in is answered 408`() async throws {
    let service = try service { $0.head = .milliseconds(100) }
    let client = try await service.client()
    async let rest = client.rest()
    for byte in "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: yes".utf8 {
      try? await client.send([byte])
    }
    #expect(try await rest.hasPrefix("HTTP/1.1 408 "))
    await service.end()
    #expect(service.server.counters.snapshot.timeouts == ["head": 1])
  }

  @Test func `content that stalls is answered 408, whatever the handler says`() async throws {
    let service = try service { $0.body = .milliseconds(100) }
    let client = try await service.client()
    try await client.send(
      "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhalf")
    #expect(try await client.response()?.status == 408)
    #expect(try await client.rest() == "")
    await service.end()
  }

  @Test func `a client that does not take its answers is cut off`() async throws {
    let service = try service { $0.write = .milliseconds(100) }
    let client = try await service.client()
    try await client.send(get("/large") + get("/large") + get("/large"))
    // Once it reads again it finds the end too early.
    let timeouts = try await eventually(
      { service.server.counters.snapshot.timeouts }, until: { $0["write"] != nil })
    #expect(timeouts["write"] == 1)
    #expect(try await client.rest().utf8.count < 24_000_000)
    await service.end()
  }

  @Test func `slow clients do not hold others up`() async throws {
    let service = try TestService(loops: 1)
    var slow: [RawClient] = []
    for _ in 0..<50 {
      let client = try await service.client()
      try await client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nha")
      slow.append(client)
    }
    for number in 0..<50 {
      let client = try await service.client()
      try await client.send(get("/\(number)"))
      #expect(try await client.response()?.body == "/\(number)")
    }
    for client in slow { try await client.send("lf done") }
    for client in slow { #expect(try await client.response()?.body == "half done") }
    await service.end()
  }
}
