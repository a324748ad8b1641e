import JSON
import TestKit
import Testing

@testable import AuditLog

/// The whole log with its threads, on the simulated disk.
@Suite struct LogTests {
  private func events(_ disk: SimulatedDisk) throws -> [AuditRecord] {
    try AuditReader(disk).newest(.max).reversed()
  }

  @Test(arguments: AuditMode.allCases)
  func `records of many tasks are all in the log, once each, and it verifies`(mode: AuditMode)
    async throws
  {
    let disk = SimulatedDisk()
    var options = AuditOptions.small(mode)
    options.segmentBytes = 20_000
    let log = try AuditLog(disk, options: options)
    await withTaskGroup(of: Void.self) { group in
      for task in 0..<16 {
        group.addTask {
          for record in 0..<25 { try? await log.append(.numbered(task * 100 + record)) }
        }
      }
    }
    await log.stop()
    let numbers = try events(disk).compactMap(\.number)
    #expect(numbers.count == 400 && Set(numbers).count == 400)
    let report = AuditVerifier.verify(disk)
    #expect(report.isIntact, "\(report.finding?.description ?? "")")
    #expect(report.checkpoints > 0)
    #expect(log.status.nextSequence == report.size)
    #expect(try events(disk).last?.event["type"]?.string == "log.stop")
    #expect(try events(disk).map(\.sequence) == Array(0..<report.size))
    if mode == .none { #expect(log.status.syncs < 20) }
  }

  @Test func `in mode always a record is durable when its caller goes on`() async throws {
    let disk = SimulatedDisk()
    let log = try AuditLog(disk, options: .small(.always))
    for number in 0..<20 {
      try await log.append(.numbered(number))
      let found = disk.afterCrash(.drops, seed: 0)
      #expect(try events(found).last?.number == number)
    }
    await log.stop()
  }

  @Test func `one sync answers all who wait`() async throws {
    let disk = SimulatedDisk()
    let log = try AuditLog(disk, options: .small(.always))
    await withTaskGroup(of: Void.self) { group in
      for task in 0..<200 { group.addTask { try? await log.append(.numbered(task)) } }
    }
    #expect(log.status.syncs < 200)
    await log.stop()
    await log.stop()
    await #expect(throws: AuditError.stopped) { try await log.append(.numbered(0)) }
  }

  @Test func `a second writer is kept out until the first has stopped`() async throws {
    let disk = SimulatedDisk()
    let log = try AuditLog(disk, options: .small())
    #expect(throws: AuditError.locked) { try AuditLog(disk, options: .small()) }
    await log.stop()
    let next = try AuditLog(disk, options: .small())
    await next.stop()
    let types = try events(disk).compactMap { $0.event["type"]?.string }
    #expect(types == ["log.keys", "log.start", "log.stop", "log.start", "log.stop"])
  }

  @Test func `what a full disk keeps from being written at the stop is reported`() async throws {
    let disk = SimulatedDisk()
    let log = try AuditLog(disk, options: .small(.interval))
    while log.status.nextSequence < 2 { await Task.yield() }
    disk.setSpace(20)
    // More than the space set aside.
    let text = String(repeating: "x", count: 1 << 16)
    try await log.append(AuditEvent(type: "test", time: 0, ["text": .string(text)]))
    #expect(await log.stop() == AuditLoss(records: 1, cause: .diskFull))
    #expect(AuditVerifier.verify(disk).isIntact)
  }

  @Test func `a log without a name is named after its key, and keeps the name`() async throws {
    var options = AuditOptions.small()
    options.origin = nil
    let (disk, other) = (SimulatedDisk(), SimulatedDisk())
    for disk in [disk, other, disk] { try await AuditLog(disk, options: options).stop() }
    let names = Set(try AuditKeys.verifiers(disk).map(\.name))
    #expect(names.count == 1)
    #expect(names.allSatisfy { $0.contains(/^gatehouse\.local\/[0-9a-f]{8}$/) })
    #expect(names.isDisjoint(with: try AuditKeys.verifiers(other).map(\.name)))
    #expect(AuditVerifier.verify(disk).origin == names.first)
    // A new key goes on under the old name.
    let renewed = disk.removing(AuditKeys.signingFile)
    try await AuditLog(renewed, options: options).stop()
    #expect(try AuditKeys.verifiers(renewed).map(\.name) == [names.first, names.first])
    #expect(AuditVerifier.verify(renewed).isIntact)
  }

  @Test func `a full queue refuses, and the refusals are counted in the log`() async throws {
    var options = AuditOptions.small(.interval)
    options.queueBytes = 10
    let disk = SimulatedDisk()
    let log = try AuditLog(disk, options: options)
    for _ in 0..<3 {
      await #expect(throws: AuditError.overloaded) { try await log.append(.numbered(1)) }
    }
    await log.stop()
    #expect(log.status.refused == ["overloaded": 3])
    #expect(try events(disk).last?.event["refused_overloaded"]?.numberText == "3")
  }

  @Test(arguments: [AuditMode.always, .interval])
  func `a full disk is recorded, refuses, and lets records in again when there is space`(
    mode: AuditMode
  ) async throws {
    let time = ManualClock()
    let disk = SimulatedDisk()
    let log = try AuditLog(disk, options: .small(mode), clock: .manual(time))
    try await log.append(.numbered(0))
    while log.status.nextSequence < 3 { await Task.yield() }
    disk.setSpace(20)
    try await log.append(.numbered(1))
    while log.status.degraded != .diskFull { await Task.yield() }
    await #expect(throws: AuditError.diskFull) { try await log.append(.numbered(2)) }
    disk.setSpace(1 << 30)
    time.advance(by: .seconds(5))
    while log.status.degraded != nil {
      time.advance(by: .seconds(1))
      await Task.yield()
    }
    try await log.append(.numbered(3))
    await log.stop()
    let records = try events(disk)
    #expect(records.compactMap(\.number) == [0, 1, 3])
    let types = records.compactMap { $0.event["type"]?.string }
    #expect(types.contains("log.disk_full") && types.contains("log.recovered"))
    #expect(AuditVerifier.verify(disk).isIntact)
  }

  @Test func `a failed write refuses who waits, and loses nothing of who went on`() async throws {
    let waiting = SimulatedDisk()
    let always = try AuditLog(waiting, options: .small(.always))
    waiting.failWrites(1)
    await #expect(throws: AuditError.self) { try await always.append(.numbered(0)) }
    try await always.append(.numbered(1))
    await always.stop()
    #expect(try events(waiting).compactMap(\.number) == [1])
    let going = SimulatedDisk()
    let interval = try AuditLog(going, options: .small(.interval))
    going.failWrites(1)
    try await interval.append(.numbered(0))
    while interval.status.nextSequence < 4 { await Task.yield() }
    while interval.status.degraded != nil { await Task.yield() }
    try await interval.append(.numbered(1))
    await interval.stop()
    #expect(try events(going).compactMap(\.number) == [0, 1])
    #expect(AuditVerifier.verify(waiting).isIntact && AuditVerifier.verify(going).isIntact)
  }

  @Test func `checkpoints go to another place too`() async throws {
    let path = "/tmp/gatehouse-sink-\(UInt64.random(in: 0...UInt64.max))"
    let sink = try FileCheckpointSink(directory: path, file: "checkpoints")
    let disk = SimulatedDisk()
    var options = AuditOptions.small(.always)
    options.checkpointRecords = 1
    let log = try AuditLog(disk, options: options, sinks: [sink])
    let folder = try PosixDisk(path: path)
    while try folder.contents(of: "checkpoints")?.isEmpty ?? true {
      try await log.append(.numbered(0))
    }
    await log.stop()
    let bytes = try #require(try folder.contents(of: "checkpoints"))
    let note = try #require(CheckpointFile.read(bytes).notes.last)
    #expect(AuditVerifier.verify(disk, extending: [note]).isIntact)
    try folder.remove("checkpoints")
  }

  @Test func `a finished segment that was altered closes the log once the background has read it`()
    async throws
  {
    let disk = try makeLog(segments: 3)
    let file = try #require(disk.file(.lines, of: 1))
    let altered = disk.replacing(file) { $0.editLines { $0[3][20] ^= 1 } }
    let log = try AuditLog(altered, options: .small())
    while log.status.degraded == nil { await Task.yield() }
    await #expect(throws: AuditError.self) { try await log.append(.numbered(0)) }
    #expect(log.status.degraded?.code == "audit_broken")
    await log.stop()
    let good = try AuditLog(disk, options: .small())
    while !good.status.isVerified { await Task.yield() }
    #expect(good.status.degraded == nil)
    await good.stop()
  }

  @Test func `codes of arguments depend on the log's own key`() async throws {
    let (one, other) = (SimulatedDisk(), SimulatedDisk())
    let first = try AuditLog(one, options: .small())
    let second = try AuditLog(other, options: .small())
    let digest = first.argumentDigest([1, 2, 3])
    #expect(first.argumentDigest([1, 2, 3]) == digest)
    #expect(second.argumentDigest([1, 2, 3]) != digest)
    await first.stop()
    await second.stop()
    let again = try AuditLog(one, options: .small())
    #expect(again.argumentDigest([1, 2, 3]) == digest)
    await again.stop()
  }

  @Test func `the log works on the system's own disk`() async throws {
    let path = "/tmp/gatehouse-audit-\(UInt64.random(in: 0...UInt64.max))"
    let disk = try PosixDisk(path: path)
    defer { for name in (try? disk.list()) ?? [] { try? disk.remove(name) } }
    var options = AuditOptions.small(.always)
    options.segmentBytes = 1000
    let log = try AuditLog(disk, options: options)
    for number in 0..<20 { try await log.append(.numbered(number)) }
    let second = try PosixDisk(path: path)
    #expect(throws: AuditError.locked) { try AuditLog(second, options: options) }
    #expect(AuditVerifier.verify(second).isIntact, "a live log verifies")
    await log.stop()
    let report = AuditVerifier.verify(disk)
    #expect(report.isIntact && report.size == 23, "\(report.finding?.description ?? "")")
    #expect(throws: DiskError.self) { try PosixDisk(path: path + "/none", creating: false) }
  }
}
