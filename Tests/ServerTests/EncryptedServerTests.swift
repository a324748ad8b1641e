import Foundation
import Server
import TLS
import TestKit
import Testing

/// A server with TLS, and an authority that its clients trust and that signs theirs.
private final class EncryptedService: Sendable {
  let authority: TestAuthority
  let context: TLSServerContext
  let service: TestService

  init(requireClientCertificate: Bool? = nil) async throws {
    authority = try await TestAuthority()
    try await authority.issue(
      "server", subject: "/CN=localhost", names: "DNS:localhost,IP:127.0.0.1")
    let clients: TLSServerConfiguration.ClientCertificates =
      switch requireClientCertificate {
      case nil: .ignored
      case false?: .optional(authorities: authority.certificate)
      case true?: .required(authorities: authority.certificate)
      }
    context = try TLSServerContext(
      TLSServerConfiguration(
        certificateFile: authority.path("server.pem"), privateKeyFile: authority.path("server.key"),
        clientCertificates: clients))
    service = try TestService(tls: context)
  }

  func curl(_ path: String, _ arguments: String...) async throws -> Program.Result {
    try await Program.run(
      "/usr/bin/env",
      ["curl", "-sS", "--cacert", authority.certificate] + arguments
        + ["https://localhost:\(service.port)\(path)"])
  }

  /// The options that present a certificate.
  func identity(_ name: String) -> [String] {
    ["--cert", authority.path("\(name).pem"), "--key", authority.path("\(name).key")]
  }

  func curl(_ path: String, as name: String) async throws -> Program.Result {
    let identity = identity(name)
    return try await curl(path, identity[0], identity[1], identity[2], identity[3])
  }

  /// What `openssl s_client` says; it succeeds where the handshake does.
  func handshake(_ arguments: String...) async throws -> Program.Result {
    try await Program.run(
      "/usr/bin/env",
      ["openssl", "s_client", "-connect", "127.0.0.1:\(service.port)"] + arguments)
  }

  func end() async { await service.end() }
}

struct EncryptedServerTests {
  @Test(arguments: ["--tlsv1.3", "--tls-max=1.2"])
  func `curl verifies the server and is answered`(version: String) async throws {
    let server = try await EncryptedService()
    let option = version.split(separator: "=").map(String.init)
    let result = try await server.curl("/hello", option[0], option.count > 1 ? option[1] : "--ipv4")
    #expect(result.output == "/hello")
    #expect(result.errors == "")
    await server.end()
  }

  @Test func `large content passes both ways`() async throws {
    let server = try await EncryptedService()
    let file = server.authority.path("content")
    try Data(repeating: 120, count: 190_000).write(to: URL(filePath: file))
    let echo = try await server.curl("/echo", "--data-binary", "@\(file)")
    #expect(echo.output.utf8.count == 190_000)
    let large = try await server.curl("/large", "-o", "/dev/null", "-w", "%{size_download}")
    #expect(large.output == "8000000")
    await server.end()
  }

  @Test func `connections are kept`() async throws {
    let server = try await EncryptedService()
    let url = "https://localhost:\(server.service.port)/two"
    let result = try await server.curl("/one", url)
    #expect(result.output == "/two/one")
    await server.end()
    #expect(server.service.server.counters.snapshot.connections == 1)
  }

  @Test func `versions before 1.2, and clients that want another protocol, are refused`()
    async throws
  {
    let server = try await EncryptedService()
    #expect(try await server.handshake("-tls1_2").status == 0)
    let old = try await server.handshake("-tls1_1", "-cipher", "ALL:@SECLEVEL=0")
    #expect(old.status != 0)
    #expect(try await server.handshake("-alpn", "h2").status != 0)
    let chosen = try await server.handshake("-alpn", "h2,http/1.1")
    #expect(chosen.output.contains("ALPN protocol: http/1.1"))
    await server.end()
    #expect(server.service.server.counters.snapshot.failedHandshakes == 2)
  }

  @Test func `plain HTTP on an encrypted listener is refused`() async throws {
    let server = try await EncryptedService()
    let client = try await server.service.client()
    try await client.send(get("/"))
    let rest = try await client.rest()
    #expect(!rest.contains("HTTP/1.1"))
    await server.end()
    #expect(server.service.server.counters.snapshot.failedHandshakes == 1)
  }

  @Test func `a client that stops within the handshake is cut off`() async throws {
    let authority = try await TestAuthority()
    try await authority.issue("server", subject: "/CN=localhost", names: "DNS:localhost")
    let context = try TLSServerContext(
      TLSServerConfiguration(
        certificateFile: authority.path("server.pem"), privateKeyFile: authority.path("server.key"))
    )
    let service = try TestService(tls: context) { $0.deadlines.handshake = .milliseconds(100) }
    let client = try await service.client()
    try await client.send([0x16, 0x03])
    _ = try? await client.rest()
    await service.end()
    #expect(service.server.counters.snapshot.timeouts == ["handshake": 1])
  }

  @Test func `a renewed certificate serves the connections after the reload`() async throws {
    let server = try await EncryptedService()
    let before = try await server.handshake()
    try await server.authority.issue(
      "server", subject: "/O=Renewed/CN=localhost", names: "DNS:localhost,IP:127.0.0.1")
    try server.context.reload()
    let after = try await server.handshake()
    #expect(!before.output.contains("Renewed"))
    #expect(after.output.contains("Renewed"))
    #expect(try await server.curl("/hello").output == "/hello")
    await server.end()
  }
}

struct ClientCertificateTests {
  @Test func `a handler is told who the client is`() async throws {
    let server = try await EncryptedService(requireClientCertificate: false)
    try await server.authority.issue(
      "bot", subject: "/O=Exämple, Ltd/CN=bot-7",
      names: "DNS:bot.example,URI:spiffe://example/bot-7,email:bot@example.org")
    let fingerprint = try await server.authority.openssl(
      "x509", "-in", "bot.pem", "-noout", "-fingerprint", "-sha256")
    let expected = fingerprint.split(separator: "=").last.map {
      $0.filter(\.isHexDigit).lowercased()
    }
    let result = try await server.curl("/who", as: "bot")
    #expect(
      result.output
        == "main|127.0.0.1|tls|-|CN=bot-7,O=Exämple\\, Ltd|bot-7|bot.example|"
        + "spiffe://example/bot-7|\(expected ?? "")")
    await server.end()
  }

  @Test func `where certificates are optional, a client without one is anonymous`() async throws {
    let server = try await EncryptedService(requireClientCertificate: false)
    #expect(try await server.curl("/who").output == "main|127.0.0.1|tls|-|-|-|-|-|-")
    await server.end()
  }

  @Test func `where they are required, a client without one is refused`() async throws {
    let server = try await EncryptedService(requireClientCertificate: true)
    try await server.authority.issue("bot", subject: "/CN=bot-7", names: "DNS:bot")
    #expect(try await server.curl("/hello").status != 0)
    #expect(try await server.curl("/hello", as: "bot").output == "/hello")
    await server.end()
    #expect(server.service.server.counters.snapshot.requests == 1)
  }

  @Test(arguments: [true, false])
  func `a certificate of another authority, or an expired one, is refused even where optional`(
    isForeign: Bool
  ) async throws {
    let server = try await EncryptedService(requireClientCertificate: false)
    let signer = isForeign ? try await TestAuthority() : server.authority
    try await signer.issue("bot", subject: "/CN=bot-7", names: "DNS:bot", days: isForeign ? 2 : -1)
    let result = try await server.curl(
      "/hello", "--cert", signer.path("bot.pem"), "--key", signer.path("bot.key"))
    #expect(result.status != 0)
    #expect(result.output == "")
    await server.end()
    #expect(server.service.server.counters.snapshot.requests == 0)
  }
}
