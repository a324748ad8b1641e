import Foundation
import TestKit
import Testing

/// The admin listener of a running instance.
@Suite struct AdminTests {
  private static let policy = """
    version: 1
    name: admin
    default: deny
    rules:
      - { id: reading, effect: allow, tools: [fs.read] }

    """
  /// The SHA-256 of `blue`.
  private static let credential =
    "{ id: bot, token_sha256: 16477688c0e00699c6cfa4497a3612d7e83c532062b64b250fed8908128ed548 }"

  @Test func `the credential is made at first start, for the daemon's user only, and stays`()
    async throws
  {
    let folder = try TemporaryFolder()
    let token = try await Daemon.run(policy: Self.policy, in: folder) { daemon in
      let attributes = try FileManager.default.attributesOfItem(
        atPath: folder.path("data/admin.token"))
      #expect(attributes[.posixPermissions] as? Int == 0o600)
      #expect(try await daemon.administer("GET", "/metrics").status == 200)
      return try daemon.adminToken
    }
    #expect(token.hasPrefix("gatehouse_"))
    let later = try await Daemon.run(policy: nil, in: folder) { try $0.adminToken }
    #expect(later == token)
  }

  @Test func `a credential that others can read keeps it from starting`() async throws {
    let folder = try TemporaryFolder()
    try await Daemon.run(policy: Self.policy, in: folder) { _ in }
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o644], ofItemAtPath: folder.path("data/admin.token"))
    let result = try await Gatehouse.run(
      Daemon.arguments(in: folder) + ["--anonymous", "--listen", "127.0.0.1:0"])
    #expect(result.status == 1)
    #expect(result.errors.contains("chmod 600"))
  }

  @Test func `nothing but the probes is answered without the credential`() async throws {
    let paths = [
      ("GET", "/metrics"), ("GET", "/v1/policy"), ("POST", "/v1/policy/reload"),
      ("GET", "/v1/audit/checkpoint"), ("GET", "/nothing"),
    ]
    let configuration = "anonymous: true\ncredentials: [\(Self.credential)]"
    try await Daemon.run(policy: Self.policy, configuration: configuration) { daemon in
      for (method, path) in paths {
        let stranger = try await daemon.askAdmin(method, path)
        #expect(stranger.status == 401, "\(path)")
        #expect(stranger.field("www-authenticate") == "Bearer", "\(path)")
        #expect(stranger.text("code") == "unauthenticated", "\(path)")
        let unknown = try await daemon.askAdmin(method, path, token: "green")
        #expect(unknown.status == 401, "\(path)")
        let caller = try await daemon.askAdmin(method, path, token: "blue")
        #expect(caller.status == 403, "\(path)")
        #expect(caller.text("code") == "not_an_operator", "\(path)")
      }
      let twice = try await daemon.askAdmin(
        "GET", "/metrics", token: try daemon.adminToken, fields: ["Authorization: Bearer blue"])
      #expect(twice.status == 401)
      #expect(try await daemon.askAdmin("GET", "/healthz").status == 200)
      #expect(try await daemon.askAdmin("GET", "/readyz?verbose").json["checks"] == nil)
      #expect(try await daemon.administer("GET", "/readyz?verbose").json["checks"] != nil)
    }
  }

  @Test func `a page of another origin, or another host's name, reaches nothing`() async throws {
    try await Daemon.run(policy: Self.policy) { daemon in
      let token = try daemon.adminToken
      let foreign = try await daemon.askAdmin(
        "GET", "/metrics", token: token, fields: ["Origin: https://attacker.example"])
      #expect(foreign.status == 403)
      #expect(foreign.text("code") == "foreign_origin")
      let client = try await RawClient(port: daemon.adminPort)
      let rebound = try await client.ask("GET", "/metrics", host: "rebound.example", token: token)
      #expect(rebound.status == 421)
    }
  }

  @Test func `the admin credential asks for no decisions`() async throws {
    try await Daemon.run(policy: Self.policy) { daemon in
      let token = try daemon.adminToken
      #expect(try await daemon.decide(#"{"tool":"fs.read"}"#, token: token).status == 401)
    }
  }

  @Test func `the policy in use is told by its digest, rules and sources`() async throws {
    try await Daemon.run(policy: Self.policy) { daemon in
      let response = try await daemon.administer("GET", "/v1/policy")
      #expect(response.status == 200)
      #expect(response.number("rules") == 1)
      #expect(response.list("sources") == [daemon.folder.path("policy.yaml")])
      #expect(response.text("digest")?.count == 64)
      #expect(try await daemon.administer("POST", "/v1/policy").status == 405)
      #expect(try await daemon.administer("GET", "/v1/policy/reload").status == 405)
      #expect(try await daemon.administer("GET", "/nothing").status == 404)
    }
    try await Daemon.run(policy: "rules: []") { daemon in
      let response = try await daemon.administer("GET", "/v1/policy")
      #expect(response.status == 503)
      #expect(response.text("code") == "policy_unavailable")
    }
  }

  @Test func `the newest checkpoint is a signed note that the log extends`() async throws {
    let folder = try TemporaryFolder()
    try await Daemon.run(policy: Self.policy, in: folder) { daemon in
      _ = try await daemon.decide(#"{"tool":"fs.read"}"#)
      // Checkpoints are made at least every second.
      let note = try await daemon.eventually("/v1/audit/checkpoint") {
        $0.text("code") != "no_checkpoint"
      }
      #expect(note.status == 200)
      #expect(note.body.contains("\n\n— "))
      try folder.write(note.body, to: "held")
      let verify = ["audit", "verify", "--data", folder.path("data"), "--checkpoint"]
      let live = try await Gatehouse.run(verify + [folder.path("held")])
      #expect(live.status == 0, "\(live.errors)")
    }
  }

  @Test func `metrics are in the Prometheus format, with bounded labels`() async throws {
    try await Daemon.run(policy: Self.policy) { daemon in
      for index in 0..<50 { _ = try await daemon.decide(#"{"tool":"hostile.\#(index)"}"#) }
      _ = try await daemon.decide(#"{"tool":"fs.read"}"#)
      let response = try await daemon.administer("GET", "/metrics")
      #expect(response.field("content-type")?.hasPrefix("text/plain; version=0.0.4") == true)
      let lines = response.body.split(separator: "\n")
      #expect(!response.body.contains("hostile"))
      for line in lines where !line.hasPrefix("#") {
        #expect(
          line.wholeMatch(of: /[a-z_:][a-z0-9_:]*(\{[^{}]*\})? (-?[0-9.e+-]+|\+Inf|NaN)/) != nil,
          "\(line)")
      }
      for line in lines where line.hasPrefix("# TYPE") {
        #expect(line.wholeMatch(of: /# TYPE [a-z_:0-9]+ (counter|gauge|histogram)/) != nil)
      }
      #expect(response.body.contains("_bucket{"))
      #expect(response.body.contains(#"gatehouse_policy_loads_total{result="loaded"} 1"#))
    }
  }
}
