import JSON
import TestKit
import Testing

@testable import AuditLog

@Suite struct UnsignedTailTests {
  @Test func `a log has a signature from its first start on`() async throws {
    let disk = SimulatedDisk()
    let log = try AuditLog(disk, options: .small(.none))
    #expect(AuditVerifier.verify(disk).signedSize > 0)
    await log.stop()
  }

  @Test func `records that no signature covers are counted`() throws {
    let disk = try makeLog(records: 10)
    let report = AuditVerifier.verify(disk)
    #expect(report.isIntact)
    #expect(report.signedSize == report.size)
  }

  @Test func `a tail may be as long as an instance can leave it, and no longer`() {
    #expect(!UnsignedTail.isTooLong(5, signed: 5))
    #expect(!UnsignedTail.isTooLong(UnsignedTail.limitOfNewLog, signed: 0))
    #expect(UnsignedTail.isTooLong(UnsignedTail.limitOfNewLog + 1, signed: 0))
    #expect(!UnsignedTail.isTooLong(UnsignedTail.limit + 5, signed: 5))
    #expect(UnsignedTail.isTooLong(UnsignedTail.limit + 6, signed: 5))
    #expect(
      UnsignedTail.limit > AuditOptions().segmentRecords + UInt64(AuditOptions().queueRecords))
  }

  @Test func `a log without any signature is broken, and is not gone on with`() throws {
    let disk = try makeLog(records: 40)
    for name in try disk.list() where name.hasSuffix(".checkpoints") { try disk.remove(name) }
    let report = AuditVerifier.verify(disk)
    #expect(report.finding?.kind == "unsigned")
    #expect(throws: AuditError.self) { try AuditLog(disk, options: .small()) }
  }

  @Test func `an action of a hundred thousand values can be shown`() async throws {
    let disk = SimulatedDisk()
    let log = try AuditLog(disk, options: .small())
    let list = "[" + Array(repeating: "1", count: 300_000).joined(separator: ",") + "]"
    try await log.append(AuditEvent(canonicalBody: Array(#"{"args":\#(list),"type":"big"}"#.utf8)))
    var filter = AuditFilter()
    filter.type = "big"
    #expect(try AuditReader(disk).newest(1, matching: filter).count == 1)
    await log.stop()
  }
}
