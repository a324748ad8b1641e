import Foundation
import TestKit
import Testing

/// Signing in and out of the admin listener, as a browser does.
@Suite struct SessionTests {
  static let policy = """
    version: 1
    name: sessions
    default: deny
    rules:
      - { id: reading, effect: allow, tools: [fs.read] }
      - { id: humans, effect: require_approval, tools: [shell.exec] }

    """
  /// `bot` shows `blue`, `ann` shows `red`.
  static let configuration = """
    credentials:
      - { id: bot, token_sha256: 16477688c0e00699c6cfa4497a3612d7e83c532062b64b250fed8908128ed548 }
    approvers:
      - { id: ann, roles: [oncall], token_sha256: b1f51a511f1da0cd348b8f8598db32e61cb963e5fc69e2b41485bf99590ed75a }
    """

  /// What a signed-in browser holds.
  struct Browser {
    let cookie: String
    let csrf: String
  }

  static func signIn(_ daemon: Daemon, token: String = "red") async throws -> Browser {
    let response = try await daemon.askAdmin(
      "POST", "/v1/session", body: #"{"token": "\#(token)"}"#)
    #expect(response.status == 200, "\(response.body)")
    let cookie = try #require(response.field("set-cookie")?.split(separator: ";").first)
    return Browser(cookie: String(cookie), csrf: try #require(response.text("csrf_token")))
  }

  @Test
  func `a token becomes a session, whose cookie scripts cannot read and other sites cannot send`()
    async throws
  {
    try await Daemon.run(policy: Self.policy, configuration: Self.configuration) { daemon in
      let response = try await daemon.askAdmin("POST", "/v1/session", body: #"{"token": "red"}"#)
      let cookie = try #require(response.field("set-cookie"))
      #expect(
        cookie.wholeMatch(
          of: /gatehouse=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200/) != nil)
      #expect(response.field("cache-control") == "no-store")
      #expect(response.text("id") == "ann")
      #expect(response.list("may") == ["approve"])
      let browser = try await Self.signIn(daemon, token: try daemon.adminToken)
      let me = try await daemon.askAdmin(
        "GET", "/v1/session", fields: ["Cookie: \(browser.cookie)"])
      #expect(me.text("id") == "admin")
      #expect(me.list("may") == ["approve", "operate", "watch", "policy"])
      #expect(try await daemon.askAdmin("GET", "/v1/session").status == 401)
      let bearer = try await daemon.askAdmin("GET", "/v1/session", token: "red")
      #expect(bearer.text("id") == "ann" && bearer.json["csrf_token"] == nil)
    }
  }

  @Test func `who has the cookie alone, as other ports of the host do, is told no second token`()
    async throws
  {
    try await Daemon.run(policy: Self.policy, configuration: Self.configuration) { daemon in
      let browser = try await Self.signIn(daemon)
      let cookie = "Cookie: \(browser.cookie)"
      for fields in [[cookie], [cookie, "X-CSRF-Token: \(browser.csrf.reversed())"]] {
        let stranger = try await daemon.askAdmin("GET", "/v1/session", fields: fields)
        #expect(stranger.status == 200 && stranger.text("id") == "ann")
        #expect(stranger.json["csrf_token"] == nil)
      }
      let page = try await daemon.askAdmin(
        "GET", "/v1/session", fields: [cookie, "X-CSRF-Token: \(browser.csrf)"])
      #expect(page.text("csrf_token") == browser.csrf)
    }
  }

  @Test func `operators see who is signed in and end any session, others their own`() async throws {
    try await Daemon.run(policy: Self.policy, configuration: Self.configuration) { daemon in
      let ann = try await Self.signIn(daemon)
      let stolen = try await Self.signIn(daemon)
      let admin = try await Self.signIn(daemon, token: try daemon.adminToken)
      func list(_ browser: Browser) async throws -> [[String: Any]] {
        let response = try await daemon.askAdmin(
          "GET", "/v1/sign-ins", fields: ["Cookie: \(browser.cookie)"])
        return response.json["sign_ins"] as? [[String: Any]] ?? []
      }
      func end(_ id: Any?, by browser: Browser, csrf: String? = nil) async throws -> Int {
        try await daemon.askAdmin(
          "DELETE", "/v1/sign-ins/\(id as? String ?? "")",
          fields: ["Cookie: \(browser.cookie)", "X-CSRF-Token: \(csrf ?? browser.csrf)"]
        ).status
      }
      let all = try await list(admin)
      #expect(all.compactMap { $0["who"] as? String }.sorted() == ["admin", "ann", "ann"])
      let own = try await list(ann)
      #expect(own.allSatisfy { $0["who"] as? String == "ann" } && own.count == 2)
      let mine = all.first { $0["who"] as? String == "admin" }?["id"]
      let other = own.first { $0["current"] as? Bool == false }?["id"]
      #expect(try await end(mine, by: ann) == 404)
      #expect(try await end(other, by: ann, csrf: "0") == 403)
      #expect(try await end(other, by: admin) == 204)
      #expect(try await end(other, by: admin) == 404)
      for (browser, status) in [(stolen, 401), (ann, 200), (admin, 200)] {
        let response = try await daemon.askAdmin(
          "GET", "/v1/session", fields: ["Cookie: \(browser.cookie)"])
        #expect(response.status == status)
      }
    }
  }

  @Test func `under TLS the cookie is secure, and of this host alone`() async throws {
    let authority = try await TestAuthority()
    try await authority.issue("server", subject: "/CN=localhost", names: "DNS:localhost")
    let configuration = """
      \(Self.configuration)
      tls-certificate: \(authority.path("server.pem"))
      tls-key: \(authority.path("server.key"))
      """
    try await Daemon.run(policy: Self.policy, configuration: configuration) { daemon in
      let result = try await Program.run(
        "/usr/bin/curl",
        [
          "-si", "--cacert", authority.certificate, "--json", #"{"token": "red"}"#,
          "https://localhost:\(daemon.adminPort)/v1/session",
        ])
      #expect(result.output.contains("set-cookie: __Host-gatehouse="), "\(result)")
      #expect(result.output.contains("; Secure"))
    }
  }

  @Test
  func `a session's requests change nothing without its token, and votes count as the console's`()
    async throws
  {
    try await Daemon.run(policy: Self.policy, configuration: Self.configuration) { daemon in
      let browser = try await Self.signIn(daemon)
      let cookie = "Cookie: \(browser.cookie)"
      let asked = try await daemon.decide(#"{"tool": "shell.exec"}"#, token: "blue")
      let id = try #require((asked.json["approval"] as? [String: Any])?["id"] as? String)
      let shown = try await daemon.askAdmin("GET", "/v1/approvals/\(id)", fields: [cookie])
      let body = #"{"digest": "\#(try #require(shown.text("digest")))"}"#
      for fields in [
        [cookie], [cookie, "X-CSRF-Token: \(browser.cookie.dropFirst(10))"],
        [cookie, "X-CSRF-Token: \(browser.csrf)", "X-CSRF-Token: \(browser.csrf)"],
      ] {
        let forged = try await daemon.askAdmin(
          "POST", "/v1/approvals/\(id)/approve", body: body, fields: fields)
        #expect(forged.status == 403)
        #expect(forged.text("code") == "csrf_token_missing")
      }
      let foreign = try await daemon.askAdmin(
        "POST", "/v1/approvals/\(id)/approve", body: body,
        fields: [cookie, "X-CSRF-Token: \(browser.csrf)", "Origin: https://attacker.example"])
      #expect(foreign.status == 403)
      let answer = try await daemon.askAdmin(
        "POST", "/v1/approvals/\(id)/approve", body: body,
        fields: [cookie, "X-CSRF-Token: \(browser.csrf)"])
      #expect(answer.status == 200, "\(answer.body)")
      let votes = try #require(answer.json["votes"] as? [[String: Any]])
      #expect(votes.map { $0["channel"] as? String } == ["console"])
    }
  }

  @Test func `nothing is approved by a link`() async throws {
    try await Daemon.run(policy: Self.policy, configuration: Self.configuration) { daemon in
      let browser = try await Self.signIn(daemon)
      let asked = try await daemon.decide(#"{"tool": "shell.exec"}"#, token: "blue")
      let id = try #require((asked.json["approval"] as? [String: Any])?["id"] as? String)
      for verb in ["approve", "deny", "grant"] {
        let link = try await daemon.askAdmin(
          "GET", "/v1/approvals/\(id)/\(verb)", fields: ["Cookie: \(browser.cookie)"])
        #expect(link.status == 405)
      }
      let page = try await daemon.askAdmin("GET", "/approvals/\(id)")
      #expect(page.status == 200 && !page.body.contains(id))
    }
  }

  @Test func `a session that is ended opens nothing any more`() async throws {
    try await Daemon.run(policy: Self.policy, configuration: Self.configuration) { daemon in
      let browser = try await Self.signIn(daemon)
      let fields = ["Cookie: \(browser.cookie)", "X-CSRF-Token: \(browser.csrf)"]
      let out = try await daemon.askAdmin("DELETE", "/v1/session", fields: fields)
      #expect(out.status == 204)
      #expect(out.field("set-cookie")?.contains("Max-Age=0") == true)
      #expect(try await daemon.askAdmin("GET", "/v1/approvals", fields: fields).status == 401)
      let twice = try await daemon.askAdmin(
        "GET", "/v1/approvals", fields: ["Cookie: gatehouse=0; gatehouse=1"])
      #expect(twice.status == 401)
    }
  }

  @Test func `wrong tokens slow an address down, right ones do not`() async throws {
    try await Daemon.run(policy: Self.policy, configuration: Self.configuration) { daemon in
      for _ in 0..<10 { _ = try await Self.signIn(daemon) }
      for _ in 0..<5 {
        let wrong = try await daemon.askAdmin("POST", "/v1/session", body: #"{"token": "blue"}"#)
        #expect(wrong.status == 401)
      }
      let slowed = try await daemon.askAdmin("POST", "/v1/session", body: #"{"token": "red"}"#)
      #expect(slowed.status == 429)
      #expect(slowed.text("code") == "too_many_sign_ins")
      #expect(try #require(Int(slowed.field("retry-after") ?? "")) <= 61)
      // Nobody guesses a token that was made here, so that another program's guesses keep nobody who has one out.
      _ = try await Self.signIn(daemon, token: try daemon.adminToken)
      let made = "gatehouse_" + String(repeating: "0", count: 64)
      let guessed = try await daemon.askAdmin(
        "POST", "/v1/session", body: #"{"token": "\#(made)"}"#)
      #expect(guessed.status == 429)
    }
  }

  @Test func `what asks for the head of a request alone was shown nothing`() async throws {
    try await Daemon.run(policy: Self.policy, configuration: Self.configuration) { daemon in
      let asked = try await daemon.decide(#"{"tool": "shell.exec"}"#, token: "blue")
      let id = try #require((asked.json["approval"] as? [String: Any])?["id"] as? String)
      let count = { () async throws -> Int in
        let found = try await daemon.askAdmin(
          "GET", "/v1/audit/records?type=approval.shown", token: try daemon.adminToken)
        return try #require(found.json["records"] as? [Any]).count
      }
      let client = try await RawClient(port: daemon.adminPort)
      try await client.send(
        """
        HEAD /v1/approvals/\(id) HTTP/1.1\r
        Host: localhost:\(daemon.adminPort)\r
        Authorization: Bearer red\r
        Connection: close\r
        \r\n
        """)
      #expect(try await client.rest().hasPrefix("HTTP/1.1 200"))
      #expect(try await count() == 0)
      #expect(try await daemon.askAdmin("GET", "/v1/approvals/\(id)", token: "red").status == 200)
      #expect(try await count() == 1)
    }
  }

  @Test func `the page's files come with what keeps them to themselves`() async throws {
    try await Daemon.run(policy: Self.policy, configuration: Self.configuration) { daemon in
      for (path, type) in [
        ("/", "text/html"), ("/approvals", "text/html"), ("/approvals/apr_1", "text/html"),
        ("/now", "text/html"), ("/page/main.js", "text/javascript"),
        ("/page/style.css", "text/css"),
      ] {
        let response = try await daemon.askAdmin("GET", path)
        #expect(response.status == 200, "\(path)")
        #expect(response.field("content-type")?.hasPrefix(type) == true, "\(path)")
        let policy = try #require(response.field("content-security-policy"))
        #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"))
        #expect(policy.contains("frame-ancestors 'none'"))
        #expect(response.field("x-content-type-options") == "nosniff")
        #expect(response.field("referrer-policy") == "no-referrer")
        #expect(response.field("cross-origin-opener-policy") == "same-origin")
        let tag = try #require(response.field("etag"))
        let again = try await daemon.askAdmin("GET", path, fields: ["If-None-Match: \(tag)"])
        #expect(again.status == 304 && again.body.isEmpty)
        #expect(try await daemon.askAdmin("POST", path, body: "{}").status == 405)
      }
      #expect(try await daemon.askAdmin("GET", "/page/nothing.js").status == 401)
      let data = try await daemon.askAdmin("GET", "/v1/approvals", token: "red")
      #expect(data.field("x-content-type-options") == "nosniff")
      #expect(data.field("cross-origin-resource-policy") == "same-origin")
    }
  }
}
