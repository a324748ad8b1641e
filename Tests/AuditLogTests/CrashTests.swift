import JSON
import TestKit
import Testing

@testable import AuditLog

/// The log on a disk that crashes after every operation in turn.
@Suite struct CrashTests {
  /// What the workload was told is safe, and what it had offered when the crash came.
  struct Outcome {
    var acknowledged: [Int] = []
    var offered = 0
  }

  /// Opens the log, writes groups, and passes through checkpoints, rotation, retention and a clean
  /// close.
  private func work(on disk: SimulatedDisk, _ options: AuditOptions, from first: Int) -> Outcome {
    var outcome = Outcome(offered: first)
    let time = ManualClock()
    let clock = AuditClock.manual(time)
    do throws(AuditError) {
      var writer = LogWriter(
        try OpenedLog(disk, options: options, clock: clock), disk: disk, options: options,
        clock: clock)
      try writer.write([.start(writer.keys, mode: options.mode, unsigned: 0, time: clock.wall())])
      try writer.sync(rewriting: true)
      for group in 1...6 {
        let numbers = outcome.offered..<outcome.offered + group % 3 + 1
        outcome.offered = numbers.upperBound
        try writer.write(numbers.map(AuditEvent.numbered))
        try writer.sync(rewriting: false)
        outcome.acknowledged += numbers
        time.advance(by: .milliseconds(600))
        _ = try writer.checkpointIfDue()
        guard writer.owesRotation() else { continue }
        _ = try writer.rotate()
        guard let manifest = writer.finished.last else { continue }
        try compress(manifest, after: writer.finished.dropLast().last?.head, disk)
        for name in try writer.retain()?.dropped ?? [] {
          try remove(name, disk)
        }
      }
      try writer.write([.stop(refused: [:], time: clock.wall())])
      try writer.sync(rewriting: true)
      _ = try writer.checkpointIfDue(forced: true)
    } catch {
      return outcome
    }
    return outcome
  }

  private func compress(
    _ manifest: SegmentManifest, after head: LogHead?, _ disk: SimulatedDisk
  ) throws(AuditError) {
    try AuditError.mapping { () throws(DiskError) in
      var compression = try SegmentCompression(manifest, after: head ?? LogHead(), on: disk)
      while try compression.step(1 << 16) {}
    }
  }

  private func remove(_ name: SegmentName, _ disk: SimulatedDisk) throws(AuditError) {
    try AuditError.mapping { () throws(DiskError) in
      for suffix in [SegmentName.Suffix.lines, .compressed, .checkpoints] {
        try disk.removeIfPresent(name.file(suffix))
      }
    }
  }

  private var options: AuditOptions {
    var options = AuditOptions.small(.always)
    options.segmentBytes = 900
    return options
  }

  /// Checks what a crash has left: it opens, loses nothing that was acknowledged, and verifies.
  private func check(
    _ found: SimulatedDisk, _ outcome: Outcome, _ options: AuditOptions, _ place: String
  ) {
    let second = work(on: found, options, from: outcome.offered)
    #expect(second.acknowledged.count == 12, "does not go on \(place)")
    let report = AuditVerifier.verify(found)
    #expect(report.isIntact, "\(report.finding?.description ?? "") \(place)")
    let records = (try? AuditReader(found).newest(.max)) ?? []
    let numbers = Set(records.compactMap(\.number))
    let lost = (outcome.acknowledged + second.acknowledged).filter { !numbers.contains($0) }
    #expect(lost.isEmpty, "lost \(lost) \(place)")
    #expect(records.map(\.sequence) == (0..<report.size).reversed(), "gap \(place)")
    let repairs = records.count { $0.event["type"]?.string == "log.repair" }
    #expect(repairs >= report.repairs, "a cut is not recorded \(place)")
  }

  @Test(arguments: SimulatedDisk.Crash.allCases)
  func `a crash after any operation loses no acknowledged record and leaves a log that verifies`(
    crash: SimulatedDisk.Crash
  ) {
    let whole = SimulatedDisk()
    let complete = work(on: whole, options, from: 0)
    #expect(complete.acknowledged.count == 12)
    #expect(AuditVerifier.verify(whole).isIntact)
    let operations = whole.operations
    #expect(operations > 100)
    for operation in 0..<operations {
      for seed in 0..<(crash == .tears ? 3 : 1) {
        let disk = SimulatedDisk()
        disk.crash(after: operation)
        let outcome = work(on: disk, options, from: 0)
        let found = disk.afterCrash(crash, seed: UInt64(operation * 7 + seed))
        check(
          found, outcome, options, "after operation \(operation), \(crash) \(seed): \(disk.recent)")
      }
    }
  }

  @Test(arguments: SimulatedDisk.Crash.allCases)
  func `a crash at any point of a retention cut leaves no gap that is not signed for`(
    crash: SimulatedDisk.Crash
  ) {
    var options = options
    options.retentionBytes = 900
    let whole = SimulatedDisk()
    _ = work(on: whole, options, from: 0)
    #expect(AuditVerifier.verify(whole).dropped > 0)
    for operation in stride(from: 40, to: whole.operations, by: 1) {
      let disk = SimulatedDisk()
      disk.crash(after: operation)
      let outcome = work(on: disk, options, from: 0)
      let found = disk.afterCrash(crash, seed: UInt64(operation))
      let place = "after operation \(operation): \(disk.recent)"
      let second = work(on: found, options, from: outcome.offered)
      #expect(second.acknowledged.count == 12, "does not go on \(place)")
      let report = AuditVerifier.verify(found)
      #expect(report.isIntact, "\(report.finding?.description ?? "") \(place)")
      let records = (try? AuditReader(found).newest(.max)) ?? []
      let kept = records.map(\.sequence).filter { $0 >= report.firstSequence }
      #expect(kept == (report.firstSequence..<report.size).reversed(), "gap \(place)")
    }
  }

  @Test func `a crash while recovering from a crash loses nothing either`() {
    let first = SimulatedDisk()
    first.crash(after: 70)
    let outcome = work(on: first, options, from: 0)
    #expect(!outcome.acknowledged.isEmpty)
    for operation in 0..<60 {
      let disk = first.afterCrash(.tears, seed: 11)
      disk.crash(after: operation)
      var second = work(on: disk, options, from: outcome.offered)
      second.acknowledged += outcome.acknowledged
      let found = disk.afterCrash(.tears, seed: UInt64(operation))
      check(
        found, second, options, "after operation \(operation) of the second run: \(disk.recent)")
    }
  }
}
