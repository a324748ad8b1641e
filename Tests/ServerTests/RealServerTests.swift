import Foundation
import HTTPWire
import Server
import TLS
import TestKit
import Testing

/// The client against servers of others: nginx, and the HTTP/1.0 of Python's own.
struct RealServerTests {
  /// An nginx behind a Unix-domain socket, so that no port has to be free.
  private func startNginx(_ folder: TemporaryFolder, _ authority: TestAuthority) async throws
    -> Program
  {
    try folder.write(String(repeating: "nginx ", count: 100_000), to: "www/large.txt")
    try folder.write("small", to: "www/small.txt")
    try folder.write(
      """
      daemon off; worker_processes 1; pid \(folder.path("pid")); error_log stderr notice;
      events {}
      http {
        access_log off; default_type text/plain; root \(folder.path("www"));
        client_body_temp_path \(folder.path("body")); proxy_temp_path \(folder.path("proxy"));
        fastcgi_temp_path \(folder.path("fastcgi")); uwsgi_temp_path \(folder.path("uwsgi"));
        scgi_temp_path \(folder.path("scgi"));
        server {
          listen unix:\(folder.path("s")) ssl;
          ssl_certificate \(authority.path("server.pem"));
          ssl_certificate_key \(authority.path("server.key"));
          location /empty { return 204; }
          location /moved { return 301 https://elsewhere.example/; }
          location /once { return 200 "once"; keepalive_timeout 0; }
        }
      }
      """, to: "nginx.conf")
    let program = try Program(
      starting: "/usr/bin/env",
      ["PATH=/usr/sbin:/usr/bin:/bin", "nginx", "-e", "stderr", "-c", folder.path("nginx.conf")])
    try #require(await program.complains("start worker process "), "\(program.complaints)")
    return program
  }

  @Test func `nginx is understood, over TLS and one connection after another`() async throws {
    let folder = try TemporaryFolder()
    let authority = try await TestAuthority()
    try await authority.issue("server", subject: "/CN=x", names: "DNS:www.example")
    let nginx = try await startNginx(folder, authority)
    let client = try TestClient(
      tls: TLSClientConfiguration(authorities: .file(authority.certificate)))
    let options = ExchangeOptions(socketPath: folder.path("s"))
    func get(_ path: String) async throws -> HTTPResponse {
      try await client.get("https://www.example\(path)", options)
    }
    for _ in 0..<3 {
      #expect(try await get("/small.txt").text == "small")
      #expect(try await get("/large.txt").body.count == 600_000)
      #expect(try await get("/empty").head.status == .noContent)
      #expect(try await get("/missing").head.status == .notFound)
      #expect(try await get("/moved").head.status.code == 301)
      #expect(try await get("/once").text == "once")
      let url = try #require(HTTPURL("https://www.example/large.txt"))
      let head = try await client.client.send(HTTPRequest(.head, url), options)
      #expect(head.head.fields[.contentLength] == "600000")
      #expect(head.body.isEmpty)
    }
    await client.end()
    nginx.send(SIGTERM)
    _ = await nginx.result()
  }

  @Test func `HTTP/1.0 is understood`() async throws {
    let folder = try TemporaryFolder()
    try folder.write("small", to: "small.txt")
    let python = try Program(
      starting: "/usr/bin/env", ["python3", "-u", "-m", "http.server", "--bind", "127.0.0.1", "0"],
      directory: folder.url)
    try #require(await python.prints("(http://127.0.0.1:"))
    let port = try #require(python.printed.firstMatch(of: /http:\/\/127\.0\.0\.1:(\d+)\//)?.1)
    let client = try TestClient()
    for _ in 0..<2 {
      #expect(try await client.get("http://127.0.0.1:\(port)/small.txt").text == "small")
      #expect(try await client.get("http://127.0.0.1:\(port)/none").head.status == .notFound)
    }
    await client.end()
    python.send(SIGKILL)
    _ = await python.result()
  }
}
