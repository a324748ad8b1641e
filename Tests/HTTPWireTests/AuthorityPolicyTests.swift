import HTTPWire
import Testing

/// Which hosts and origins a listener takes: the defence against DNS rebinding.
@Suite struct AuthorityPolicyTests {
  private let loopback = AuthorityPolicy(names: AuthorityPolicy.loopbackNames, port: 8640)

  @Test(arguments: ["localhost:8640", "LOCALHOST:8640", "127.0.0.1:8640", "[::1]:8640"])
  func `a loopback listener answers for its own names and port`(_ host: String) throws {
    #expect(try refusal(loopback, "Host: \(host)\r\n") == nil)
    #expect(
      try refusal(loopback, "Host: \(host)\r\nOrigin: http://\(host.lowercased())\r\n") == nil)
  }

  @Test(arguments: [
    "evil.example:8640", "localhost", "localhost:8641", "localhost.:8640", "127.0.0.2:8640",
    "localhost.evil.example:8640", "[::2]:8640", "127.1:8640", "xlocalhost:8640",
  ])
  func `any other host is misdirected`(_ host: String) throws {
    #expect(try refusal(loopback, "Host: \(host)\r\n") == .unknownHost)
  }

  @Test(arguments: [
    "null", "http://evil.example", "http://localhost:3000", "http://localhost", "file://",
    "http://localhost:8640.evil.example", "http://localhost:8640/", "localhost:8640",
    "http://localhost:8640 http://localhost:8640", "HTTP://localhost:8640", "",
  ])
  func `any other origin is foreign`(_ origin: String) throws {
    #expect(
      try refusal(loopback, "Host: localhost:8640\r\nOrigin: \(origin)\r\n") == .foreignOrigin)
  }

  @Test func `two origins are foreign, whatever they are`() throws {
    let origin = "Origin: http://localhost:8640\r\n"
    #expect(try refusal(loopback, "Host: localhost:8640\r\n\(origin)\(origin)") == .foreignOrigin)
  }

  @Test func `a name with a port stands for that port, and web ports may go unwritten`() throws {
    let names = ["gate.example", "proxy.example:443"].compactMap { HTTPAuthority($0) }
    let policy = AuthorityPolicy(names: names, port: 8640)
    #expect(try refusal(policy, "Host: gate.example:8640\r\n") == nil)
    #expect(try refusal(policy, "Host: gate.example\r\n") == .unknownHost)
    #expect(try refusal(policy, "Host: proxy.example\r\n") == nil)
    #expect(try refusal(policy, "Host: proxy.example:443\r\n") == nil)
    #expect(try refusal(policy, "Host: proxy.example:8640\r\n") == .unknownHost)
    let host = "Host: proxy.example\r\n"
    #expect(try refusal(policy, "\(host)Origin: https://proxy.example\r\n") == nil)
    #expect(try refusal(policy, "\(host)Origin: http://proxy.example\r\n") == .foreignOrigin)
  }

  @Test func `a Unix socket has no port of its own`() throws {
    let policy = AuthorityPolicy(names: AuthorityPolicy.loopbackNames, port: nil)
    #expect(try refusal(policy, "Host: localhost\r\n") == nil)
    #expect(try refusal(policy, "Host: localhost:1\r\n") == nil)
    #expect(try refusal(policy, "Host: evil.example\r\n") == .unknownHost)
  }

  @Test func `an absolute target counts as the host`() {
    for (host, expected): (String, HTTPProblem?) in [
      ("localhost:8640", nil), ("evil.example", .unknownHost),
    ] {
      var machine = HTTPServerMachine(authorities: loopback)
      machine.receive("GET http://\(host)/ HTTP/1.1\r\nHost: \(host)\r\n\r\n")
      #expect(problem(machine.next()) == expected)
    }
  }

  @Test func `HTTP 1_0 without Host is refused where names count`() {
    var machine = HTTPServerMachine(authorities: loopback)
    machine.receive("GET / HTTP/1.0\r\n\r\n")
    #expect(machine.next() == .refuse(.missingHost))
  }

  @Test func `a forward proxy takes every host and origin`() throws {
    #expect(try refusal(.any, "Host: evil.example\r\nOrigin: http://other.example\r\n") == nil)
  }

  private func refusal(_ policy: AuthorityPolicy, _ lines: String) throws -> HTTPProblem? {
    var machine = HTTPServerMachine(authorities: policy)
    machine.receive("GET / HTTP/1.1\r\n\(lines)\r\n")
    return problem(machine.next())
  }

  private func problem(_ event: HTTPServerEvent) -> HTTPProblem? {
    if case .refuse(let problem) = event { problem } else { nil }
  }
}
