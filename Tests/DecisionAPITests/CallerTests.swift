import Foundation
import TestKit
import Testing

/// Who may ask for decisions, and in whose name.
@Suite struct CallerTests {
  private static let policy = """
    version: 1
    name: callers
    default: deny
    rules:
      - { id: verified, effect: allow, tools: [verified], when: agent.verified }
      - { id: bot, effect: allow, tools: [bot], when: 'agent.id == "bot" && agent.verified' }
      - { id: for-bot, effect: allow, tools: [for-bot], when: 'agent.id == "bot-7" && agent.via == "runtime"' }
      - { id: blue, effect: allow, tools: [blue], when: 'tenant == "blue"' }
      - { id: unverified, effect: allow, tools: [unverified], when: '!agent.verified && agent.id == "bot"' }

    """

  private func decide(
    _ daemon: Daemon, _ tool: String, token: String? = nil, agent: String? = nil,
    tenant: String? = nil
  ) async throws -> RawClient.Response {
    var members = [#""tool":"\#(tool)""#]
    if let agent { members.append(#""agent":{"id":"\#(agent)"}"#) }
    if let tenant { members.append(#""tenant":"\#(tenant)""#) }
    return try await daemon.decide("{\(members.joined(separator: ","))}", token: token)
  }

  @Test func `bearer tokens stand for agents, and for those they may claim`() async throws {
    // The hashes are those of `token-of-bot`, `token-of-runtime` and `token-of-blue`.
    let configuration = """
      credentials:
        - { id: bot, token_sha256: \(Self.bot) }
        - { id: runtime, token_sha256: \(Self.runtime), may_claim: ["bot-*"] }
        - { id: blue-runtime, token_sha256: \(Self.blue), tenant: blue, may_claim: ["*"] }
      """
    try await Daemon.run(policy: Self.policy, configuration: configuration) { daemon in
      let none = try await decide(daemon, "bot")
      #expect(none.status == 401)
      #expect(none.field("www-authenticate") == "Bearer")
      #expect(none.field("content-type") == "application/problem+json")
      #expect(try await decide(daemon, "bot", token: "token-of-nobody").status == 401)
      #expect(try await decide(daemon, "bot", token: Self.bot).status == 401, "a hash is no token")

      #expect(try await decide(daemon, "bot", token: "token-of-bot").text("decision") == "allow")
      let own = try await decide(daemon, "bot", token: "token-of-bot", agent: "bot")
      #expect(own.text("decision") == "allow")
      let other = try await decide(daemon, "bot", token: "token-of-bot", agent: "bot-7")
      #expect(other.status == 403)
      #expect(other.text("code") == "claim_refused")
      #expect(other.text("detail")?.contains("may_claim") == true)

      let claimed = try await decide(daemon, "for-bot", token: "token-of-runtime", agent: "bot-7")
      #expect(claimed.text("decision") == "allow")
      let stranger = try await decide(daemon, "for-bot", token: "token-of-runtime", agent: "cat-7")
      #expect(stranger.status == 403)

      let blue = try await decide(daemon, "blue", token: "token-of-blue")
      #expect(blue.text("decision") == "allow")
      let red = try await decide(daemon, "blue", token: "token-of-blue", tenant: "red")
      #expect(red.status == 403, "a credential of one tenant speaks for no other")
      let free = try await decide(daemon, "blue", token: "token-of-runtime", tenant: "blue")
      #expect(free.text("decision") == "allow")
    }
  }

  private static let bot = "14dace975092e2b32b2bc29db5ed075a714ed1f9168f9ec47a0a67e166251a3a"
  private static let runtime = "f92d9b0dc03fe41e458508958017b12a894d61e828bf5f774e93933454c35482"
  private static let blue = "b9a2cb40dabe510054ba78f1e4e8695e24c5bec4a380bd4a6613b12137ecdc50"

  @Test func `callers without credentials are who they say, and never verified`() async throws {
    try await Daemon.run(policy: Self.policy) { (daemon) async throws in
      #expect(try await decide(daemon, "unverified", agent: "bot").text("decision") == "allow")
      #expect(try await decide(daemon, "verified", agent: "bot").text("decision") == "deny")
    }
  }

  @Test func `what was refused is in the log, with who really spoke`() async throws {
    let configuration = "credentials: [{ id: bot, token_sha256: \(Self.bot) }]"
    try await Daemon.run(policy: Self.policy, configuration: configuration) { daemon in
      _ = try await decide(daemon, "verified", token: "token-of-bot", agent: "boss")
      let log = try await Gatehouse.run([
        "audit", "show", "--data", daemon.folder.path("data"), "--agent", "boss",
      ])
      #expect(log.output.contains(#""via":"bot""#), "\(log.output)")
      #expect(log.output.contains("claim_refused"))
      #expect(!log.output.contains("token-of-bot"))
    }
  }

  @Test func `the user behind a Unix socket is a credential there, and nowhere else`() async throws
  {
    let folder = try TemporaryFolder()
    let socket = folder.path("agents.sock")
    let configuration = "credentials: [{ id: bot, unix_user: \(geteuid()) }]"
    try await Daemon.run(
      policy: Self.policy, configuration: configuration,
      listen: ["127.0.0.1:0", "unix:\(socket)"], in: folder
    ) { daemon in
      let local = try await RawClient(path: socket)
      let response = try await local.ask("POST", "/v1/decide", body: #"{"tool":"bot"}"#)
      #expect(response.text("decision") == "allow")
      #expect(try await decide(daemon, "bot").status == 401)
    }
    let other = "credentials: [{ id: bot, unix_user: \(geteuid() + 1) }]"
    try await Daemon.run(
      policy: Self.policy, configuration: other, listen: ["unix:\(socket)"], in: folder
    ) { _ in
      let local = try await RawClient(path: socket)
      #expect(try await local.ask("POST", "/v1/decide", body: #"{"tool":"bot"}"#).status == 401)
    }
  }

  @Test func `client certificates are credentials by name or fingerprint`() async throws {
    let authority = try await TestAuthority()
    try await authority.issue("server", subject: "/CN=server", names: "DNS:localhost,IP:127.0.0.1")
    try await authority.issue("bot", subject: "/CN=any", names: "URI:spiffe://example/bot")
    try await authority.issue("cat", subject: "/CN=spiffe", names: "DNS:cat.example")
    let stranger = try await TestAuthority()
    try await stranger.issue("bot", subject: "/CN=any", names: "URI:spiffe://example/bot")
    let fingerprint = try await authority.openssl(
      "x509", "-in", "cat.pem", "-noout", "-fingerprint", "-sha256"
    ).split(separator: "=").last?.filter(\.isHexDigit).lowercased()
    let configuration = """
      tls-certificate: \(authority.path("server.pem"))
      tls-key: \(authority.path("server.key"))
      tls-client-ca: \(authority.certificate)
      credentials:
        - { id: bot, certificate_name: "spiffe://example/bot" }
        - { id: cat, certificate_sha256: \(try #require(fingerprint)), may_claim: [bot] }
      """
    try await Daemon.run(policy: Self.policy, configuration: configuration) { daemon in
      func ask(_ action: String, _ certificate: [String]) async throws -> Program.Result {
        try await Program.run(
          "/usr/bin/curl",
          [
            "-sS", "--noproxy", "*", "--max-time", "10", "--cacert", authority.certificate,
            "https://localhost:\(daemon.port)/v1/decide", "--json", action,
          ] + certificate)
      }
      func identity(_ authority: TestAuthority, _ name: String) -> [String] {
        ["--cert", authority.path("\(name).pem"), "--key", authority.path("\(name).key")]
      }
      let bot = try await ask(#"{"tool":"bot"}"#, identity(authority, "bot"))
      #expect(bot.output.contains(#""decision":"allow""#), "\(bot.output)\(bot.errors)")
      let cat = try await ask(
        #"{"tool":"bot","agent":{"id":"bot"}}"#, identity(authority, "cat"))
      #expect(cat.output.contains(#""decision":"allow""#), "\(cat.output)\(cat.errors)")
      let none = try await ask(#"{"tool":"bot"}"#, [])
      #expect(none.output.contains("unauthenticated"), "\(none.output)\(none.errors)")
      let forged = try await ask(#"{"tool":"bot"}"#, identity(stranger, "bot"))
      #expect(!forged.output.contains("decision"), "\(forged.output)")
      #expect(forged.status != 0, "the handshake fails")
      let plain = try await Program.run(
        "/usr/bin/curl",
        ["-sS", "--noproxy", "*", "--max-time", "10", "http://localhost:\(daemon.port)/healthz"])
      #expect(!plain.output.contains("alive"))
    }
  }
}
