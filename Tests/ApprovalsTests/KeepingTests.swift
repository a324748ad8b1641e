import ActionModel
import AuditLog
import Crypto
import Documents
import Expressions
import JSON
import Locking
import Policy
import Storage
import TestKit
import Testing

@testable import Approvals

/// Approvals as they are kept: in SQLite, and in a PostgreSQL that two instances share.
struct KeepingTests {
  /// Instances on one storage, over a real log each, with a clock that the test moves.
  private final class Bench: Sendable {
    let folder: TemporaryFolder
    let logs: [AuditLog]
    let storages: [Storage]
    let instances: [Approvals]
    let clock: ManualClock
    /// The monotonic clock.
    let steady: ManualClock

    init(
      _ location: StorageLocation?, instances count: Int = 1, clock: ManualClock = ManualClock(),
      steady: ManualClock = ManualClock()
    ) async throws {
      let folder = try TemporaryFolder()
      let place = location ?? .file(path: folder.path("gatehouse.db"))
      var logs: [AuditLog] = []
      var storages: [Storage] = []
      var instances: [Approvals] = []
      for number in 0..<count {
        let log = try AuditLog(
          try PosixDisk(path: folder.path("audit-\(number)")), options: Bench.options)
        let storage = try await Storage.open(place, schema: Approvals.migrations)
        logs.append(log)
        storages.append(storage)
        instances.append(
          try await Approvals.open(
            in: storage, log: log,
            options: .init(within: 1_000, pendingPerAgent: 1_000, address: "http://x"),
            timer: { _, _ in }, wall: { clock.now }, monotonic: { steady.now }))
      }
      self.folder = folder
      self.logs = logs
      self.storages = storages
      self.instances = instances
      self.clock = clock
      self.steady = steady
    }

    private static var options: AuditOptions {
      var options = AuditOptions()
      options.mode = .always
      return options
    }

    func end() async {
      for log in logs { await log.stop() }
      for storage in storages { await storage.close() }
    }

    /// Asks for the sample's approval; returns its id.
    func ask(_ binding: String = "whole", on instance: Int = 0) async throws -> String {
      let request = Sample.request([.init(rule: "a")], binding: binding)
      guard
        case .waiting(let approval) = await instances[instance].settle(
          request, redeeming: nil, try KeepingTests.facts)
      else { throw Unexpected() }
      return approval.id
    }

    /// Gives a grant for a request, as somebody who has seen it.
    func give(_ id: String) async throws -> Grant {
      let seen = try #require(try await instances[0].approval(id)).request.digest
      return try await instances[0].give(
        KeepingTests.terms, for: id, by: Approver(id: "ann", roles: []), channel: "api", seen: seen)
    }

    func use(_ id: String, _ binding: String = "whole", on instance: Int = 0) async throws
      -> Approvals.Settlement
    {
      await instances[instance].settle(
        Sample.request([.init(rule: "a")], binding: binding), redeeming: id,
        try KeepingTests.facts)
    }

    func answer(
      _ id: String, _ verdict: Vote.Verdict, by approver: String, on instance: Int = 0
    ) async throws -> Approval {
      let approval = try #require(try await instances[instance].approval(id))
      return try await instances[instance].answer(
        id, verdict, by: Approver(id: approver, roles: []), reason: "", channel: "api",
        seen: approval.request.digest)
    }

    func events(_ type: String, of log: Int = 0) throws -> Int {
      var filter = AuditFilter()
      filter.type = type
      let disk = try PosixDisk(path: folder.path("audit-\(log)"))
      return try AuditReader(disk).newest(1_000, matching: filter).count
    }
  }

  private struct Unexpected: Error {}

  private static var facts: PolicyRequest {
    get throws {
      PolicyRequest(
        action: try Action(
          native: JSONDocument.parse(Array(#"{"tool": "fs.delete"}"#.utf8)), caller: .anonymous),
        principal: Principal(tenant: "default", id: "bot-7", verified: true, via: "gateway"),
        now: Timestamp(unixNanoseconds: 0))
    }
  }

  private static func shared() async throws -> StorageLocation {
    .postgresql(Secret(Array(try await PostgreSQLServer.shared.makeDatabase().utf8)))
  }

  /// Both engines, the second with two instances.
  private static func benches() async throws -> [Bench] {
    [
      try await Bench(nil),
      try await Bench(try await Self.shared(), instances: 2),
    ]
  }

  @Test func `a request that makes room for one that shows more is recorded as over`() async throws
  {
    let bench = try await Bench(nil)
    let instance = bench.instances[0]
    let first = try await bench.ask()
    let more = Sample.request([.init(rule: "a")], targets: [.init(kind: .deletes, text: "/home")])
    guard case .waiting(let next) = await instance.settle(more, redeeming: nil, try Self.facts)
    else { throw Unexpected() }
    #expect(next.id != first)
    #expect(try await instance.state(of: first) == .expired)
    #expect(try bench.events("approval.expired") == 1)
    await bench.end()
  }

  @Test func `lists and upkeep read nothing of what agents send, however much it is`()
    async throws
  {
    for bench in try await Self.benches() {
      let instance = bench.instances[0]
      let long = String(repeating: "x", count: 100_000)
      for (number, text) in [("1", "short"), ("2", long)] {
        let request = Sample.request(
          [.init(rule: "a")], binding: number, arguments: #"{"a":"\#(text)"}"#)
        guard case .waiting = await instance.settle(request, redeeming: nil, try Self.facts) else {
          throw Unexpected()
        }
        bench.clock.advance(by: .nanoseconds(1))
      }
      let listed = try await instance.approvals(in: [.pending], limit: 10)
      #expect(listed.map { $0.request.content.arguments } == [nil, nil])
      #expect(listed.map { $0.request.json.count < 2_000 } == [true, true])
      let head = try #require(try await instance.head(of: listed[0].id))
      #expect(head.request.content.arguments == nil && head.request.decision == "dec_1")
      let (whole, previous) = try #require(try await instance.withPrevious(listed[0].id))
      #expect(whole.request.content.arguments?.count == long.utf8.count + 8)
      #expect(previous?.id == listed[1].id)
      #expect(previous?.request.content.arguments == Array(#"{"a":"short"}"#.utf8))
      #expect(previous?.request.content.targets == whole.request.content.targets)
      await bench.end()
    }
  }

  @Test func `of many approvers and instances exactly one resolves`() async throws {
    for bench in try await Self.benches() {
      let id = try await bench.ask()
      let count = await withTaskGroup(of: Bool.self) { group in
        for number in 0..<16 {
          group.addTask {
            let verdict: Vote.Verdict = number.isMultiple(of: 2) ? .approve : .deny
            let on = number % bench.instances.count
            return (try? await bench.answer(id, verdict, by: "a\(number)", on: on)) != nil
          }
        }
        return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(count == 1)
      let approval = try #require(try await bench.instances[0].approval(id))
      #expect(approval.votes.count == 1)
      await bench.end()
    }
  }

  @Test func `of many uses at once exactly one is allowed`() async throws {
    for bench in try await Self.benches() {
      let id = try await bench.ask()
      _ = try await bench.answer(id, .approve, by: "ann")
      let allowed = await withTaskGroup(of: Bool.self) { group in
        for number in 0..<16 {
          group.addTask {
            let use = try? await bench.use(id, on: number % bench.instances.count)
            if case .approved = use { return true }
            return false
          }
        }
        return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(allowed == 1)
      await bench.end()
    }
  }

  @Test func `an answer on one instance wakes the call that another holds`() async throws {
    let bench = try await Bench(
      try await Self.shared(), instances: 2)
    let id = try await bench.ask(on: 0)
    async let isSettled = bench.instances[0].wait(for: id, atMost: .seconds(600))
    _ = try await bench.answer(id, .approve, by: "ann", on: 1)
    #expect(await isSettled)
    await bench.end()
  }

  @Test func `what is over its time is noted, once`() async throws {
    for bench in try await Self.benches() {
      let id = try await bench.ask()
      bench.clock.advance(by: .nanoseconds(1_000))
      for instance in bench.instances { await instance.expire() }
      await bench.instances[0].expire()
      let approval = try #require(try await bench.instances[0].approval(id))
      #expect(approval.state == .expired)
      let events = try bench.logs.indices.map { try bench.events("approval.expired", of: $0) }
      #expect(events.reduce(0, +) == 1)
      await bench.end()
    }
  }

  @Test func `what was over long ago is forgotten, but for what the log has missed`() async throws {
    for bench in try await Self.benches() {
      let old = try await bench.ask("old")
      _ = try await bench.answer(old, .deny, by: "ann")
      let missed = try await bench.ask("missed")
      _ = try await bench.answer(missed, .approve, by: "ann")
      _ = try await bench.use(missed, "missed")
      bench.clock.advance(by: .nanoseconds(Approvals.kept + 2_000))
      let new = try await bench.ask("new")
      await bench.instances[0].expire()
      #expect(try await bench.instances[0].approval(old) == nil)
      #expect(try await bench.instances[0].approval(missed)?.state == .used)
      #expect(try await bench.instances[0].approval(new) != nil)
      await bench.end()
    }
  }

  @Test func `a call whose caller has gone waits no longer`() async throws {
    let bench = try await Bench(nil)
    let id = try await bench.ask()
    let instance = bench.instances[0]
    let waiting = Task { await instance.wait(for: id, atMost: .seconds(600)) }
    waiting.cancel()
    #expect(await !waiting.value)
    await bench.end()
  }

  @Test func `a clock that is set back lets nothing live longer`() async throws {
    let bench = try await Bench(nil)
    bench.clock.advance(by: .nanoseconds(5_000))
    let id = try await bench.ask()
    _ = try await bench.answer(id, .approve, by: "ann")
    bench.clock.advance(by: .nanoseconds(1_000))
    _ = try await bench.instances[0].approvals(in: [.pending], limit: 1)
    bench.clock.advance(by: .nanoseconds(-5_000))
    guard case .refused(.approvalExpired) = try await bench.use(id) else { throw Unexpected() }
    await bench.end()
  }

  @Test func `while a clock that was set back catches up, time goes on`() async throws {
    let bench = try await Bench(nil)
    let id = try await bench.ask()
    _ = try await bench.answer(id, .approve, by: "ann")
    bench.clock.advance(by: .seconds(-3_600))
    bench.steady.advance(by: .nanoseconds(999))
    #expect(try await bench.instances[0].state(of: id) == .approved)
    bench.steady.advance(by: .nanoseconds(1))
    guard case .refused(.approvalExpired) = try await bench.use(id) else { throw Unexpected() }
    await bench.end()
  }

  @Test func `a start with a clock that was set back goes on from the latest that is kept`()
    async throws
  {
    let folder = try TemporaryFolder()
    let place = StorageLocation.file(path: folder.path("gatehouse.db"))
    let first = try await Bench(place)
    let id = try await first.ask()
    first.clock.advance(by: .nanoseconds(900))
    _ = try await first.answer(id, .approve, by: "ann")
    await first.end()
    let second = try await Bench(place)
    second.clock.advance(by: .seconds(-3_600))
    second.steady.advance(by: .nanoseconds(100))
    guard case .refused(.approvalExpired) = try await second.use(id) else { throw Unexpected() }
    await second.end()
  }

  @Test func `a use that the log has missed is recorded at the next start, and stays used`()
    async throws
  {
    let folder = try TemporaryFolder()
    let place = StorageLocation.file(path: folder.path("gatehouse.db"))
    let first = try await Bench(place)
    let id = try await first.ask()
    _ = try await first.answer(id, .approve, by: "ann")
    guard case .approved = try await first.use(id) else { throw Unexpected() }
    await first.end()
    let second = try await Bench(place)
    #expect(try second.events("approval.recovered") == 1)
    guard case .refused(.approvalUsed) = try await second.use(id) else { throw Unexpected() }
    await second.end()
    let third = try await Bench(place)
    #expect(try third.events("approval.recovered") == 0)
    await third.end()
  }

  private static let terms = GrantTerms(
    scope: .arguments, isForSession: true, duration: 3_600_000_000_000)

  @Test func `of a denial and a grant at once one is first, and no grant stands beside a denial`()
    async throws
  {
    for bench in try await Self.benches() {
      let ann = Approver(id: "ann", roles: [])
      for number in 0..<24 {
        let id = try await bench.ask("b\(number)")
        let seen = try #require(try await bench.instances[0].approval(id)).request.digest
        let before = try await bench.instances[0].grants(limit: 100).count
        let last = bench.instances[bench.instances.count - 1]
        async let grant = try? bench.instances[0].give(
          Self.terms, for: id, by: ann, channel: "api", seen: seen)
        async let denial = try? last.answer(
          id, .deny, by: Approver(id: "bob", roles: []), reason: "", channel: "api", seen: seen)
        let (isGiven, isDenied) = (await grant != nil, await denial != nil)
        #expect(isGiven != isDenied)
        let after = try await bench.instances[0].grants(limit: 100).count
        #expect(after == before + (isGiven ? 1 : 0))
      }
      await bench.end()
    }
  }

  @Test(arguments: [Approvals.countOfAgent, Approvals.countOfAll])
  func `what waits is counted without reading a row of it`(query: String) async throws {
    let bench = try await Bench(nil)
    let values = Array(repeating: SQLValue.integer(0), count: query.count { $0 == "$" })
    let plan = try await bench.storages[0].read { (transaction) throws(StorageError) in
      try transaction.rows("EXPLAIN QUERY PLAN \(query)", values).map { row throws(StorageError) in
        try row.text(3)
      }
    }
    #expect(plan.count == 1 && plan[0].contains("USING COVERING INDEX"), "\(plan)")
    await bench.end()
  }

  @Test func `a grant that the log does not have is not in force, and the next start ends it`()
    async throws
  {
    let folder = try TemporaryFolder()
    let place = StorageLocation.file(path: folder.path("gatehouse.db"))
    let first = try await Bench(place)
    let id = try await first.ask()
    await first.logs[0].stop()
    await #expect(throws: AnswerError.self) { try await first.give(id) }
    #expect(try await first.instances[0].grants(limit: 10).isEmpty)
    await first.end()
    let clock = ManualClock()
    clock.advance(by: .seconds(120))
    let second = try await Bench(place, clock: clock)
    #expect(try await second.instances[0].grants(limit: 10).isEmpty)
    #expect(try second.events("grant.revoked") == 1)
    await second.end()
    let third = try await Bench(place, clock: clock)
    #expect(try third.events("grant.revoked") == 0)
    await third.end()
  }

  @Test func `an end of a grant that the log has missed is recorded at the next start`()
    async throws
  {
    let folder = try TemporaryFolder()
    let place = StorageLocation.file(path: folder.path("gatehouse.db"))
    let first = try await Bench(place)
    let grant = try await first.give(try await first.ask())
    await first.logs[0].stop()
    await #expect(throws: AnswerError.self) {
      try await first.instances[0].revoke(grant.id, by: "ann")
    }
    await first.end()
    let second = try await Bench(place)
    #expect(try await second.instances[0].grants(limit: 10).isEmpty)
    #expect(try second.events("grant.revoked") == 1)
    await second.end()
  }

  @Test func `who has answered already may give a grant too`() async throws {
    let bench = try await Bench(nil)
    let request = Sample.request([.init(rule: "a"), .init(rule: "b", quorum: 2)])
    let (instance, ann) = (bench.instances[0], Approver(id: "ann", roles: []))
    guard case .waiting(let asked) = await instance.settle(request, redeeming: nil, try Self.facts)
    else { throw Unexpected() }
    #expect(try await bench.answer(asked.id, .approve, by: "ann").state == .pending)
    let grant = try await instance.give(
      Self.terms, for: asked.id, by: ann, channel: "api", seen: request.digest)
    #expect(grant.rules == ["a"])
    #expect(try await instance.grants(limit: 10).map(\.id) == [grant.id])
    #expect(try await instance.approval(asked.id)?.votes.count == 1)
    await bench.end()
  }

  @Test func `a revoked grant answers nothing any more, at once and everywhere`() async throws {
    for bench in try await Self.benches() {
      let id = try await bench.ask()
      let ann = Approver(id: "ann", roles: [])
      let seen = try #require(try await bench.instances[0].approval(id)).request.digest
      let grant = try await bench.instances[0].give(
        Self.terms, for: id, by: ann, channel: "api", seen: seen)
      for instance in bench.instances {
        #expect(try await instance.grants(limit: 10).map(\.id) == [grant.id])
      }
      let last = bench.instances.count - 1
      #expect(try await bench.instances[last].revoke(grant.id, by: "ann"))
      #expect(try await !bench.instances[0].revoke(grant.id, by: "ann"))
      #expect(try await bench.instances[0].grants(limit: 10).isEmpty)
      await bench.end()
    }
  }
}
