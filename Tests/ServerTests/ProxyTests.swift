import EventLoop
import Foundation
import HTTPWire
import Server
import TLS
import TestKit
import Testing

struct ProxySettingsTests {
  private func settings(_ environment: [String: String]) throws -> ProxySettings {
    try ProxySettings(environment: environment)
  }

  private func origin(_ url: String) throws -> HTTPOrigin { try #require(HTTPURL(url)).origin }

  @Test func `each scheme has its proxy, and small letters win`() throws {
    let settings = try settings([
      "http_proxy": "http://one:3128", "HTTP_PROXY": "http://other:1",
      "HTTPS_PROXY": "http://two:8080/",
    ])
    #expect(settings.proxy(for: try origin("http://a"))?.origin.description == "http://one:3128")
    #expect(settings.proxy(for: try origin("https://a"))?.origin.description == "http://two:8080")
    #expect(try self.settings([:]).proxy(for: try origin("http://a")) == nil)
    #expect(try self.settings(["http_proxy": ""]).proxy(for: try origin("http://a")) == nil)
  }

  @Test func `the password of a proxy becomes a field, and is not in any text`() throws {
    let settings = try settings(["http_proxy": "http://us%65r:p%40ss@proxy:3128"])
    let proxy = try #require(settings.proxy(for: try origin("http://a")))
    #expect(proxy.fields[.proxyAuthorization] == "Basic dXNlcjpwQHNz")
    #expect(!"\(settings)".contains("dXNlcjp"))
    #expect(!"\(proxy)".contains("dXNlcjp"))
  }

  @Test(arguments: [
    "proxy:3128", "https://proxy:3128", "socks5://proxy", "http://", "http://user@proxy",
    "http://proxy:3128/path", "http://pro xy",
  ])
  func `what is no address of a proxy is refused without being told`(value: String) throws {
    let problem = #expect(throws: ProxyProblem.self) { try settings(["https_proxy": value]) }
    #expect(
      problem?.description
        == "`https_proxy` is not the address of a proxy; "
        + "write `http://host:port` or `http://user:password@host:port`")
  }

  @Test(arguments: [
    ("example.com", "http://example.com", true), ("example.com", "http://a.example.com", true),
    (".example.com", "http://a.example.com", true), ("*.example.com", "http://b.example.com", true),
    ("example.com", "http://notexample.com", false), ("Example.COM", "http://example.com", true),
    ("example.com:8080", "http://example.com:8080", true),
    ("example.com:8080", "http://example.com", false), ("*", "http://anything", true),
    ("a, b ,c", "http://b", true), ("10.0.0.0/8", "http://10.1.2.3", true),
    ("10.0.0.0/8", "http://11.1.2.3", false), ("10.1.2.3", "http://10.1.2.3", true),
    ("fd00::/8", "http://[fd12::1]", true), ("fd00::/8", "http://[fe80::1]", false),
    ("::1/0", "http://[2001:db8::1]", true), ("2001:db8::/65", "http://[2001:db8::1]", true),
    ("2001:db8::/65", "http://[2001:db8:0:0:8000::1]", false),
    ("0.0.0.0/0", "http://8.8.8.8", true),
    ("", "http://localhost", true), ("", "http://a.localhost", true),
    ("", "http://127.0.0.9", true), ("", "http://[::1]", true), ("", "http://example.com", false),
    ("/,10.0.0.0/x,,", "http://10.0.0.0", false),
  ])
  func `the hosts that are excepted are reached directly`(
    list: String, url: String, isExcepted: Bool
  ) throws {
    let settings = try settings(["http_proxy": "http://proxy:1", "no_proxy": list])
    #expect((settings.proxy(for: try origin(url)) == nil) == isExcepted)
  }
}

/// A client behind a proxy of the tests' own, which says what it was asked for.
struct ProxiedClientTests {
  /// The proxy takes every name for this machine: a client that goes through it needs no DNS.
  private func client(
    _ proxy: UInt16, tls: TLSClientConfiguration = TLSClientConfiguration(),
    credentials: String = "user:secret@",
    _ change: @escaping (inout ClientConfiguration) -> Void = { _ in }
  ) throws -> TestClient {
    try TestClient(tls: tls) { configuration in
      let proxy = ProxySettings.Proxy(url: "http://\(credentials)127.0.0.1:\(proxy)")
      configuration.proxies = ProxySettings(plain: proxy, encrypted: proxy)
      change(&configuration)
    }
  }

  private func startProxy() async throws -> (Program, UInt16) {
    let program = try Program(
      starting: "/usr/bin/env", ["python3", "-u", "Tests/Fixtures/Server/proxy.py"],
      directory: Corpora.repository)
    return (program, try #require(await program.printedPort()))
  }

  private func end(_ proxy: Program) async -> String {
    proxy.send(SIGTERM)
    return await proxy.result().output
  }

  @Test func `plain requests are read by the proxy, over one connection for all origins`()
    async throws
  {
    let (proxy, port) = try await startProxy()
    let (service, client) = (try TestService(), try client(port))
    for host in ["one.example", "two.example"] {
      let url = "http://\(host):\(service.port)/x"
      // The service does not answer for that name, which shows that the request got there.
      #expect(try await client.get(url).head.status == .misdirectedRequest)
    }
    await client.end()
    await service.end()
    let log = await end(proxy)
    #expect(log.contains("connection 1\n"))
    #expect(!log.contains("connection 2\n"))
    #expect(log.contains("GET http://one.example:\(service.port)/x HTTP/1.1"))
  }

  @Test func `encrypted requests go through a tunnel, and the server proves its own name`()
    async throws
  {
    let authority = try await TestAuthority()
    try await authority.issue("server", subject: "/CN=x", names: "DNS:api.example")
    let context = try TLSServerContext(
      TLSServerConfiguration(
        certificateFile: authority.path("server.pem"), privateKeyFile: authority.path("server.key"))
    )
    let service = try TestService(tls: context)
    let (proxy, port) = try await startProxy()
    let client = try client(
      port, tls: TLSClientConfiguration(authorities: .file(authority.certificate)))
    let url = "https://api.example:\(service.port)"
    #expect(try await client.get("\(url)/secret").head.status == .misdirectedRequest)
    let other = await client.failure {
      try await client.get("https://other.example:\(service.port)/")
    }
    #expect(other?.description.contains("hostname mismatch") == true)
    await client.end()
    await service.end()
    let log = await end(proxy)
    #expect(log.contains("CONNECT api.example:\(service.port) HTTP/1.1"))
    #expect(!log.contains("secret"))
  }

  @Test func `a proxy that refuses is told from the server`() async throws {
    let (proxy, port) = try await startProxy()
    let client = try client(port, credentials: "")
    let failure = await client.failure { try await client.get("https://api.example/") }
    #expect(
      failure?.description
        == "the proxy http://127.0.0.1:\(port) refused a tunnel with status 407; "
        + "check its settings and credentials")
    await client.end()
    _ = await end(proxy)
  }

  @Test func `an address that may not be connected to is refused behind a proxy too`()
    async throws
  {
    let client = try client(1) { $0.mayConnect = { _ in false } }
    #expect(
      await client.failure { try await client.get("https://169.254.169.254/") }
        == .refusedAddress(host: "169.254.169.254"))
    await client.end()
  }
}
