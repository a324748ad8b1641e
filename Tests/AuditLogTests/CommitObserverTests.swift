import JSON
import Locking
import TestKit
import Testing

@testable import AuditLog

/// What an observer is told has to be what the log says.
struct CommitObserverTests {
  /// Keeps what it was told, each under its sequence number; what comes again replaces what came before.
  private final class Witness: CommitObserver {
    private let told = Locked<[UInt64: [UInt8]]>([:])

    func committed(_ events: [AuditEvent], from sequence: UInt64) {
      told.withLock { told in
        told = told.filter { $0.key < sequence }
        for (offset, event) in events.enumerated() { told[sequence + UInt64(offset)] = event.body }
      }
    }

    var records: [UInt64: [UInt8]] { told.withLock { $0 } }
  }

  private func log(_ disk: SimulatedDisk) throws -> [UInt64: [UInt8]] {
    var records: [UInt64: [UInt8]] = [:]
    for record in try AuditReader(disk).newest(.max) {
      records[record.sequence] = Array(record.event.rawBytes)
    }
    return records
  }

  @Test(arguments: [AuditMode.always, .interval])
  func `it is told each record once it is committed, also where a sync fails in between`(
    _ mode: AuditMode
  ) throws {
    let disk = SimulatedDisk()
    let witness = Witness()
    let (options, clock) = (AuditOptions.small(mode), AuditClock.manual(ManualClock()))
    var writer = LogWriter(
      try OpenedLog(disk, options: options, clock: clock), disk: disk, options: options,
      clock: clock, observer: witness)
    try writer.write([.numbered(0)])
    if mode == .always { #expect(witness.records[1] == nil) }
    try writer.sync(rewriting: mode == .interval)
    #expect(witness.records[1] == AuditEvent.numbered(0).body)
    disk.failSyncs([disk.syncs])
    try writer.write([.numbered(1), .numbered(2)])
    #expect(throws: AuditError.self) { try writer.sync(rewriting: mode == .interval) }
    try writer.write([.numbered(3)])
    try writer.sync(rewriting: mode == .interval)
    let kept = try log(disk).filter { $0.key > 0 }
    #expect(witness.records.filter { $0.key > 0 } == kept)
    #expect(kept.count == (mode == .interval ? 5 : 3))
  }
}
