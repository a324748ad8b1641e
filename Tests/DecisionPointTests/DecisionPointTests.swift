import ActionModel
import AuditLog
import JSON
import Limits
import Matching
import TestKit
import Testing

@testable import DecisionPoint

@Suite struct DecisionPointTests {
  @Test func `a decision is in the log before it is returned`() async throws {
    let bench = try await Bench()
    let decision = try await bench.decide(#"{"tool": "fs.read", "args": {"path": "/srv/a"}}"#)
    #expect(decision.verdict == .allow)
    #expect(decision.rules == ["read"])
    let event = try #require(try bench.events().last)
    #expect(event["id"]?.string == decision.id)
    #expect(event["verdict"]?.string == "allow")
    #expect(event["rules"]?[0]?.string == "read")
    #expect(event["policy"]?.string == "first")
  }

  @Test func `a record is canonical JSON, whatever the action holds`() async throws {
    let bench = try await Bench()
    _ = try await bench.decide(
      """
      {"tool": "fs.read", "server": "s", "session": "é\\u2028", "id": "a", "parent": "p", "approval": "x",
       "agent": {"id": "z"}, "tenant": "t", "args": {"b": [1.50, {"d": 1, "c": null}], "a": "\\u0001"}}
      """)
    _ = try await bench.decide(#"{"tool": "shell.exec"}"#)
    for event in try bench.events() {
      #expect(try CanonicalJSON.bytes(of: event) == Array(event.rawBytes))
    }
  }

  @Test func `what matches no rule is denied`() async throws {
    let decision = try await Bench().decide(#"{"tool": "fs.write"}"#)
    #expect(decision.verdict == .deny)
    #expect(decision.reason.code == .defaultDeny)
  }

  @Test func `without a policy nothing is decided`() async throws {
    let decision = try await Bench(policy: nil).decide(#"{"tool": "fs.read"}"#)
    #expect(decision.verdict == .deny)
    #expect(decision.reason.code == .policyUnavailable)
    #expect(decision.reason.code.standing == .unavailable)
  }

  @Test func `a credential that claims too much is refused, and the log says who it was`()
    async throws
  {
    let bench = try await Bench()
    let caller = Caller(
      id: "runner", proof: .bearerToken, tenant: nil, mayClaim: [try Glob("bot-*")])
    let decision = try await bench.decide(
      #"{"tool": "fs.read", "agent": {"id": "admin"}}"#, caller: caller)
    #expect(decision.reason.code == .claimRefused)
    let agent = try #require(try bench.events().last?["agent"])
    #expect(agent["via"]?.string == "runner")
    #expect(agent["verified"]?.bool == false)
  }

  @Test func `a flood of equal refusals is recorded once, and then counted`() async throws {
    let bench = try await Bench(policy: nil)
    for _ in 0..<100 { _ = try await bench.decide(#"{"tool": "fs.read"}"#) }
    #expect(try bench.events().count == 1)
    bench.clock.advance(by: .seconds(1))
    await bench.point.recordRefusalCounts()
    let counts = try bench.events("refusals")
    #expect(counts.map { $0["count"]?.numberText } == ["99"])
    #expect(counts.first?["code"]?.string == "policy_unavailable")
  }

  @Test func `an agent that asks too often is told when to come back`() async throws {
    let bench = try await Bench(agents: try CallRate(calls: 1, per: 10_000_000_000, burst: 2))
    let action = #"{"tool": "fs.read", "args": {"path": "/srv/a"}, "agent": {"id": "a"}}"#
    #expect(try await bench.decide(action).verdict == .allow)
    #expect(try await bench.decide(action).verdict == .allow)
    let limited = try await bench.decide(action)
    #expect(limited.reason.code == .rateLimited)
    #expect(limited.retryAfter == 10)
    let other = #"{"tool": "fs.read", "args": {"path": "/srv/a"}, "agent": {"id": "b"}}"#
    #expect(try await bench.decide(other).verdict == .allow)
    bench.clock.advance(by: .seconds(10))
    #expect(try await bench.decide(action).verdict == .allow)
  }

  @Test func `a caller's own rate counts over all agents that it speaks for`() async throws {
    let bench = try await Bench(callers: try CallRate(calls: 1, per: 1_000_000_000, burst: 1))
    #expect(
      try await bench.decide(#"{"tool": "t", "agent": {"id": "a"}}"#).reason.code == .defaultDeny)
    #expect(
      try await bench.decide(#"{"tool": "t", "agent": {"id": "b"}}"#).reason.code
        == .callerRateLimited)
  }

  @Test func `a caller that claims what it may not spends its own calls with it`() async throws {
    let bench = try await Bench(callers: try CallRate(calls: 1, per: 1_000_000_000, burst: 1))
    let caller = Caller(id: "runner", proof: .bearerToken, tenant: nil, mayClaim: [])
    let action = #"{"tool": "t", "agent": {"id": "admin"}}"#
    #expect(try await bench.decide(action, caller: caller).reason.code == .claimRefused)
    #expect(try await bench.decide(action, caller: caller).reason.code == .callerRateLimited)
  }

  @Test func `a changed rate counts at once, and forgets nothing`() async throws {
    let slow = try CallRate(calls: 1, per: 10_000_000_000, burst: 1)
    let bench = try await Bench(agents: slow)
    let action = #"{"tool": "fs.read", "args": {"path": "/srv/a"}}"#
    #expect(try await bench.decide(action).verdict == .allow)
    bench.admission.change(callers: nil, agents: slow, at: bench.clock.now)
    #expect(try await bench.decide(action).reason.code == .rateLimited)
    bench.admission.change(callers: nil, agents: nil, at: bench.clock.now)
    #expect(try await bench.decide(action).verdict == .allow)
  }

  // MARK: Counters

  private static let refund =
    #"{"tool": "refunds.create", "session": "s", "args": {"amount": 400}}"#

  @Test func `a cap over a session holds, and says when there will be room`() async throws {
    let bench = try await Bench()
    #expect(try await bench.decide(Self.refund).verdict == .allow)
    #expect(try await bench.decide(Self.refund).verdict == .allow)
    let third = try await bench.decide(Self.refund)
    #expect(third.verdict == .deny)
    #expect(try #require(third.retryAfter) > 0)
    bench.clock.advance(by: .seconds(86_400 + 1_440))
    #expect(try await bench.decide(Self.refund).verdict == .allow)
  }

  @Test func `listing a tool uses up no cap, and is no use of the tool`() async throws {
    let bench = try await Bench()
    for _ in 0..<5 {
      let listed = try await bench.decide(
        #"{"tool": "refunds.create", "session": "s", "phase": "list", "args": {"amount": 400}}"#)
      #expect(listed.verdict == .allow)
    }
    #expect(try await bench.decide(Self.refund).verdict == .allow)
    #expect(try await bench.decide(Self.refund).verdict == .allow)
    #expect(try await bench.decide(Self.refund).verdict == .deny)
  }

  @Test func `64 racing callers never pass a cap`() async throws {
    let bench = try await Bench()
    let allowed = try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<64 {
        group.addTask { @concurrent in
          try await bench.decide(
            #"{"tool": "refunds.create", "session": "s", "args": {"amount": 100}}"#
          ).verdict == .allow
        }
      }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(allowed <= 10)
    #expect(allowed > 0)
  }

  @Test(arguments: ["-1", #""400""#, "[400]"])
  func `an amount that cannot be summed is never let through`(amount: String) async throws {
    let decision = try await Bench().decide(
      #"{"tool": "refunds.create", "session": "s", "args": {"amount": \#(amount)}}"#)
    #expect(decision.verdict == .deny)
  }

  // MARK: The log refuses

  @Test func `what cannot be recorded is denied, and gives back what it had reserved`() async throws
  {
    let bench = try await Bench()
    bench.disk.fill(true)
    for _ in 0..<5 {
      let refused = try await bench.decide(Self.refund)
      #expect(refused.verdict == .deny)
      #expect(refused.reason.code == .auditDiskFull)
    }
    bench.disk.fill(false)
    var decision = try await bench.decide(Self.refund)
    while decision.reason.code == .auditDiskFull { decision = try await bench.decide(Self.refund) }
    #expect(decision.verdict == .allow)
    #expect(try await bench.decide(Self.refund).verdict == .allow)
  }

  @Test func `a stopped log denies`() async throws {
    let bench = try await Bench()
    await bench.log.stop()
    let decision = try await bench.decide(#"{"tool": "fs.read", "args": {"path": "/srv/a"}}"#)
    #expect(decision.verdict == .deny)
    #expect(decision.reason.code == .auditFailed)
  }

  // MARK: Arguments

  @Test func `secrets in arguments never reach the log`() async throws {
    let bench = try await Bench()
    _ = try await bench.decide(
      #"{"tool": "t", "args": {"password": "hunter2", "note": "AKIAIOSFODNN7EXAMPLE"}}"#)
    let event = try #require(try bench.events().last)
    let text = String(decoding: event.rawBytes, as: UTF8.self)
    #expect(!text.contains("hunter2"))
    #expect(!text.contains("AKIAIOSFODNN7EXAMPLE"))
    #expect(event["args"]?["password"]?.string == "[redacted]")
  }

  @Test func `the log can keep the arguments' code alone`() async throws {
    let bench = try await Bench(arguments: .digest)
    _ = try await bench.decide(#"{"tool": "t", "args": {"a": 1}}"#)
    let event = try #require(try bench.events().last)
    #expect(event["args"] == nil)
    #expect(event["args_hmac"]?.string?.utf8.count == 64)
  }

  @Test(arguments: [ArgumentRecording.redacted, .digest])
  func `what a rule fails on brings no secret into the log`(arguments: ArgumentRecording)
    async throws
  {
    let policy = """
      version: 1
      rules:
        - { id: port, effect: deny, tools: [t], when: int(args.a) > 1024 }
      """
    let bench = try await Bench(policy: policy, arguments: arguments)
    let decision = try await bench.decide(
      #"{"tool": "t", "args": {"a": "see AKIAIOSFODNN7EXAMPLE"}}"#)
    #expect(decision.reason.code == .ruleError)
    let event = try #require(try bench.events().last)
    #expect(event["reason"]?["code"]?.string == "rule_error")
    let text = try #require(event["reason"]?["text"]?.string)
    #expect(!text.contains("AKIAIOSFODNN7EXAMPLE"))
    #expect(text.contains("see") == (arguments == .redacted))
  }

  @Test(arguments: [ArgumentRecording.redacted, .digest])
  func `what an action would do brings no secret into the log`(arguments: ArgumentRecording)
    async throws
  {
    let policy = """
      version: 1
      rules:
        - { id: lists, effect: allow, tools: [t], covers: [reads], when: this.target.within("/srv") }
      """
    let bench = try await Bench(
      policy: policy, arguments: arguments,
      analysis: KnownEffects(
        effects: Effects(
          all: [Effect(kind: .reads, target: .exact("/tmp/AKIAIOSFODNN7EXAMPLE"))],
          reversibility: .reversible)))
    let decision = try await bench.decide(#"{"tool": "t"}"#)
    #expect(decision.reason.code == .effectNotCovered)
    let event = try #require(try bench.events().last)
    #expect(event["effects"]?[0]?["kind"]?.string == "reads")
    let text = String(decoding: event.rawBytes, as: UTF8.self)
    #expect(!text.contains("AKIAIOSFODNN7EXAMPLE"))
    #expect(text.contains("/tmp/") == (arguments == .redacted))
  }

  @Test func `what could not be inspected counts against the caller`() async throws {
    let policy = """
      version: 1
      default: allow
      rules:
        - { id: clean, effect: deny, tools: [t], when: content.risk > 50 }
        - { id: none, effect: deny, tools: [u], when: 'content.findings.exists(f, f.kind == "credential")' }
      """
    let bench = try await Bench(policy: policy)
    for tool in ["t", "u"] {
      let decision = try await bench.decide(#"{"tool": "\#(tool)"}"#)
      #expect(decision.verdict == .deny)
      #expect(decision.reason.code == .ruleError)
    }
  }

  @Test func `equal arguments have equal codes, however they are written`() async throws {
    let bench = try await Bench()
    _ = try await bench.decide(#"{"tool": "t", "args": {"a": 1.0, "b": 2}}"#)
    _ = try await bench.decide(#"{"tool": "t", "args": { "b" : 2, "a" : 1 }}"#)
    _ = try await bench.decide(#"{"tool": "t", "args": {"a": 1, "b": 3}}"#)
    let codes = try bench.events().map { $0["args_hmac"]?.string }
    #expect(codes[0] == codes[1])
    #expect(codes[0] != codes[2])
  }

  @Test(arguments: [ArgumentRecording.redacted, .digest])
  func `arguments that break their schema are denied, and bring no secret into the log`(
    recording: ArgumentRecording
  ) async throws {
    let bench = try await Bench(arguments: recording)
    let token = "ghp_R3kq9ZtV5mXw1YbC7dEf2GhJ4nPs6Q0SpkvP"
    let decision = try await bench.decide(#"{"tool":"described","args":"\#(token)"}"#)
    #expect(decision.verdict == .deny)
    #expect(decision.reason.code == .invalidArguments)
    #expect(decision.reason.text.contains("`/\(token)`"))
    let record = try #require(try bench.events().first)
    #expect(record["reason"]?["code"]?.string == "invalid_arguments")
    #expect(!String(decoding: record.rawBytes, as: UTF8.self).contains(token))
  }

  @Test func `arguments without an exact form are denied`() async throws {
    let decision = try await Bench().decide(#"{"tool": "t", "args": {"a": 1e400}}"#)
    #expect(decision.verdict == .deny)
    #expect(decision.reason.code == .invalidArguments)
  }

  // MARK: Replacing the policy

  @Test func `a new policy counts from the next decision on, and keeps what was counted`()
    async throws
  {
    let bench = try await Bench()
    #expect(try await bench.decide(Self.refund).verdict == .allow)
    #expect(try await bench.decide(Self.refund).verdict == .allow)
    try bench.use(Bench.policy + "\n", digest: "second")
    #expect(try await bench.decide(Self.refund).verdict == .deny)
    #expect(try bench.events().map { $0["policy"]?.string } == ["first", "first", "second"])
  }
}
