import ActionModel
import JSON
import Matching
import TestKit
import Testing

@testable import DecisionPoint

/// Who carries actions out says what became of them: once, in time, and nobody else does.
@Suite struct OutcomeTests {
  private let enforcer: Caller

  init() throws {
    enforcer = Caller(
      id: "runtime", proof: .bearerToken, tenant: "default", mayClaim: [try Glob("bot-*")],
      isEnforcer: true)
  }

  /// A refund by `bot-1`, of which `Bench.policy` allows 500 each and 1000 in all.
  private func refund(_ amount: Int, _ bench: Bench) async throws -> Decision {
    try await bench.decide(
      #"{"tool": "refunds.create", "args": {"amount": \#(amount)}, "agent": {"id": "bot-1"}}"#,
      caller: enforcer)
  }

  /// What a report meets with; nil where it is taken note of.
  private func problem(
    _ outcome: ActionOutcome, _ decision: String, _ bench: Bench, by caller: Caller? = nil
  ) async -> ReportError? {
    do throws(ReportError) {
      try await bench.point.report(outcome, of: decision, by: caller ?? enforcer)
      return nil
    } catch {
      return error
    }
  }

  @Test func `what was not carried out is given back, once, and stays given back`() async throws {
    var bench = try await Bench()
    let first = try await refund(500, bench)
    #expect(first.reservation?.expiresAt == bench.clock.now + 3_600_000_000_000)
    let second = try await refund(500, bench)
    #expect(try await refund(1, bench).verdict == .deny)
    #expect(await problem(.notExecuted, first.id, bench) == nil)
    #expect(await problem(.notExecuted, first.id, bench) == .reported)
    #expect(await problem(.executed, first.id, bench) == .reported)
    #expect(await problem(.executed, second.id, bench) == nil)
    #expect(await problem(.failed, second.id, bench) == .reported)
    for hasImage in [false, true] {
      if hasImage { await bench.counting.stop() }
      bench = try await bench.restart()
      #expect(await problem(.failed, first.id, bench) == .reported)
      #expect(await problem(.failed, second.id, bench) == .reported)
    }
    #expect(try await refund(500, bench).verdict == .allow)
    #expect(try await refund(1, bench).verdict == .deny)
    let events = try bench.events("reservation.reported")
    #expect(events.map { $0["decision"]?.string } == [first.id, second.id])
    #expect(events.map { $0["outcome"]?.string } == ["not_executed", "executed"])
    #expect(events.map { $0["caller"]?.string } == ["runtime", "runtime"])
  }

  @Test func `a report after a restart gives back what was counted before`() async throws {
    var bench = try await Bench()
    let decision = try await refund(500, bench)
    bench = try await bench.restart()
    #expect(await problem(.failed, decision.id, bench) == nil)
    for _ in 0..<2 { #expect(try await refund(500, bench).verdict == .allow) }
  }

  @Test func `only an enforcer that may speak for the agent reports`() async throws {
    let bench = try await Bench()
    let decision = try await refund(500, bench)
    func caller(_ claims: String..., tenant: String? = nil, isEnforcer: Bool = true) throws
      -> Caller
    {
      Caller(
        id: "other", proof: .bearerToken, tenant: tenant, mayClaim: try claims.map { try Glob($0) },
        isEnforcer: isEnforcer)
    }
    for (stranger, expected) in [
      (try caller("bot-*", isEnforcer: false), ReportError.notAnEnforcer),
      (.anonymous, .notAnEnforcer), (try caller(), .unknown), (try caller("cat-*"), .unknown),
      (try caller("bot-*", tenant: "acme"), .unknown),
    ] {
      #expect(await problem(.failed, decision.id, bench, by: stranger) == expected)
    }
    #expect(await problem(.failed, decision.id, bench, by: try caller("bot-*")) == nil)
  }

  @Test func `what allowed nothing, counted nothing or is over cannot be reported`() async throws {
    let bench = try await Bench()
    let read = try await bench.decide(
      #"{"tool": "fs.read", "args": {"path": "/srv/a"}}"#, caller: enforcer)
    #expect(read.verdict == .allow && read.reservation == nil)
    let denied = try await refund(501, bench)
    for id in [read.id, denied.id, "dec_0", ""] {
      #expect(await problem(.executed, id, bench) == .unknown)
    }
    let decision = try await refund(500, bench)
    bench.clock.advance(by: .seconds(3601))
    #expect(await problem(.failed, decision.id, bench) == .over)
    #expect(try await refund(500, bench).verdict == .allow)
    #expect(try await refund(1, bench).verdict == .deny)
  }

  @Test func `a held action has no outcome yet`() async throws {
    let bench = try await Bench(policy: Bench.capped)
    let held = try await refund(60, bench)
    #expect(held.approval != nil && held.reservation == nil)
    #expect(await problem(.notExecuted, held.id, bench) == .unknown)
    #expect(try await refund(50, bench).verdict == .deny)
  }

  @Test func `what cannot be recorded gives nothing back, and can be reported again`()
    async throws
  {
    let bench = try await Bench()
    let decision = try await refund(500, bench)
    _ = try await refund(500, bench)
    bench.disk.fill(true)
    guard case .unrecorded(.auditDiskFull, _)? = await problem(.failed, decision.id, bench) else {
      Issue.record("the full disk was not noticed")
      return
    }
    bench.disk.fill(false)
    while try await refund(1, bench).reason.code == .auditDiskFull { await Task.yield() }
    #expect(try await refund(1, bench).reason.code == .defaultDeny)
    #expect(await problem(.failed, decision.id, bench) == nil)
    #expect(try await refund(500, bench).verdict == .allow)
  }

  @Test func `where nobody reports, answers speak of no reservation`() async throws {
    let bench = try await Bench(reportingTime: nil)
    let decision = try await refund(500, bench)
    #expect(decision.verdict == .allow && decision.reservation == nil)
    #expect(await problem(.failed, decision.id, bench) == .unknown)
  }
}
