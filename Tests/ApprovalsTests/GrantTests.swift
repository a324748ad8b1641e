import ActionModel
import Documents
import Expressions
import JSON
import Matching
import Policy
import Testing

@testable import Approvals

/// What grants say, and which calls they answer.
struct GrantTests {
  private typealias Target = ApprovalRequest.Content.Target

  private func policy(
    _ scope: GrantScope, isForSession: Bool = false, for request: ApprovalRequest
  ) throws -> GrantPolicy {
    try GrantPolicy(
      id: "grt_1", for: request,
      on: GrantTerms(scope: scope, isForSession: isForSession, duration: 1),
      expiresAt: 1_000_000_000)
  }

  /// Whether a grant answers a call of the sample's agent with these effects.
  private func allows(
    _ policy: GrantPolicy, _ effects: [Effect],
    reversibility: Effects.Reversibility = .irreversible, arguments: String = #"{"amount":40}"#,
    session: String = "s-1", agent: String = "bot-7", at now: Int64 = 0
  ) throws -> Bool {
    let set = try PolicySet.load([policy.source])
    let caller = Caller(
      id: "gateway", proof: .bearerToken, tenant: nil, mayClaim: [try Glob("*")])
    let action = try Action(
      native: JSONDocument.parse(
        Array(#"{"tool": "fs.delete", "session": "\#(session)", "args": \#(arguments)}"#.utf8)),
      caller: caller)
    let request = PolicyRequest(
      action: action,
      principal: Principal(tenant: "default", id: agent, verified: true, via: "gateway"),
      now: Timestamp(unixNanoseconds: now),
      effects: Effects(all: effects, reversibility: reversibility))
    return set.evaluate(request, counters: EmptyCounters()).verdict == .allow
  }

  private func deletes(_ path: String) -> Effect { Effect(kind: .deletes, target: .exact(path)) }

  @Test func `a directory is granted with what is below it, and nothing beside`() throws {
    let grant = try policy(.directory("/srv/app"), for: Sample.request([.init(rule: "a")]))
    #expect(try allows(grant, [deletes("/srv/app/y")]))
    #expect(try allows(grant, [deletes("/srv/app/deep/y"), deletes("/srv/app/z")]))
    #expect(try !allows(grant, [deletes("/srv/apple")]))
    #expect(try !allows(grant, [deletes("/srv/app/y"), deletes("/etc/x")]))
  }

  @Test func `nothing of another kind is granted, and nothing harder to undo`() throws {
    let grant = try policy(
      .tool, for: Sample.request([.init(rule: "a")], reversibility: .recoverable))
    #expect(try allows(grant, [deletes("/x")], reversibility: .recoverable))
    #expect(try !allows(grant, [deletes("/x")], reversibility: .irreversible))
    #expect(try !allows(grant, [deletes("/x")], reversibility: .unknown))
    let sending = Effect(kind: .sends, target: .unknown)
    #expect(try !allows(grant, [deletes("/x"), sending], reversibility: .recoverable))
  }

  @Test func `the same arguments are granted for what they meant, whatever they come to mean`()
    throws
  {
    let known = try policy(.arguments, for: Sample.request([.init(rule: "a")]))
    #expect(try allows(known, [deletes("/srv/app/x")]))
    #expect(try allows(known, []))
    #expect(try !allows(known, [deletes("/home/ann")]))
    #expect(try !allows(known, [Effect(kind: .deletes, target: .unknown)]))
    let targets = [
      Target(kind: .deletes, text: "/srv/app/x"), Target(kind: .deletes, text: "unknown"),
    ]
    let doubtful = try policy(
      .arguments, for: Sample.request([.init(rule: "a")], targets: targets))
    let unknown = Effect(kind: .deletes, target: .unknown)
    #expect(try allows(doubtful, [deletes("/srv/app/x"), unknown]))
    #expect(try !allows(doubtful, [deletes("/home/ann"), unknown]))
  }

  @Test func `special characters of a directory are none in its grant`() throws {
    let targets = [Target(kind: .deletes, text: "/srv/a*b/x")]
    let grant = try policy(
      .directory("/srv/a*b"), for: Sample.request([.init(rule: "a")], targets: targets))
    #expect(try allows(grant, [deletes("/srv/a*b/x")]))
    #expect(try !allows(grant, [deletes("/srv/axb/x")]))
  }

  @Test func `an amount is granted up to its maximum`() throws {
    let grant = try policy(
      .amount(member: "amount", maximum: "50"), for: Sample.request([.init(rule: "a")]))
    #expect(try allows(grant, [deletes("/x")], arguments: #"{"amount": 50}"#))
    #expect(try !allows(grant, [deletes("/x")], arguments: #"{"amount": 50.01}"#))
    #expect(try !allows(grant, [deletes("/x")], arguments: #"{}"#))
    #expect(try !allows(grant, [deletes("/x")], arguments: #"{"amount": "4"}"#))
  }

  @Test func `where something is not understood, a grant covers what is not understood either`()
    throws
  {
    let targets = [
      Target(kind: .unknown, text: "unknown"), Target(kind: .spends, text: "amount:40"),
    ]
    let request = Sample.request([.init(rule: "a")], targets: targets, reversibility: .unknown)
    let unknown = [
      Effect(kind: .unknown, target: .unknown), Effect(kind: .spends, target: .unknown),
    ]
    for scope in [GrantScope.tool, .amount(member: "amount", maximum: "50")] {
      let grant = try policy(scope, for: request)
      #expect(try allows(grant, unknown, reversibility: .unknown))
      #expect(try !allows(grant, unknown, reversibility: .irreversible))
    }
  }

  @Test func `a grant is for that agent, that session where it says so, and its time`() throws {
    let request = Sample.request([.init(rule: "a")])
    let anywhere = try policy(.tool, for: request)
    #expect(try allows(anywhere, [deletes("/x")], session: "s-2"))
    #expect(try !allows(anywhere, [deletes("/x")], agent: "bot-8"))
    #expect(try !allows(anywhere, [deletes("/x")], at: 1_000_000_000))
    let here = try policy(.tool, isForSession: true, for: request)
    #expect(try allows(here, [deletes("/x")]))
    #expect(try !allows(here, [deletes("/x")], session: "s-2"))
  }

  @Test func `names that could end a string or a line do not`() throws {
    let hostile = "s\"] || true || [\"\n- id: x\u{202E}"
    let request = Sample.request([.init(rule: "a")], session: hostile)
    let grant = try policy(.tool, isForSession: true, for: request)
    #expect(grant.text.utf8.allSatisfy { (0x20..<0x7F).contains($0) || $0 == 0x0A })
    #expect(try PolicySet.load([grant.source]).ruleSummaries.count == 1)
    #expect(try !allows(grant, [deletes("/x")]))
  }

  @Test func `what cannot be limited is not granted`() throws {
    let unknown = Sample.request(
      [.init(rule: "a")],
      targets: [Target(kind: .unknown, text: "unknown"), Target(kind: .deletes, text: "/x/y")])
    let known = Sample.request([.init(rule: "a")])
    let cases: [(GrantScope, ApprovalRequest)] = [
      (.directory("/srv/app"), unknown), (.directory("/"), known), (.directory("/srv"), known),
      (.directory("/srv/../etc"), known), (.directory("srv/app"), known),
      (.host("example.com"), known), (.host("*"), known),
      (.amount(member: "path", maximum: "5"), known),
      (.amount(member: "amount", maximum: "x"), known),
      (.amount(member: "a.b", maximum: "5"), known),
    ]
    for (scope, request) in cases {
      #expect(throws: GrantRefusal.self, "\(scope)") { try policy(scope, for: request) }
    }
  }
}
