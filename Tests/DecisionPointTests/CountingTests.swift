import ActionModel
import Approvals
import AuditLog
import JSON
import Limits
import Locking
import TestKit
import Testing

@testable import DecisionPoint

/// What rules look back on is there again after a restart, however the last run ended.
@Suite struct CountingTests {
  /// A refund in one session, of which `Bench.policy` allows 500 each and 1000 in all.
  private func refund(_ amount: Int) -> String {
    #"{"tool": "refunds.create", "args": {"amount": \#(amount)}, "session": "s-1"}"#
  }

  private func verdict(_ amount: Int, _ bench: Bench) async throws -> String {
    try await bench.decide(refund(amount)).verdict.rawValue
  }

  /// Replaces a part of the image on the disk.
  private func edit(
    _ bench: Bench, _ change: (inout CounterFile) -> Void
  ) throws {
    let disk = try PosixDisk(path: bench.folder.path("data"))
    var file = try #require(
      CounterFile(bytes: try disk.contents(of: CounterFile.name) ?? []))
    change(&file)
    try disk.replace(CounterFile.name, with: file.bytes)
  }

  @Test func `a cap holds over a crash before the first image`() async throws {
    var bench = try await Bench()
    #expect(try await verdict(500, bench) == "allow")
    bench = try await bench.restart()
    #expect(try await verdict(400, bench) == "allow")
    bench = try await bench.restart()
    #expect(try await verdict(101, bench) == "deny")
    #expect(try await verdict(100, bench) == "allow")
    #expect(bench.complaints.withLock { $0 } == [])
  }

  @Test func `a rule can look back on what actions did, whatever tool did it`() async throws {
    let policy = """
      version: 1
      default: allow
      rules:
        - id: nothing-leaves-after-reading
          effect: deny
          tools: [mail.send]
          when: session.seen("effects.reads", duration("1h"))
      """
    let kinds: [String: Effect.Kind] = ["fs.read": .reads, "odd": .unknown]
    let analysis = ToolEffects { tool in
      Effects(
        all: kinds[tool].map { [Effect(kind: $0, target: .unknown)] } ?? [],
        reversibility: .reversible)
    }
    for (tool, verdict) in [("fs.list", "allow"), ("fs.read", "deny"), ("odd", "deny")] {
      var bench = try await Bench(policy: policy, analysis: analysis)
      #expect(try await bench.decide(#"{"tool": "\#(tool)"}"#).verdict == .allow)
      #expect(try await bench.decide(#"{"tool": "mail.send"}"#).verdict.rawValue == verdict)
      // The log says so too, after a crash.
      bench = try await bench.restart(policy: policy)
      #expect(try await bench.decide(#"{"tool": "mail.send"}"#).verdict.rawValue == verdict)
    }
  }

  @Test func `a cap holds over a crash some time after an image`() async throws {
    var bench = try await Bench()
    #expect(try await verdict(500, bench) == "allow")
    await bench.counting.stop()
    #expect(try await verdict(400, bench) == "allow")
    bench = try await bench.restart()
    #expect(try await verdict(101, bench) == "deny")
    #expect(try await verdict(100, bench) == "allow")
    bench.clock.advance(by: .seconds(25 * 3600))
    await bench.counting.stop()
    bench = try await bench.restart()
    #expect(try await verdict(500, bench) == "allow")
  }

  @Test func `what an image and the log both hold counts once`() async throws {
    var bench = try await Bench()
    #expect(try await verdict(500, bench) == "allow")
    await bench.counting.stop()
    try edit(bench) { $0.end = AuditPosition(sequence: 0, segment: 1, offset: 0) }
    bench = try await bench.restart()
    #expect(try await verdict(500, bench) == "allow")
    #expect(try await verdict(1, bench) == "deny")
  }

  @Test func `a damaged image, and that of another log, are rebuilt from the log`() async throws {
    var bench = try await Bench()
    #expect(try await verdict(500, bench) == "allow")
    #expect(try await verdict(400, bench) == "allow")
    await bench.counting.stop()
    let disk = try PosixDisk(path: bench.folder.path("data"))
    var bytes = try #require(try disk.contents(of: CounterFile.name))
    bytes[bytes.count / 2] ^= 1
    try disk.replace(CounterFile.name, with: bytes)
    bench = try await bench.restart()
    #expect(bench.complaints.withLock { $0 } == ["`counters.json` is damaged"])
    #expect(try await verdict(101, bench) == "deny")
    await bench.counting.stop()
    try edit(bench) {
      $0.log = "another"
      $0.image = CounterImage(time: 0)
    }
    bench = try await bench.restart()
    #expect(bench.complaints.withLock { $0 } == ["`counters.json` goes with another log"])
    #expect(try await verdict(101, bench) == "deny")
    #expect(try await verdict(100, bench) == "allow")
  }

  @Test func `a start without a policy that counts forgets nothing`() async throws {
    var bench = try await Bench()
    #expect(try await verdict(500, bench) == "allow")
    bench = try await bench.restart(policy: nil)
    await bench.counting.stop()
    bench = try await bench.restart()
    #expect(try await verdict(500, bench) == "allow")
    #expect(try await verdict(1, bench) == "deny")
  }

  @Test func `an image ahead of its log stands for no later record`() async throws {
    var bench = try await Bench()
    #expect(try await verdict(500, bench) == "allow")
    await bench.counting.stop()
    try edit(bench) { $0.end = AuditPosition(sequence: 1_000, segment: 9, offset: 0) }
    bench = try await bench.restart()
    #expect(try await verdict(400, bench) == "allow")
    bench = try await bench.restart()
    #expect(try await verdict(101, bench) == "deny")
  }

  @Test func `what a held action counts survives, and is given back once it is denied`()
    async throws
  {
    var bench = try await Bench(policy: Bench.capped)
    let id = try #require(try await bench.decide(refund(60)).approval).id
    for hasImage in [false, true] {
      if hasImage { await bench.counting.stop() }
      bench = try await bench.restart(policy: Bench.capped)
      #expect(try await verdict(50, bench) == "deny")
      #expect(try await bench.decide(refund(60)).approval?.id == id)
    }
    let approval = try #require(try await bench.approvals.approval(id))
    _ = try await bench.approvals.answer(
      id, .deny, by: .init(id: "ann", roles: []), reason: "", channel: "test",
      seen: approval.request.digest)
    await bench.point.approvalChanged(id)
    let released = try bench.events("reservation.released")
    #expect(released.map { $0["approval"]?.string } == [id])
    bench = try await bench.restart(policy: Bench.capped)
    #expect(try await verdict(100, bench) == "require_approval")
  }

  @Test func `a record says what was counted, also where arguments are left out`() async throws {
    let bench = try await Bench(arguments: .digest)
    _ = try await bench.decide(refund(5))
    _ = try await bench.decide(#"{"tool": "fs.read", "args": {"path": "/srv/a"}}"#)
    let events = try bench.events()
    let counted = try #require(events[0]["counted"])
    #expect(
      String(decoding: counted.rawBytes, as: UTF8.self) == """
        {"at":"1970-01-01T00:16:40.000000Z","spends":[{"amount":"5","argument":"amount",\
        "function":"sum","scope":"session","tool":"refunds.create","window_ns":86400000000000}]}
        """)
    #expect(events[0]["args"] == nil)
    #expect(events[1]["counted"] == nil)
  }

  @Test func `the clock of the counters never runs ahead of the time that has passed`() {
    let hour: Int64 = 3_600_000_000_000
    let then = CounterClock.Moment(wall: 100 * hour, monotonic: 5 * hour, boot: "a")
    func elapsed(_ wall: Int64, _ monotonic: Int64, _ boot: String?) -> Int64 {
      let now = CounterClock.Moment(wall: wall * hour, monotonic: monotonic * hour, boot: boot)
      let clock = CounterClock(at: now, resuming: 90 * hour, of: then)
      return (clock.time(at: now.monotonic) - 90 * hour) / hour
    }
    #expect(elapsed(102, 7, "a") == 2)
    #expect(elapsed(500, 7, "a") == 2, "the time of day was set forward")
    #expect(elapsed(1, 7, "a") == 2, "the time of day was set back")
    #expect(elapsed(103, 0, "b") == 3, "the machine was started again")
    #expect(elapsed(1, 0, "b") == 0, "and its time of day set back")
    #expect(elapsed(103, 0, nil) == 3)
  }
}
