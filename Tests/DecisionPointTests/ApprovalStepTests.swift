import ActionModel
import Approvals
import JSON
import Storage
import TestKit
import Testing

@testable import DecisionPoint

/// What becomes of actions that a human has to approve.
struct ApprovalStepTests {
  private static let call =
    #"{"tool": "shell.exec", "args": {"command": "make"}, "session": "s-1"}"#

  private let ann = Approver(id: "ann", roles: [])

  private func redeeming(_ id: String, _ call: String = ApprovalStepTests.call) -> String {
    String(call.dropLast()) + #", "approval": "\#(id)"}"#
  }

  private func answer(
    _ id: String, _ verdict: Vote.Verdict, in bench: Bench
  ) async throws {
    let approval = try #require(try await bench.approvals.approval(id))
    _ = try await bench.approvals.answer(
      id, verdict, by: ann, reason: "", channel: "api", seen: approval.request.digest)
  }

  @Test func `an action that needs an approval waits for one, and the answer says where`()
    async throws
  {
    let bench = try await Bench()
    let decision = try await bench.decide(Self.call)
    #expect(decision.verdict == .requireApproval)
    let approval = try #require(decision.approval)
    #expect(approval.id.hasPrefix("apr_"))
    #expect(approval.url == "http://127.0.0.1:8641/approvals/\(approval.id)")
    #expect(approval.expiresAt == bench.clock.now + 900_000_000_000)
    #expect(try bench.events().last?["approval"]?.string == approval.id)
  }

  @Test func `an approved action is allowed once`() async throws {
    let bench = try await Bench()
    let id = try #require(try await bench.decide(Self.call).approval).id
    try await answer(id, .approve, in: bench)
    let decision = try await bench.decide(redeeming(id))
    #expect(decision.verdict == .allow)
    #expect(decision.reason.code == .approved)
    #expect(try bench.events().last?["approvers"]?[0]?.string == "ann")
    let again = try await bench.decide(redeeming(id))
    #expect(again.verdict == .deny)
    #expect(again.reason.code == .approvalUsed)
  }

  @Test func `an action that was changed after its approval is refused`() async throws {
    let bench = try await Bench()
    let id = try #require(try await bench.decide(Self.call).approval).id
    try await answer(id, .approve, in: bench)
    for changed in [
      #"{"tool": "shell.exec", "args": {"command": "make "}, "session": "s-1"}"#,
      #"{"tool": "shell.exec", "args": {"command": "make"}, "session": "s-2"}"#,
      #"{"tool": "shell.exec", "args": {"command": "make"}, "session": "s-1", "context": {"cwd": "/"}}"#,
    ] {
      let decision = try await bench.decide(redeeming(id, changed))
      #expect(decision.verdict == .deny, "\(changed)")
      #expect(decision.reason.code == .approvalActionChanged, "\(changed)")
    }
    let stolen = try await bench.decide(
      redeeming(
        id,
        #"{"tool": "shell.exec", "args": {"command": "make"}, "session": "s-1", "agent": {"id": "b"}}"#
      ))
    #expect(stolen.reason.code == .approvalOtherAgent)
    #expect(try await bench.decide(redeeming(id)).verdict == .allow)
  }

  @Test func `a denied, an unknown and an expired approval each have a reason of their own`()
    async throws
  {
    let bench = try await Bench()
    let denied = try #require(try await bench.decide(Self.call).approval).id
    try await answer(denied, .deny, in: bench)
    #expect(try await bench.decide(redeeming(denied)).reason.code == .approvalDenied)
    #expect(try await bench.decide(redeeming("apr_0")).reason.code == .approvalUnknown)
    let late = try #require(try await bench.decide(Self.call).approval).id
    try await answer(late, .approve, in: bench)
    bench.clock.advance(by: .seconds(900))
    #expect(try await bench.decide(redeeming(late)).reason.code == .approvalExpired)
  }

  @Test func `a denial of the policy of today wins over an approval, which stays unused`()
    async throws
  {
    let bench = try await Bench()
    let id = try #require(try await bench.decide(Self.call).approval).id
    try await answer(id, .approve, in: bench)
    try bench.use(
      Bench.policy + "\n  - { id: no-make, effect: deny, tools: [shell.exec] }\n", digest: "second")
    #expect(try await bench.decide(redeeming(id)).reason.code == .rule)
    #expect(try await bench.approvals.state(of: id) == .approved)
  }

  @Test func `a demand that is new asks again`() async throws {
    let bench = try await Bench()
    let id = try #require(try await bench.decide(Self.call).approval).id
    try await answer(id, .approve, in: bench)
    try bench.use(
      Bench.policy
        + "\n  - { id: boss, effect: require_approval, tools: [shell.exec], approval: { by: [boss] } }\n",
      digest: "second")
    let decision = try await bench.decide(redeeming(id))
    #expect(decision.verdict == .requireApproval)
    #expect(decision.approval?.id != id)
  }

  @Test func `the same call asked twice waits for one approval`() async throws {
    let bench = try await Bench()
    let first = try await bench.decide(Self.call)
    #expect(try await bench.decide(Self.call).approval == first.approval)
  }

  @Test func `one agent's requests cannot pile up`() async throws {
    let bench = try await Bench()
    for number in 1...3 {
      let call = #"{"tool": "shell.exec", "args": {"command": "make \#(number)"}}"#
      #expect(try await bench.decide(call).verdict == .requireApproval)
    }
    let fourth = try await bench.decide(#"{"tool": "shell.exec", "args": {"command": "make 4"}}"#)
    #expect(fourth.verdict == .deny)
    #expect(fourth.reason.code == .tooManyApprovals)
    let other = try await bench.decide(
      #"{"tool": "shell.exec", "args": {"command": "make 4"}, "agent": {"id": "b"}}"#)
    #expect(other.verdict == .requireApproval)
  }

  @Test func `a held call is answered as soon as somebody approves it`() async throws {
    let bench = try await Bench()
    let action = try Action(native: JSONDocument.parse(Array(Self.call.utf8)), caller: .anonymous)
    async let held = bench.point.decide(action, waitingAtMost: .seconds(60))
    await bench.clock.untilAwaited()
    let waiting = try await bench.approvals.approvals(in: [.pending], limit: 10)
    try await answer(try #require(waiting.first).id, .approve, in: bench)
    let decision = await held
    #expect(decision.verdict == .allow)
    #expect(decision.reason.code == .approved)
  }

  @Test func `a held call is told at its deadline that it still waits`() async throws {
    let bench = try await Bench()
    let action = try Action(native: JSONDocument.parse(Array(Self.call.utf8)), caller: .anonymous)
    async let held = bench.point.decide(action, waitingAtMost: .seconds(60))
    await bench.clock.untilAwaited()
    bench.clock.advance(by: .seconds(60))
    #expect(await held.verdict == .requireApproval)
    #expect(try bench.events().count == 1)
  }

  private func refund(_ amount: Int) -> String {
    #"{"tool": "refunds.create", "args": {"amount": \#(amount)}, "session": "s-1"}"#
  }

  @Test func `a held action keeps what it counts, once however often it is asked`() async throws {
    let bench = try await Bench(policy: Bench.capped)
    let first = try await bench.decide(refund(60))
    let id = try #require(first.approval).id
    #expect(try await bench.decide(refund(60)).approval?.id == id)
    #expect(try await bench.decide(refund(60)).approval?.id == id)
    #expect(try await bench.decide(refund(50)).verdict == .deny)
    try await answer(id, .approve, in: bench)
    #expect(try await bench.decide(redeeming(id, refund(60))).verdict == .allow)
    #expect(try await bench.decide(refund(50)).verdict == .deny)
    #expect(try await bench.decide(refund(40)).verdict == .requireApproval)
  }

  @Test func `a denied action gives back what it held`() async throws {
    let bench = try await Bench(policy: Bench.capped)
    let id = try #require(try await bench.decide(refund(60)).approval).id
    try await answer(id, .deny, in: bench)
    await bench.point.approvalChanged(id)
    #expect(try await bench.decide(refund(100)).verdict == .requireApproval)
  }

  @Test func `an action that is asked often at once gives back all that it held`() async throws {
    let bench = try await Bench(policy: Bench.capped)
    let call = refund(10)
    let ids = try await withThrowingTaskGroup(of: String?.self) { group in
      for _ in 0..<8 { group.addTask { try await bench.decide(call).approval?.id } }
      return try await group.reduce(into: Set<String>()) { ids, id in if let id { ids.insert(id) } }
    }
    #expect(ids.count == 1)
    let id = try #require(ids.first)
    try await answer(id, .deny, in: bench)
    await bench.point.approvalChanged(id)
    #expect(try await bench.decide(refund(100)).verdict == .requireApproval)
  }

  @Test func `where approvals cannot be stored, nothing is asked and nothing allowed`()
    async throws
  {
    let bench = try await Bench()
    let id = try #require(try await bench.decide(Self.call).approval).id
    try await answer(id, .approve, in: bench)
    await bench.storage.close()
    let decision = try await bench.decide(redeeming(id))
    #expect(decision.verdict == .deny)
    #expect(decision.reason.code == .storageFailed)
  }

  @Test func `an approval is used up even where the log cannot record its use`() async throws {
    let bench = try await Bench()
    let id = try #require(try await bench.decide(Self.call).approval).id
    try await answer(id, .approve, in: bench)
    bench.disk.fill(true)
    #expect(try await bench.decide(redeeming(id)).reason.code == .auditDiskFull)
    bench.disk.fill(false)
    #expect(try await bench.approvals.state(of: id) == .used)
  }
}
