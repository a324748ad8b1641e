import Foundation
import TestKit
import Testing

/// How an instance starts, where it listens, and how it ends.
@Suite struct LifecycleTests {
  private let policy = TestPolicy.allowing("a")
  private let action = #"{"tool":"a"}"#

  @Test func `it listens on every address it is given, on Unix sockets too`() async throws {
    let folder = try TemporaryFolder()
    let socket = folder.path("agents.sock")
    let listen = ["127.0.0.1:0", "localhost:0", "unix:\(socket)"]
    try await Daemon.run(policy: policy, listen: listen, in: folder) { daemon in
      try #require(daemon.addresses.count == 3)
      #expect(daemon.addresses[2] == "unix:\(socket)")
      for address in daemon.addresses[..<2] {
        let port = try #require(UInt16(address.split(separator: ":").last ?? ""))
        let client = try await RawClient(port: port)
        let response = try await client.ask("POST", "/v1/decide", host: address, body: action)
        #expect(response.text("decision") == "allow")
      }
      let attributes = try FileManager.default.attributesOfItem(atPath: socket)
      #expect(attributes[.posixPermissions] as? Int == 0o600)
      let client = try await RawClient(path: socket)
      #expect(try await client.ask("POST", "/v1/decide", body: action).text("decision") == "allow")
    }
    #expect(!FileManager.default.fileExists(atPath: socket), "a stop leaves no socket behind")
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/net/if_inet6")))
  func `it listens on IPv6`() async throws {
    try await Daemon.run(policy: policy, listen: ["[::1]:0"]) { daemon in
      #expect(daemon.addresses[0].hasPrefix("[::1]:"))
      let result = try await Program.run(
        "/usr/bin/curl",
        [
          "-sS", "-g", "http://\(daemon.addresses[0])/v1/decide", "--json", action, "--max-time",
          "10", "--noproxy", "*",
        ])
      #expect(result.output.contains(#""decision":"allow""#), "\(result.errors)")
    }
  }

  @Test func `a port in use is an error that names it`() async throws {
    try await Daemon.run(policy: policy) { daemon in
      let folder = try TemporaryFolder()
      try folder.write(policy, to: "policy.yaml")
      try folder.write("anonymous: true", to: "gatehouse.yaml")
      let result = try await Gatehouse.run(
        Daemon.arguments(in: folder) + ["--listen", daemon.addresses[0]])
      #expect(result.status == 1)
      #expect(!result.wasKilled)
      #expect(result.errors.contains("`\(daemon.addresses[0])`"), "\(result.errors)")
      #expect(result.errors.contains("choose another port"), "\(result.errors)")
    }
  }

  @Test func `a Unix socket in use is an error, and one left behind is none`() async throws {
    let folder = try TemporaryFolder()
    let socket = folder.path("agents.sock")
    let first = try await Daemon(policy: policy, listen: ["unix:\(socket)"], in: folder)
    let other = try TemporaryFolder()
    try other.write(policy, to: "policy.yaml")
    try other.write("anonymous: true", to: "gatehouse.yaml")
    let result = try await Gatehouse.run(
      Daemon.arguments(in: other) + ["--listen", "unix:\(socket)"])
    #expect(result.status == 1)
    #expect(result.errors.contains("in use"), "\(result.errors)")
    first.kill()
    _ = await first.stop()
    #expect(FileManager.default.fileExists(atPath: socket))
    try await Daemon.run(policy: nil, listen: ["unix:\(socket)"], in: folder) { _ in
      let client = try await RawClient(path: socket)
      #expect(try await client.ask("POST", "/v1/decide", body: action).status == 200)
    }
  }

  @Test func `a second instance on the same data refuses to start`() async throws {
    try await Daemon.run(policy: policy) { daemon in
      let result = try await Gatehouse.run(
        Daemon.arguments(in: daemon.folder) + ["--listen", "127.0.0.1:0"])
      #expect(result.status == 1)
      #expect(result.errors.contains("another instance"), "\(result.errors)")
      #expect(result.errors.contains(daemon.folder.path("data")), "\(result.errors)")
      #expect(try await daemon.decide(action).text("decision") == "allow")
    }
  }

  @Test(arguments: [SIGTERM, SIGINT])
  func `told to end, it answers what it has begun, takes nothing new, and exits with 0`(
    signal: Int32
  ) async throws {
    let daemon = try await Daemon(policy: policy)
    let client = try await RawClient(port: daemon.port)
    try await client.send(
      "POST /v1/decide HTTP/1.1\r\nHost: \(client.host)\r\nContent-Type: application/json\r\n"
        + "Content-Length: \(action.utf8.count)\r\n\r\n\(action.dropLast())")
    let idle = try await RawClient(port: daemon.port)
    #expect(try await idle.ask("GET", "/readyz").status == 200)
    let admin = try await RawClient(port: daemon.adminPort)
    #expect(try await admin.ask("GET", "/readyz").status == 200)
    daemon.program.send(signal)
    #expect(await daemon.program.complains(#""message":"draining""#))
    #expect(try await admin.ask("GET", "/readyz").status == 503)
    #expect(try await idle.rest() == "", "an idle connection is closed")
    await #expect(throws: RawClient.Failure.self) { try await RawClient(port: daemon.port) }
    try await client.send("}")
    let response = try #require(try await client.response())
    #expect(response.text("decision") == "allow")
    #expect(response.field("connection") == "close")
    let result = await daemon.program.result()
    #expect(result.status == 0)
    #expect(!result.wasKilled)
    let log = try await Gatehouse.run(["audit", "show", "--data", daemon.folder.path("data")])
    #expect(log.output.split(separator: "\n").first?.contains(#""type":"log.stop""#) == true)
    let verified = try await Gatehouse.run([
      "audit", "verify", "--data", daemon.folder.path("data"),
    ])
    #expect(verified.status == 0, "\(verified.errors)")
  }

  @Test func `a client that never finishes does not keep it from ending`() async throws {
    let configuration = "anonymous: true\nserver: { drain_timeout: 200ms }"
    let daemon = try await Daemon(policy: policy, configuration: configuration)
    let client = try await RawClient(port: daemon.port)
    try await client.send(
      "POST /v1/decide HTTP/1.1\r\nHost: \(client.host)\r\nContent-Type: application/json\r\n"
        + "Content-Length: 1000\r\n\r\n{")
    // A round trip on another connection: the request above has surely been read by then.
    _ = try await daemon.decide(action)
    let result = await daemon.stop()
    #expect(result.status == 0)
    #expect(!result.wasKilled)
  }

  @Test func `an instance that nobody asks any more rests`() async throws {
    let configuration = "anonymous: true\nserver: { idle_timeout: 1s }"
    try await Daemon.run(policy: policy, configuration: configuration) { daemon in
      for _ in 0..<16 { _ = try await daemon.decide(action) }
      // Until the deadlines of the connections, which are gone, would have come.
      try await Task.sleep(for: .milliseconds(1_500))
      let before = try processorTicks(of: daemon.program.identifier)
      try await Task.sleep(for: .seconds(1))
      let after = try processorTicks(of: daemon.program.identifier)
      #expect(after - before < 10, "of 100 a second")
    }
  }

  /// The time that a process has spent on processors (proc(5), `stat`), in hundredths of a second.
  private func processorTicks(of process: Int32) throws -> Int {
    let text = try String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
    return try #require(Int(fields[11])) + #require(Int(fields[12]))
  }

  @Test func `after a kill, every decision that was answered is there`() async throws {
    let folder = try TemporaryFolder()
    let daemon = try await Daemon(policy: policy, in: folder)
    var answered: [String] = []
    for _ in 0..<20 { answered.append(try #require(try await daemon.decide(action).text("id"))) }
    daemon.kill()
    _ = await daemon.program.result()
    try await Daemon.run(policy: nil, in: folder) { _ in
      let log = try await Gatehouse.run(["audit", "show", "--data", folder.path("data")])
      for id in answered { #expect(log.output.contains(id)) }
      let verified = try await Gatehouse.run(["audit", "verify", "--data", folder.path("data")])
      #expect(verified.status == 0, "\(verified.errors)")
    }
  }

  @Test func `an address that others can reach needs credentials and TLS, or the risk accepted`()
    async throws
  {
    let folder = try TemporaryFolder()
    try folder.write(policy, to: "policy.yaml")
    try folder.write(
      "anonymous: true\nserver: { names: [gatehouse.example] }", to: "gatehouse.yaml")
    let refused = try await Gatehouse.run(
      Daemon.arguments(in: folder) + ["--listen", "0.0.0.0:0"])
    #expect(refused.status == 1)
    #expect(refused.errors.contains("--tls-certificate"))
    #expect(refused.errors.contains("need credentials"))
    #expect(refused.errors.contains("--insecure-bind"))
    try await Daemon.run(
      policy: nil, configuration: "anonymous: true\nserver: { names: [gatehouse.example] }",
      listen: ["0.0.0.0:0"], arguments: ["--insecure-bind"], in: folder
    ) { daemon in
      let client = try await RawClient(port: daemon.port)
      let host = "gatehouse.example:\(daemon.port)"
      #expect(try await client.ask("POST", "/v1/decide", host: host, body: action).status == 200)
    }
  }
}
