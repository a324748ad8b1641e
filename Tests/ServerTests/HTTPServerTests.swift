import EventLoop
import Foundation
import HTTPWire
import Server
import TestKit
import Testing

struct HTTPServerTests {
  @Test func `a hundred pipelined requests are answered in order`() async throws {
    let service = try TestService()
    let client = try await service.client()
    try await client.send((0..<100).map { get("/\($0)") }.joined())
    for number in 0..<100 { #expect(try await client.response()?.body == "/\(number)") }
    await service.end()
    #expect(service.server.counters.snapshot.requests == 100)
  }

  @Test func `content is collected, by length and in chunks`() async throws {
    let service = try TestService()
    let client = try await service.client()
    let content = String(repeating: "0123456789abcdef", count: 8000)
    try await client.send(
      "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(content.utf8.count)\r\n\r\n"
        + content)
    #expect(try await client.response()?.body == content)
    try await client.send(
      "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
        + "1f400\r\n\(content)\r\n3\r\nend\r\n0\r\n\r\n")
    #expect(try await client.response()?.body == content + "end")
    await service.end()
  }

  @Test func `content is read piece by piece, and all of it`() async throws {
    let service = try TestService { $0.limits.maximumBodyBytes = 50_000_000 }
    let client = try await service.client()
    let size = 20_000_000
    try await client.send(
      "POST /count HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(size)\r\n\r\n")
    try await client.send([UInt8](repeating: 1, count: size))
    #expect(try await client.response()?.body == "\(size)")
    await service.end()
  }

  @Test func `content that the handler does not read is skipped where it has come`() async throws {
    let service = try TestService()
    let client = try await service.client()
    try await client.send(
      "POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello" + get("/b"))
    #expect(try await client.response()?.body == "/a")
    #expect(try await client.response()?.body == "/b")
    await service.end()
  }

  @Test func `content longer than the handler takes is answered 413`() async throws {
    let service = try TestService()
    let client = try await service.client()
    try await client.send(
      "POST /small HTTP/1.1\r\nHost: localhost\r\nContent-Length: 11\r\n\r\nhello world")
    #expect(try await client.response()?.status == 413)
    await service.end()
  }

  @Test func `the client is asked to go on when its content is read, and not before`() async throws
  {
    let service = try TestService()
    let client = try await service.client()
    let head = "HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
    try await client.send("POST /echo \(head)")
    #expect(try await client.response()?.status == 100)
    try await client.send("ok")
    #expect(try await client.response()?.body == "ok")
    // A handler that does not read answers at once, and what would follow cannot be told apart.
    try await client.send("POST /ignored \(head)")
    #expect(try await client.response()?.head.contains("connection: close") == true)
    #expect(try await client.rest() == "")
    await service.end()
  }

  @Test func `HEAD is answered with the length and without the content`() async throws {
    let service = try TestService()
    let client = try await service.client()
    try await client.send(
      "HEAD /abc HTTP/1.1\r\nHost: localhost\r\n\r\n" + get("/", "Connection: close\r\n"))
    let text = try await client.rest()
    #expect(text.contains("content-length: 4\r\n\r\nHTTP/1.1 200 OK"))
    await service.end()
  }

  @Test func `a response that breaks the rules becomes 500, and the connection ends`() async throws
  {
    let service = try TestService()
    let client = try await service.client()
    try await client.send(get("/broken"))
    #expect(try await client.response()?.status == 500)
    #expect(try await client.rest() == "")
    await service.end()
    #expect(service.server.counters.snapshot.handlerFaults == 1)
  }

  @Test func `a refusal is counted by its reason`() async throws {
    let service = try TestService()
    let client = try await service.client()
    try await client.send("GET / HTTP/1.1\r\nHost: attacker.example\r\n\r\n")
    _ = try await client.rest()
    await service.end()
    #expect(service.server.counters.snapshot.refusals == [.unknownHost: 1])
  }

  @Test func `a client that ends its side after the request gets its answer`() async throws {
    let service = try TestService()
    let client = try await service.client()
    try await client.send(get("/gate"))
    client.finishSending()
    await service.handler.gate.arrival()
    service.handler.gate.open()
    #expect(try await client.rest().hasSuffix("through"))
    await service.end()
  }

  @Test func `a thousand idle connections leave room for others`() async throws {
    let service = try TestService()
    var idle: [RawClient] = []
    for number in 0..<1200 {
      let client = try await service.client()
      // Half of them have been served before.
      if number.isMultiple(of: 2) {
        try await client.send(get("/"))
        _ = try await client.response()
      }
      idle.append(client)
    }
    let client = try await service.client()
    try await client.send(get("/served"))
    #expect(try await client.response()?.body == "/served")
    #expect(service.server.counters.snapshot.open >= 600)
    for (number, client) in idle.enumerated() where number.isMultiple(of: 100) {
      try await client.send(get("/still"))
      #expect(try await client.response()?.body == "/still")
    }
    await service.end()
    #expect(service.server.counters.snapshot.open == 0)
  }

  @Test func `a Unix socket tells who connected`() async throws {
    let folder = try TemporaryFolder()
    let service = try TestService()
    try service.server.listen(
      ListenerConfiguration(
        name: "local", endpoint: .unix(path: folder.path("s"), mode: 0o600)))
    let client = try await RawClient(path: folder.path("s"))
    try await client.send(get("/who"))
    let expected = "local|\(folder.path("s"))|plain|uid=\(getuid())|-|-|-|-|-"
    #expect(try await client.response()?.body == expected)
    await service.end()
  }

  @Test func `curl is served over TCP and over a Unix socket`() async throws {
    let folder = try TemporaryFolder()
    let service = try TestService()
    try service.server.listen(
      ListenerConfiguration(
        name: "local", endpoint: .unix(path: folder.path("s"), mode: 0o600)))
    let result = try await Program.run(
      "/usr/bin/curl",
      [
        "-sS", "-d", "three", "http://127.0.0.1:\(service.port)/echo",
        "http://localhost:\(service.port)/echo", "--next", "-sS", "--unix-socket",
        folder.path("s"), "http://localhost/four",
      ])
    #expect(result.output == "threethree/four")
    #expect(result.errors == "")
    await service.end()
  }
}
