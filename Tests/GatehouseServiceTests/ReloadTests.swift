import Foundation
import TestKit
import Testing

/// How a running instance takes over a changed policy.
@Suite struct ReloadTests {
  private func verdict(_ tool: String, _ daemon: Daemon) async throws -> String? {
    try await daemon.decide(#"{"tool":"\#(tool)"}"#).text("decision")
  }

  @Test func `a file that is renamed over the policy is taken over`() async throws {
    try await Daemon.run(policy: TestPolicy.allowing("a")) { daemon in
      #expect(try await verdict("a", daemon) == "allow")
      try daemon.folder.write(TestPolicy.allowing("b"), to: "policy.new")
      try daemon.folder.rename("policy.new", over: "policy.yaml")
      #expect(await daemon.program.complains(#""cause":"files""#))
      #expect(try await verdict("a", daemon) == "deny")
      #expect(try await verdict("b", daemon) == "allow")
    }
  }

  @Test func `a link that is pointed elsewhere, as Kubernetes does it, is taken over`() async throws
  {
    let folder = try TemporaryFolder()
    try folder.write(TestPolicy.allowing("a"), to: "..1/policy.yaml")
    try folder.write(TestPolicy.allowing("b"), to: "..2/policy.yaml")
    try folder.link("..data", to: "..1")
    try folder.link("policy.yaml", to: "..data/policy.yaml")
    try await Daemon.run(policy: nil, in: folder) { (daemon) async throws in
      #expect(try await verdict("a", daemon) == "allow")
      try folder.link("..data_tmp", to: "..2")
      try folder.rename("..data_tmp", over: "..data")
      #expect(await daemon.program.complains(#""cause":"files""#))
      #expect(try await verdict("a", daemon) == "deny")
      #expect(try await verdict("b", daemon) == "allow")
    }
  }

  @Test func `a file that is added to a directory of policies, or taken out, is noticed`()
    async throws
  {
    let folder = try TemporaryFolder()
    try folder.write(TestPolicy.allowing("a"), to: "policies/a.yaml")
    try folder.link("policy.yaml", to: "policies")
    try await Daemon.run(policy: nil, in: folder) { daemon in
      try folder.write(TestPolicy.allowing("b"), to: "policies/b.yaml")
      #expect(await daemon.program.complains(#""cause":"files","rules":2"#))
      #expect(try await verdict("b", daemon) == "allow")
      try FileManager.default.removeItem(atPath: folder.path("policies/a.yaml"))
      #expect(await daemon.program.complains(#""cause":"files","rules":1"#))
      #expect(try await verdict("a", daemon) == "deny")
    }
  }

  @Test func `SIGHUP has the policy loaded again`() async throws {
    try await Daemon.run(policy: TestPolicy.allowing("a")) { daemon in
      try daemon.folder.write(TestPolicy.allowing("b"), to: "policy.yaml")
      daemon.program.send(SIGHUP)
      #expect(await daemon.program.complains(#""cause":"signal""#))
      #expect(try await verdict("b", daemon) == "allow")
    }
  }

  @Test func `SIGHUP has certificates loaded again, and a broken one changes nothing`() async throws
  {
    let authorities = [try await TestAuthority(), try await TestAuthority()]
    let folder = try TemporaryFolder()
    for authority in authorities {
      try await authority.issue("server", subject: "/CN=server", names: "DNS:localhost")
    }
    func install(_ authority: TestAuthority) throws {
      for name in ["server.pem", "server.key"] {
        let text = try String(contentsOfFile: authority.path(name), encoding: .utf8)
        try folder.write(text, to: name)
      }
    }
    try install(authorities[0])
    let configuration = """
      anonymous: true
      tls-certificate: server.pem
      tls-key: server.key
      """
    try await Daemon.run(
      policy: TestPolicy.allowing("a"), configuration: configuration, in: folder
    ) { daemon in
      func trusts(_ authority: TestAuthority) async throws -> Bool {
        let result = try await Program.run(
          "/usr/bin/curl",
          [
            "-sS", "--noproxy", "*", "--max-time", "10", "--cacert", authority.certificate,
            "https://localhost:\(daemon.port)/healthz",
          ])
        return result.output.contains("alive")
      }
      #expect(try await trusts(authorities[0]))
      #expect(try await !trusts(authorities[1]))
      try folder.write("no certificate", to: "server.pem")
      daemon.program.send(SIGHUP)
      #expect(await daemon.program.complains(#""message":"certificate refused""#))
      #expect(try await trusts(authorities[0]))
      try install(authorities[1])
      daemon.program.send(SIGHUP)
      #expect(await daemon.program.complains(#""message":"certificate loaded""#))
      #expect(try await trusts(authorities[1]))
    }
  }

  @Test func `once the admin API has answered, the very next decision uses the new policy`()
    async throws
  {
    try await Daemon.run(policy: TestPolicy.allowing("a")) { daemon in
      for round in 0..<20 {
        let (new, old) = round.isMultiple(of: 2) ? ("b", "a") : ("a", "b")
        try daemon.folder.write(TestPolicy.allowing(new), to: "policy.yaml")
        let answer = try await daemon.administer("POST", "/v1/policy/reload")
        #expect(answer.status == 200)
        #expect(answer.number("rules") == 1)
        #expect(try await verdict(new, daemon) == "allow")
        #expect(try await verdict(old, daemon) == "deny")
      }
    }
  }

  @Test func `a broken policy changes nothing, and is logged, counted and shown`() async throws {
    try await Daemon.run(policy: TestPolicy.allowing("a")) { daemon in
      let broken = TestPolicy.allowing("b") + "  - { id: c, effect: alow, tools: [c] }\n"
      try daemon.folder.write(broken, to: "policy.yaml")
      let answer = try await daemon.administer("POST", "/v1/policy/reload")
      #expect(answer.status == 422)
      #expect(answer.text("code") == "policy_refused")
      let place = daemon.folder.path("policy.yaml") + ":6:"
      #expect(answer.text("detail")?.contains(place) == true, "\(answer.body)")
      #expect(await daemon.program.complains(#""message":"policy refused""#))
      #expect(daemon.program.complaints.contains(place))
      #expect(try await verdict("a", daemon) == "allow")
      #expect(try await verdict("b", daemon) == "deny")
      let ready = try await daemon.administer("GET", "/readyz?verbose")
      #expect(ready.status == 200, "the policy in use is as good as before")
      #expect(ready.body.contains("refused") && ready.body.contains(":6:"), "\(ready.body)")
      let metrics = try await daemon.administer("GET", "/metrics").body
      let counted = metrics.firstMatch(of: /gatehouse_policy_loads_total\{result="refused"\} (\d+)/)
      // The watcher has perhaps seen it too.
      #expect((1...2).contains(Int(counted?.1 ?? "") ?? 0))

      try daemon.folder.write(TestPolicy.allowing("b"), to: "policy.yaml")
      #expect(try await daemon.administer("POST", "/v1/policy/reload").status == 200)
      #expect(try await verdict("b", daemon) == "allow")
      let mended = try await daemon.administer("GET", "/readyz?verbose")
      #expect(!mended.body.contains("refused"))
    }
  }

  @Test func `a policy that goes missing changes nothing`() async throws {
    try await Daemon.run(policy: TestPolicy.allowing("a")) { daemon in
      try FileManager.default.removeItem(atPath: daemon.folder.path("policy.yaml"))
      #expect(await daemon.program.complains(#""message":"policy refused""#))
      #expect(try await verdict("a", daemon) == "allow")
    }
  }

  @Test(arguments: ["version: 1\nrules: [", ""])
  func `started with a broken policy, or an empty one, it denies everything until that is mended`(
    policy: String
  ) async throws {
    try await Daemon.run(policy: policy) { daemon in
      #expect(try await daemon.ask("GET", "/readyz").status == 503)
      #expect(try await daemon.ask("GET", "/healthz").status == 200)
      let refused = try await daemon.decide(#"{"tool":"a"}"#)
      #expect(refused.status == 503)
      #expect(refused.text("code") == "policy_unavailable")
      try daemon.folder.write(TestPolicy.allowing("a"), to: "policy.yaml")
      #expect(await daemon.program.complains(#""cause":"files""#))
      #expect(try await daemon.ask("GET", "/readyz").status == 200)
      #expect(try await verdict("a", daemon) == "allow")
    }
  }

  @Test func `a policy that comes later than the instance is taken up`() async throws {
    try await Daemon.run(policy: nil) { daemon in
      #expect(try await daemon.ask("GET", "/readyz").status == 503)
      try daemon.folder.write(TestPolicy.allowing("a"), to: "policy.yaml")
      #expect(await daemon.program.complains(#""cause":"files""#))
      #expect(try await verdict("a", daemon) == "allow")
    }
  }

  @Test func `no decision mixes two policies, however often they change under load`() async throws {
    // The policies agree in nothing: rule, verdict and flag tell which one decided.
    let policies = ["allow", "deny"].map { effect in
      """
      version: 1
      name: test
      default: \(effect)
      rules:
        - { id: \(effect), effect: \(effect), tools: [a] }
        - { id: flag-\(effect), effect: flag, tools: [a] }

      """
    }
    try await Daemon.run(policy: policies[0], configuration: "anonymous: true\naudit: interval") {
      daemon in
      let decided = try await withThrowingTaskGroup(of: [String: String].self) { tasks in
        for _ in 0..<4 {
          tasks.addTask {
            let client = try await RawClient(port: daemon.port)
            var verdicts: [String: String] = [:]
            for _ in 0..<250 {
              let response = try await client.ask("POST", "/v1/decide", body: #"{"tool":"a"}"#)
              let verdict = try #require(response.text("decision"))
              #expect(response.list("rules") == [verdict])
              #expect(response.list("flags") == ["flag-\(verdict)"])
              verdicts[try #require(response.text("id"))] = verdict
            }
            return verdicts
          }
        }
        var digests: [String: String] = [:]
        for round in 0..<30 {
          let effect = round.isMultiple(of: 2) ? 1 : 0
          try daemon.folder.write(policies[effect], to: "policy.yaml")
          let answer = try await daemon.administer("POST", "/v1/policy/reload")
          digests[try #require(answer.text("digest"))] = ["allow", "deny"][effect]
        }
        #expect(digests.count == 2)
        let verdicts = try await tasks.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
        return (verdicts, digests)
      }
      let (verdicts, digests) = decided
      #expect(verdicts.count == 1_000)
      let result = try await Gatehouse.run([
        "audit", "show", "--data", daemon.folder.path("data"), "--limit", "5000", "--type",
        "decision",
      ])
      var recorded = 0
      for line in result.output.split(separator: "\n") {
        let record = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        let event = try #require(record?["event"] as? [String: Any])
        let verdict = try #require(event["verdict"] as? String)
        #expect(verdicts[event["id"] as? String ?? ""] == verdict)
        #expect(digests[event["policy"] as? String ?? ""] == verdict)
        recorded += 1
      }
      #expect(recorded == 1_000)
    }
  }
}
