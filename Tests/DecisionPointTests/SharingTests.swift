import ActionModel
import Approvals
import Crypto
import Limits
import Policy
import Storage
import TestKit
import Testing

@testable import DecisionPoint

/// Instances that share counters count as one.
@Suite struct SharingTests {
  private static func policy(_ effect: String = "allow") -> String {
    """
    version: 1
    name: shared
    default: deny
    rules:
      - id: refunds
        effect: \(effect)
        tools: [refunds.create]
        shared: true
        when: agent.sum("refunds.create", "amount", duration("24h")) + args.amount <= 10
    """
  }

  private let enforcer = Caller(
    id: "runtime", proof: .bearerToken, tenant: nil, mayClaim: [], isEnforcer: true)

  private func refund(_ amount: String, _ bench: Bench) async throws -> Decision {
    try await bench.decide(
      #"{"tool": "refunds.create", "args": {"amount": \#(amount)}}"#, caller: enforcer)
  }

  private func database() async throws -> StorageLocation {
    let database = try await PostgreSQLServer.shared.makeDatabase()
    return .postgresql(Secret(Array(database.utf8)))
  }

  @Test func `two instances that race never pass a cap, and what is left stays usable`()
    async throws
  {
    let place = try await database()
    let benches = [
      try await Bench(policy: Self.policy(), storage: place),
      try await Bench(policy: Self.policy(), storage: place),
    ]
    var allowed = try await withThrowingTaskGroup(of: Int.self) { tasks in
      for caller in 0..<8 {
        tasks.addTask {
          var allowed = 0
          for _ in 0..<2 {
            let decision = try await refund("1.25", benches[caller % 2])
            if decision.verdict == .allow { allowed += 1 }
          }
          return allowed
        }
      }
      return try await tasks.reduce(0, +)
    }
    #expect((1...8).contains(allowed), "8 refunds of 1.25 are the cap of 10")
    while try await refund("1.25", benches[allowed % 2]).verdict == .allow { allowed += 1 }
    #expect(allowed == 8)
    #expect(try await refund("0.01", benches[0]).verdict == .deny)
    for bench in benches { await bench.storage.close() }
  }

  @Test(arguments: [false, true])
  func `a cap holds over restarts and images, and what is reported undone is given back`(
    isPostgreSQL: Bool
  ) async throws {
    let place = isPostgreSQL ? try await database() : nil
    var bench = try await Bench(policy: Self.policy(), storage: place)
    let decision = try await refund("10", bench)
    #expect(decision.verdict == .allow && decision.reservation != nil)
    await bench.counting.stop()
    bench = try await bench.restart(policy: Self.policy(), storage: place)
    let denied = try await refund("0.5", bench)
    #expect(denied.verdict == .deny)
    #expect((86_400...88_000).contains(denied.retryAfter ?? 0))
    try await bench.point.report(.notExecuted, of: decision.id, by: enforcer)
    #expect(try await refund("9", bench).verdict == .allow)
    #expect(try await refund("2", bench).verdict == .deny)
    bench.clock.advance(by: .seconds(25 * 3600))
    #expect(try await refund("10", bench).verdict == .allow)
    await bench.storage.close()
  }

  @Test func `a held action keeps what it counts, once, and gives it back when denied`()
    async throws
  {
    let bench = try await Bench(policy: Self.policy("require_approval"))
    let id = try #require(try await refund("6", bench).approval).id
    #expect(try await refund("6", bench).approval?.id == id)
    #expect(try await refund("5", bench).verdict == .deny)
    let approval = try #require(try await bench.approvals.approval(id))
    _ = try await bench.approvals.answer(
      id, .deny, by: .init(id: "ann", roles: []), reason: "", channel: "test",
      seen: approval.request.digest)
    await bench.point.approvalChanged(id)
    #expect(try await refund("10", bench).verdict == .requireApproval)
  }

  @Test func `without the storage nothing that is shared is allowed`() async throws {
    let bench = try await Bench(policy: Self.policy() + Self.reading)
    await bench.storage.close()
    let decision = try await refund("1", bench)
    #expect(decision.verdict == .deny)
    #expect(decision.reason.code == .storageFailed)
    #expect(try await bench.decide(#"{"tool": "fs.read"}"#).verdict == .allow)
  }

  private static let reading = "\n  - { id: read, effect: allow, tools: [fs.read] }\n"

  @Test func `a rule shares counters, or does not`() throws {
    let rule = "- { id: r, effect: allow, tools: [a], shared: true"
    let head = "version: 1\nname: n\ndefault: deny\nrules:\n"
    let shared = try Bench.set(head + rule + #", when: 'agent.seen("a", duration("1h"))' }"#)
    #expect(shared.counters.map(\.isShared) == [true])
    #expect(throws: (any Error).self) { try Bench.set(head + rule + " }") }
  }
}
