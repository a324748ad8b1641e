import ActionModel
import Approvals
import AuditLog
import Documents
import JSON
import Policy
import TestKit
import Testing

@testable import DecisionPoint

/// What another policy would have made of what was decided.
struct ReplayTests {
  /// Finds out nothing anew but what it is given.
  private struct Source: ReplaySource {
    var answer: @Sendable (Action) -> Effects = { _ in .unknown }

    func effects(of action: Action) -> Effects { answer(action) }
    func findings(in action: Action) -> ContentFindings { ContentFindings(all: [], risk: 0) }
    func host(_ text: String) -> HostTarget {
      HostTarget(name: text, port: nil, class: .public)
    }
  }

  private func replay(
    _ bench: Bench, _ policy: String = Bench.policy, source: Source = Source(),
    since: Int64 = .min, last: Int = .max
  ) throws -> ReplayReport {
    let set = try PolicySet.load([
      DocumentSource(name: "policy.yaml", bytes: Array(policy.utf8))
    ])
    var replay = PolicyReplay(set, projects: .none, source: source, since: since)
    let records = try AuditReader(bench.disk).records(from: 0, limit: 10_000)
    let decisions = records.filter { $0.event["type"]?.string == "decision" }
    let first = decisions.suffix(last).first?.sequence ?? 0
    for record in records {
      replay.on(record.event, sequence: record.sequence, isJudged: record.sequence >= first)
    }
    return replay.report
  }

  private static let open = """
    version: 1
    default: deny
    rules:
      - { id: all, effect: allow, tools: ["*"] }
    """

  private func policy(_ rules: String) -> String { "\(Self.open)\n\(rules)" }

  private func read(_ path: String, _ more: String = "") -> String {
    #"{"tool": "fs.read", "args": {"path": "\#(path)"\#(more)}}"#
  }

  private static func refund(_ amount: Int) -> String {
    #"{"tool": "refunds.create", "session": "s", "args": {"amount": \#(amount)}}"#
  }

  @Test func `a policy changes nothing of what it decided itself`() async throws {
    let bench = try await Bench()
    for amount in [400, 700, 400, 400, 100, 200] {
      _ = try await bench.decide(Self.refund(amount))
      bench.clock.advance(by: .seconds(10_000))
    }
    _ = try await bench.decide(read("/srv/a"))
    _ = try await bench.decide(read("/etc/passwd"))
    _ = try await bench.decide(#"{"tool": "fs.read"}"#)
    _ = try await bench.decide(#"{"tool": "refunds.create", "phase": "list"}"#)
    _ = try await bench.decide(#"{"tool": "shell.exec", "args": {"command": "make"}}"#)
    _ = try await bench.decide(#"{"tool": "described"}"#)
    let report = try replay(bench)
    #expect(report.decisions == 11)
    #expect(report.unchanged == 11)
    #expect(report.unasked == 1)
    #expect(report.groups.isEmpty)
  }

  @Test func `a verdict that changes is named, with the rules and the reason`() async throws {
    let bench = try await Bench(policy: Self.open)
    _ = try await bench.decide(read("/srv/a"))
    _ = try await bench.decide(read("/srv/b", #", "note": "x""#))
    let report = try replay(
      bench,
      policy("  - { id: no-b, effect: deny, tools: [fs.read], when: 'args.path == \"/srv/b\"' }"))
    #expect(report.unchanged == 1)
    #expect(report.changed == 1)
    let change = try #require(report.changes.first)
    #expect(change.before == .allow)
    #expect(change.after == [.deny])
    #expect(change.rulesBefore == ["all"])
    #expect(change.rulesAfter == ["no-b"])
    #expect(change.reason.text == "rule `no-b` denies it")
    #expect(change.arguments == Array(#"{"note":"x","path":"/srv/b"}"#.utf8))
    #expect(report.groups.map(\.count) == [1])
  }

  @Test func `a verdict that stays while other rules match is counted, and no change`() async throws
  {
    let bench = try await Bench(policy: Self.open)
    _ = try await bench.decide(read("/srv/a"))
    _ = try await bench.decide(read("/srv/b", #", "token": "x""#))
    let more = "  - { id: also, effect: allow, tools: [fs.read], when: 'args.path == \"/srv/a\"' }"
    let report = try replay(bench, policy(more))
    #expect(report.unchanged == 2 && report.changed == 0)
    #expect(report.unchangedByOtherRules == 1)
    #expect(try replay(bench, Self.open).unchangedByOtherRules == 0)
    // What may match, for all the log tells, is not said to.
    let unknown = "  - { id: also, effect: allow, tools: [fs.read], when: 'args.token == \"x\"' }"
    #expect(try replay(bench, policy(unknown)).unchangedByOtherRules == 0)
  }

  @Test func `what hangs on a redacted value is undecidable, and what does not is decided`()
    async throws
  {
    let bench = try await Bench(policy: Self.open)
    _ = try await bench.decide(read("/srv/a", #", "token": "abc""#))
    let token = "  - { id: r, effect: deny, tools: [fs.read], when: 'args.token == \"abc\"' }"
    let report = try replay(bench, policy(token))
    #expect(report.undecidable == 1)
    #expect(report.changed == 0)
    #expect(report.doubts.first?.after == [.allow, .deny])
    #expect(report.doubts.first?.unknowns == ["args.token"])
    let presence = "  - { id: r, effect: deny, tools: [fs.read], when: has(args.token) }"
    #expect(try replay(bench, policy(presence)).changed == 1)
    let other = "  - { id: r, effect: deny, tools: [fs.read], when: 'args.path == \"/x\"' }"
    #expect(try replay(bench, policy(other)).unchanged == 1)
  }

  @Test func `where the log leaves arguments out, what reads them is undecidable`() async throws {
    let bench = try await Bench(policy: Self.open, arguments: .digest)
    _ = try await bench.decide(read("/srv/a"))
    _ = try await bench.decide(#"{"tool": "fs.read"}"#)
    let rule = "  - { id: r, effect: deny, tools: [fs.read], when: 'has(args.path)' }"
    let report = try replay(bench, policy(rule))
    #expect(report.undecidable == 1)
    #expect(report.unchanged == 1)
    #expect(report.doubts.first?.unknowns == ["args"])
  }

  @Test func `the context is recorded where a rule reads it, and otherwise not known`() async throws
  {
    let reading = policy(
      "  - { id: r, effect: deny, tools: [fs.read], when: 'has(context.ticket)' }")
    let call = String(read("/srv/a").dropLast()) + #", "context": {"ticket": "T", "token": "x"}}"#
    let silent = try await Bench(policy: Self.open)
    _ = try await silent.decide(call)
    #expect(try silent.events().last?["context"] == nil)
    #expect(try replay(silent, reading).doubts.first?.unknowns == ["context"])

    let bench = try await Bench(policy: reading)
    _ = try await bench.decide(call)
    _ = try await bench.decide(read("/srv/a"))
    let contexts = try bench.events().compactMap { $0["context"] }
    #expect(
      contexts.map { String(decoding: $0.rawBytes, as: UTF8.self) }
        == [#"{"ticket":"T","token":"[redacted]"}"#, "{}"])
    for event in try bench.events() {
      #expect(try CanonicalJSON.bytes(of: event) == Array(event.rawBytes))
    }
    #expect(try replay(bench, reading).unchanged == 2)
    #expect(try replay(bench, Self.open).changed == 1)
  }

  @Test func `what a caller can do is recorded where rules oblige`() async throws {
    let obliging = policy(
      "  - { id: mask, effect: redact, tools: [fs.read], paths: [/path] }")
    let call = String(read("/srv/a").dropLast()) + #", "can": ["redact"]}"#
    let bench = try await Bench(policy: obliging)
    _ = try await bench.decide(call)
    _ = try await bench.decide(read("/srv/a"))
    #expect(try replay(bench, obliging).unchanged == 2)
    #expect(try replay(bench, Self.open).changed == 1)
    for event in try bench.events() {
      #expect(try CanonicalJSON.bytes(of: event) == Array(event.rawBytes))
    }
    let silent = try await Bench(policy: Self.open)
    _ = try await silent.decide(call)
    #expect(try replay(silent, obliging).doubts.first?.unknowns == ["can"])
  }

  // MARK: People

  @Test func `an approval is compared by what the policy demanded`() async throws {
    let bench = try await Bench()
    let call = #"{"tool": "shell.exec", "args": {"command": "make"}}"#
    let id = try #require(try await bench.decide(call).approval).id
    let approval = try #require(try await bench.approvals.approval(id))
    _ = try await bench.approvals.answer(
      id, .approve, by: Approver(id: "ann", roles: []), reason: "", channel: "api",
      seen: approval.request.digest)
    let redeeming = String(call.dropLast()) + #", "approval": "\#(id)"}"#
    #expect(try await bench.decide(redeeming).verdict == .allow)
    #expect(try await bench.decide(redeeming).reason.code == .approvalUsed)
    #expect(try replay(bench).unchanged == 3)
    let report = try replay(bench, Self.open)
    #expect(report.changes.map(\.before) == Array(repeating: .requireApproval, count: 3))
    #expect(report.changes.map(\.after) == Array(repeating: [.allow], count: 3))
  }

  // MARK: Counters

  private func cap(_ most: Int) -> String {
    policy(
      """
        - id: cap
          effect: deny
          tools: [refunds.create]
          when: session.sum("refunds.create", "amount", duration("24h")) + args.amount > \(most)
      """)
  }

  @Test func `counters are replayed in order, as the calls were decided then`() async throws {
    let bench = try await Bench(policy: Self.open)
    for amount in [400, 400, 400] { _ = try await bench.decide(Self.refund(amount)) }
    bench.clock.advance(by: .seconds(90_000))
    _ = try await bench.decide(Self.refund(400))
    let third = try #require(try bench.events()[2]["id"]?.string)
    #expect(try replay(bench, cap(900)).changes.map(\.id) == [third])
    #expect(try replay(bench, cap(500)).changed == 2)
    #expect(try replay(bench, cap(5000)).changed == 0)
  }

  @Test func `what comes before the decisions of interest is counted too`() async throws {
    let bench = try await Bench(policy: Self.open)
    for amount in [400, 400, 400] { _ = try await bench.decide(Self.refund(amount)) }
    let report = try replay(bench, cap(900), last: 1)
    #expect(report.decisions == 1)
    #expect(report.changed == 1)
  }

  @Test func `a counter that reaches back behind the first record is not known`() async throws {
    let bench = try await Bench(policy: Self.open)
    _ = try await bench.decide(Self.refund(400))
    let report = try replay(bench, cap(900), since: bench.clock.now)
    #expect(report.undecidable == 1)
    #expect(report.doubts.first?.unknowns == ["what `sum` counts"])
  }

  @Test func `what was denied is not counted, and what people refused is given back`() async throws
  {
    let holding = """
      version: 1
      default: deny
      rules:
        - { id: hold, effect: require_approval, tools: [refunds.create], when: args.amount < 1000 }
      """
    let bench = try await Bench(policy: holding)
    _ = try await bench.decide(Self.refund(5000))
    let id = try #require(try await bench.decide(Self.refund(400)).approval).id
    let capped =
      holding + """

          - id: cap
            effect: deny
            tools: [refunds.create]
            when: session.sum("refunds.create", "amount", duration("24h")) + args.amount > 700
              && args.amount < 1000
        """
    let second = try await bench.decide(Self.refund(350)).id
    #expect(try replay(bench, capped).changes.map(\.id) == [second])
    let approval = try #require(try await bench.approvals.approval(id))
    _ = try await bench.approvals.answer(
      id, .deny, by: Approver(id: "ann", roles: []), reason: "", channel: "api",
      seen: approval.request.digest)
    _ = try await bench.decide(Self.refund(340))
    #expect(try replay(bench, capped).changes.map(\.id) == [second])
  }

  // MARK: Effects

  private let tidy = """
    version: 1
    default: deny
    rules:
      - { id: tmp, effect: allow, covers: [deletes], when: 'this.target.within("/tmp")' }
    """

  @Test func `recorded effects are what is decided on`() async throws {
    let effects = Effects(
      all: [
        Effect(kind: .deletes, target: .tree("/tmp/a")),
        Effect(
          kind: .connects,
          target: .host(HostTarget(name: "example.com", port: 443, class: .public))),
        Effect(kind: .spends, target: .named(NamedTarget(space: .amount, name: "5"))),
        Effect(kind: .reads, target: .given), Effect(kind: .unknown, target: .unknown),
        Effect(kind: .writes, target: .exact("/x/[redacted]")),
      ], reversibility: .irreversible)
    let bench = try await Bench(policy: tidy, analysis: KnownEffects(effects: effects))
    _ = try await bench.decide(#"{"tool": "t"}"#)
    #expect(try replay(bench, tidy).unchanged == 1)
    let event = try #require(try bench.events().first)
    let recorded = try #require(
      RecordedDecision(event) { HostTarget(name: $0, port: 443, class: .public) })
    #expect(recorded.effects?.reversibility == .irreversible)
    #expect(recorded.effects?.all.map(\.kind) == effects.all.map(\.kind))
    #expect(
      recorded.effects?.all.dropLast().dropFirst(2).map(\.target)
        == effects.all.dropLast().dropFirst(2).map(\.target))
    #expect(recorded.effects?.all.first?.target == .tree("/tmp/a"))
    #expect(recorded.withheld.targets == [5])
  }

  @Test func `effects that were not recorded are found out anew, unless they hang on the context`()
    async throws
  {
    let bench = try await Bench(policy: Self.open)
    _ = try await bench.decide(#"{"tool": "t", "args": {"path": "/tmp/a"}}"#)
    let deletes = Effects(
      all: [Effect(kind: .deletes, target: .exact("/tmp/a"))], reversibility: .irreversible)
    let same = Source { _ in deletes }
    #expect(try replay(bench, tidy, source: same).unchanged == 1)
    let elsewhere = Source { action in
      action.context == nil ? .unknown : deletes
    }
    let report = try replay(bench, tidy, source: elsewhere)
    #expect(report.undecidable == 1)
    #expect(report.doubts.first?.unknowns == ["effects"])
  }

  @Test func `a report stays small, and says what it left out`() async throws {
    let bench = try await Bench(policy: Self.open)
    for index in 0..<ReplayReport.mostDifferences + 10 {
      _ = try await bench.decide(#"{"tool": "t\#(index)"}"#)
    }
    let report = try replay(bench, Bench.policy)
    #expect(report.changed == ReplayReport.mostDifferences + 10)
    #expect(report.changes.count == ReplayReport.mostDifferences)
    #expect(report.groups.count == ReplayReport.mostGroups)
    #expect(report.groups.reduce(report.ungrouped) { $0 + $1.count } == report.changed)
    var writer = JSONWriter()
    report.write(to: &writer)
    let document = try JSONDocument.parse(
      writer.bytes, limits: JSONLimits(bytes: 1 << 22, tokens: 1 << 20, depth: 16))
    #expect(document["changes_left_out"]?.numberText == "10")
  }
}
