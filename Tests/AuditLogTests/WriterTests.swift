import Crypto
import JSON
import TestKit
import Testing

@testable import AuditLog

@Suite struct WriterTests {
  private func writer(
    _ disk: SimulatedDisk, _ options: AuditOptions, _ time: ManualClock = ManualClock()
  ) throws -> LogWriter {
    let clock = AuditClock.manual(time)
    return LogWriter(
      try OpenedLog(disk, options: options, clock: clock), disk: disk, options: options,
      clock: clock)
  }

  private func types(_ disk: SimulatedDisk) throws -> [String] {
    try AuditReader(disk).newest(.max).reversed().compactMap { $0.event["type"]?.string }
  }

  private func numbers(_ disk: SimulatedDisk) throws -> [Int] {
    try AuditReader(disk).newest(.max).reversed().compactMap(\.number)
  }

  @Test func `a line is canonical JSON that holds the hash of the line before`() throws {
    let disk = try makeLog(records: 2)
    let file = try #require(disk.file(.lines, of: 1))
    let lines = try #require(disk.files[file]).split(separator: UInt8(ascii: "\n")).map(Array.init)
    var hasher = MerkleHasher()
    var link = String(repeating: "0", count: 64)
    for (index, line) in lines.enumerated() {
      let value = try JSONDocument.parse(line)
      #expect(try CanonicalJSON.bytes(of: value) == line)
      #expect(value["link"]?.string == link)
      #expect(value["seq"]?.numberText == "\(index)")
      link = hasher.leaf(line.span).description
    }
    #expect(lines.count == 3)
  }

  @Test func `a failed sync refuses who waited, closes the segment, and goes on in a new one`()
    throws
  {
    let disk = SimulatedDisk()
    var log = try writer(disk, .small())
    try log.write([.numbered(0)])
    try log.sync(rewriting: false)
    disk.failSyncs([disk.syncs])
    try log.write([.numbered(1), .numbered(2)])
    #expect(throws: AuditError.self) { try log.sync(rewriting: false) }
    let outcome1 = log.isReady
    #expect(outcome1)
    try log.write([.numbered(3)])
    try log.sync(rewriting: false)
    _ = try log.checkpointIfDue(forced: true)
    #expect(try types(disk) == ["log.keys", "test", "log.repair", "test"])
    #expect(try numbers(disk) == [0, 3])
    let report = AuditVerifier.verify(disk)
    #expect(report.isIntact && report.repairs == 1, "\(report.finding?.description ?? "")")
    let outcome2 = log.segment?.name.number
    #expect(outcome2 == 2)
  }

  @Test func `a failed sync of records that were answered already writes them again`() throws {
    let disk = SimulatedDisk()
    var log = try writer(disk, .small(.interval))
    try log.write([.numbered(0), .numbered(1)])
    disk.failSyncs([disk.syncs])
    #expect(throws: AuditError.self) { try log.sync(rewriting: true) }
    try log.sync(rewriting: true)
    _ = try log.checkpointIfDue(forced: true)
    #expect(try numbers(disk) == [0, 1])
    #expect(AuditVerifier.verify(disk).isIntact)
    #expect(AuditVerifier.verify(disk.afterCrash(.drops, seed: 0)).size == 4)
  }

  @Test func `a full disk takes nothing of a group, and the log goes on when there is space`()
    throws
  {
    let disk = SimulatedDisk()
    var log = try writer(disk, .small())
    try log.write([.numbered(0)])
    try log.sync(rewriting: false)
    disk.setSpace(100)
    #expect(throws: AuditError.diskFull) { try log.write([.numbered(1), .numbered(2)]) }
    disk.setSpace(.max)
    try log.write([.numbered(3)])
    try log.sync(rewriting: false)
    _ = try log.checkpointIfDue(forced: true)
    #expect(try numbers(disk) == [0, 3])
    #expect(AuditVerifier.verify(disk).isIntact)
  }

  @Test func `checkpoints are due by time and by records, and only where there are new ones`()
    throws
  {
    let time = ManualClock()
    var options = AuditOptions.small()
    options.checkpointRecords = 5
    var log = try writer(SimulatedDisk(), options, time)
    try log.write([.numbered(0)])
    let outcome3 = try log.checkpointIfDue()
    #expect(outcome3 == nil)
    time.advance(by: .seconds(1))
    let outcome4 = try log.checkpointIfDue()
    #expect(outcome4 == nil, "nothing is durable yet")
    try log.sync(rewriting: false)
    let made = try log.checkpointIfDue()
    let note = try #require(made)
    #expect(Checkpoint(text: note.text)?.size == 2)
    time.advance(by: .seconds(9))
    let outcome5 = try log.checkpointIfDue()
    #expect(outcome5 == nil)
    let outcome7 = log.nanosecondsUntilDue()
    #expect(outcome7.map { $0 > 1_000_000_000 } ?? false)
    try log.write((0..<5).map(AuditEvent.numbered))
    try log.sync(rewriting: false)
    let outcome6 = try log.checkpointIfDue()
    #expect(outcome6 != nil)
  }

  @Test func `rotation by size and by age never uses a name twice`() throws {
    let time = ManualClock()
    var options = AuditOptions.small()
    options.segmentBytes = 2000
    options.segmentAge = 60_000_000_000
    let disk = SimulatedDisk()
    var log = try writer(disk, options, time)
    var rotations = 0
    for number in 0..<40 {
      try log.write([.numbered(number)])
      if log.owesRotation() {
        _ = try log.rotate()
        rotations += 1
      }
    }
    #expect(rotations > 2)
    let outcome8 = !log.owesRotation()
    #expect(outcome8)
    time.advance(by: .seconds(60))
    let outcome9 = log.owesRotation()
    #expect(outcome9)
    _ = try log.rotate()
    let outcome10 = !log.owesRotation()
    #expect(outcome10, "an empty segment is not finished")
    try log.sync(rewriting: true)
    let report = AuditVerifier.verify(disk)
    #expect(report.isIntact && report.size == 41)
    #expect(report.segments == rotations + 1)
  }

  @Test func `retention keeps a signed account of what it dropped`() throws {
    let time = ManualClock()
    var options = AuditOptions.small()
    options.retentionAge = 3600 * 1_000_000_000
    let disk = SimulatedDisk()
    var log = try writer(disk, options, time)
    for number in 0..<3 {
      try log.write([.numbered(number)])
      _ = try log.rotate()
      time.advance(by: .seconds(1500))
    }
    let dropping = try log.retain()
    let retained = try #require(dropping)
    #expect(retained.dropped.map(\.number) == [1])
    // Between the statement and the removal both states verify.
    #expect(AuditVerifier.verify(disk).isIntact)
    for name in retained.dropped {
      try disk.remove(name.file(.lines))
      try disk.remove(name.file(.checkpoints))
    }
    let report = AuditVerifier.verify(disk)
    #expect(report.isIntact && report.dropped == 1 && report.firstSequence == 2)
    #expect(try types(disk).last == "log.retention")
    #expect(!AuditVerifier.verify(disk.removing("retention")).isIntact)
    let manifest = try #require(disk.file(.manifest, of: 1))
    #expect(!AuditVerifier.verify(disk.removing(manifest)).isIntact)
    let next = try writer(SimulatedDisk(files: disk.files), options, time)
    let (size, firstKept) = (next.head.size, next.firstKept)
    #expect(size == report.size && firstKept == 2)
  }

  @Test func `a torn tail is cut and recorded, but not where a checkpoint covers it`() throws {
    let disk = try makeLog()
    let file = try #require(disk.file(.lines, of: 1))
    let torn = disk.replacing(file) { $0 += Array(#"{"event":{"half"#.utf8) }
    var log = try writer(torn, .small())
    try log.write([.numbered(10)])
    try log.sync(rewriting: false)
    let report = AuditVerifier.verify(torn)
    #expect(report.isIntact && report.repairs == 1 && report.size == 13)
    let repair = try #require(try AuditReader(torn).newest(2).last)
    #expect(repair.event["type"]?.string == "log.repair")
    #expect(repair.event["cut_bytes"]?.numberText == "15")
    let covered = disk.replacing(file) { $0.removeLast(5) }
    #expect(throws: AuditError.self) { () throws -> Void in _ = try writer(covered, .small()) }
    let edited = disk.replacing(file) { $0.editLines { $0[4][20] ^= 1 } }
    #expect(throws: AuditError.self) { () throws -> Void in _ = try writer(edited, .small()) }
  }

  @Test func `a signing key that was taken away is made anew, and that is recorded`() throws {
    let disk = try makeLog().removing(AuditKeys.signingFile)
    var log = try writer(disk, .small())
    try log.write([.numbered(1)])
    try log.sync(rewriting: false)
    _ = try log.checkpointIfDue(forced: true)
    #expect(try types(disk).suffix(2) == ["log.keys", "test"])
    #expect(AuditVerifier.verify(disk).isIntact)
    #expect(try AuditKeys.verifiers(disk).count == 2)
  }
}
