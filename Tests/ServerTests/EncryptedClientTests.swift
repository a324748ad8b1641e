import Foundation
import HTTPWire
import Server
import TLS
import TestKit
import Testing

/// A server with TLS whose certificate a test chooses, and a client that trusts the authority of that.
private final class EncryptedPair: Sendable {
  let authority: TestAuthority
  let service: TestService
  let client: TestClient

  init(
    names: String = "DNS:localhost,IP:127.0.0.1", days: Int = 2, asksForCertificate: Bool = false,
    trusts: TestAuthority? = nil, shows name: String? = nil
  ) async throws {
    authority = try await TestAuthority()
    try await authority.issue("server", subject: "/CN=localhost", names: names, days: days)
    if let name { try await authority.issue(name, subject: "/CN=\(name)", names: "DNS:\(name)") }
    let context = try TLSServerContext(
      TLSServerConfiguration(
        certificateFile: authority.path("server.pem"), privateKeyFile: authority.path("server.key"),
        clientCertificates: asksForCertificate
          ? .required(authorities: authority.certificate) : .ignored))
    service = try TestService(tls: context)
    client = try TestClient(
      tls: TLSClientConfiguration(
        authorities: .file((trusts ?? authority).certificate),
        certificateFile: name.map { [authority] in authority.path("\($0).pem") },
        privateKeyFile: name.map { [authority] in authority.path("\($0).key") }))
  }

  func get(_ path: String, host: String = "localhost") async throws -> HTTPResponse {
    try await client.get("https://\(host):\(service.port)\(path)")
  }

  func failure(host: String = "localhost") async -> String? {
    await client.failure { try await self.get("/", host: host) }?.description
  }

  func end() async {
    await client.end()
    await service.end()
  }
}

struct EncryptedClientTests {
  @Test func `a server that proves its name or its address is asked, over kept connections`()
    async throws
  {
    let pair = try await EncryptedPair()
    #expect(try await pair.get("/one").text == "/one")
    #expect(try await pair.get("/two").text == "/two")
    #expect(try await pair.get("/three", host: "127.0.0.1").text == "/three")
    let content = [UInt8](repeating: 120, count: 190_000)
    let echo = try await pair.client.post("https://localhost:\(pair.service.port)/echo", content)
    #expect(echo.body == content)
    let options = ExchangeOptions(maximumResponseBytes: 8_000_000)
    let large = try await pair.client.get("https://localhost:\(pair.service.port)/large", options)
    #expect(large.body.count == 8_000_000)
    await pair.end()
    #expect(pair.service.server.counters.snapshot.connections == 2)
  }

  @Test func `a certificate for another name or address is refused`() async throws {
    let pair = try await EncryptedPair(names: "DNS:other.example,IP:127.0.0.2")
    #expect(
      await pair.failure()
        == "the certificate of `localhost` is not accepted: hostname mismatch; "
        + "ask for the server by a name that its certificate has")
    #expect(
      await pair.failure(host: "127.0.0.1")?.hasPrefix(
        "the certificate of `127.0.0.1` is not accepted: IP address mismatch;") == true)
    await pair.end()
    #expect(pair.service.server.counters.snapshot.requests == 0)
  }

  @Test func `the subject of a certificate is no name for a server`() async throws {
    // The subject says `localhost`, the names do not.
    let pair = try await EncryptedPair(names: "URI:spiffe://example/server")
    #expect(await pair.failure()?.contains("hostname mismatch") == true)
    await pair.end()
  }

  @Test func `a certificate of an unknown authority, or one that has expired, is refused`()
    async throws
  {
    let stranger = try await EncryptedPair(trusts: try await TestAuthority())
    #expect(
      await stranger.failure()
        == "the certificate of `localhost` is not accepted: unable to get local issuer certificate; "
        + "give the authority that signed it, or let the server send the whole chain")
    await stranger.end()
    let expired = try await EncryptedPair(days: -1)
    #expect(
      await expired.failure()
        == "the certificate of `localhost` is not accepted: certificate has expired; "
        + "renew the server's certificate, or set the clock")
    await expired.end()
  }

  @Test func `the authorities of the system do not know that of a test`() async throws {
    let pair = try await EncryptedPair()
    let client = try TestClient(tls: TLSClientConfiguration(authorities: .system))
    let failure = await client.failure {
      try await client.get("https://localhost:\(pair.service.port)/")
    }
    #expect(failure?.description.contains("unable to get local issuer certificate") == true)
    await client.end()
    await pair.end()
  }

  @Test func `a directory of authorities is looked into`() async throws {
    let pair = try await EncryptedPair()
    try await pair.authority.openssl("rehash", ".")
    let directory = pair.authority.url.path(percentEncoded: false)
    let client = try TestClient(tls: TLSClientConfiguration(authorities: .directory(directory)))
    #expect(try await client.get("https://localhost:\(pair.service.port)/x").text == "/x")
    await client.end()
    await pair.end()
  }

  @Test func `a client shows its certificate where it is asked for one`() async throws {
    let pair = try await EncryptedPair(asksForCertificate: true, shows: "bot-7")
    #expect(try await pair.get("/who").text.contains("CN=bot-7"))
    await pair.end()
    let anonymous = try await EncryptedPair(asksForCertificate: true)
    #expect(await anonymous.failure()?.hasPrefix("tls failed: ") == true)
    await anonymous.end()
    #expect(anonymous.service.server.counters.snapshot.requests == 0)
  }

  @Test func `a server that does not speak TLS is told from one that is not trusted`() async throws
  {
    let (service, client) = (try TestService(), try TestClient())
    let plain = await client.failure { try await client.get("https://127.0.0.1:\(service.port)/") }
    #expect(plain?.description.hasPrefix("tls failed: ") == true)
    await client.end()
    await service.end()
    let server = try ScriptedServer { _, _ in .sendAndClose("") }
    let other = try TestClient()
    let ended = await other.failure { try await other.get("https://127.0.0.1:\(server.port)/") }
    #expect(ended?.description.contains("within the TLS handshake") == true)
    await other.end()
    await server.end()
  }

  @Test func `content without a length is not taken as whole where TLS was cut off`() async throws {
    let authority = try await TestAuthority()
    try await authority.issue("server", subject: "/CN=localhost", names: "DNS:localhost")
    let client = try TestClient(
      tls: TLSClientConfiguration(authorities: .file(authority.certificate)))
    for isOrderly in [true, false] {
      let program = try Program(
        starting: "/usr/bin/env",
        [
          "python3", "-u", "-c", cuttingServer, authority.path("server.pem"),
          authority.path("server.key"), isOrderly ? "orderly" : "cut",
        ])
      let port = try #require(await program.printedPort())
      let url = "https://localhost:\(port)/"
      let result = await Result { try await client.get(url) }
      if isOrderly {
        #expect(try result.get().text == "content")
      } else {
        let origin = try #require(HTTPURL(url)).origin
        #expect(throws: HTTPClientError.disconnected(origin)) { try result.get() }
      }
      program.send(SIGKILL)
      _ = await program.result()
    }
    await client.end()
  }
}

/// Answers one request without a length, and ends with or without the alert that TLS asks for.
private let cuttingServer = """
  import socket, ssl, sys
  context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
  context.load_cert_chain(sys.argv[1], sys.argv[2])
  listener = socket.create_server(("127.0.0.1", 0))
  print("port", listener.getsockname()[1], flush=True)
  plain, _ = listener.accept()
  stream = context.wrap_socket(plain, server_side=True)
  stream.recv(65536)
  stream.sendall(b"HTTP/1.1 200 OK\\r\\n\\r\\ncontent")
  if sys.argv[3] == "orderly":
      stream.unwrap()
  else:
      socket.socket.shutdown(stream, socket.SHUT_WR)
  """

extension Result where Failure == any Error {
  fileprivate init(_ body: () async throws -> Success) async {
    do { self = .success(try await body()) } catch { self = .failure(error) }
  }
}
