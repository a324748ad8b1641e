import Crypto
import Testing

@testable import AuditLog

/// The verifier against logs that somebody has changed.
@Suite struct VerifierTests {
  private func finding(_ disk: SimulatedDisk) -> AuditFinding? {
    AuditVerifier.verify(disk).finding
  }

  @Test func `an untouched log is intact, with and without compressed segments`() throws {
    let disk = try makeLog(segments: 3)
    let report = AuditVerifier.verify(disk)
    #expect(report.isIntact, "\(report.finding?.description ?? "")")
    #expect(report.size == 31)
    #expect(report.segments == 3)
    #expect(report.checkpoints == 3)
    let packed = try compressAll(disk)
    #expect(packed.file(.lines, of: 1) == nil && packed.file(.compressed, of: 2) != nil)
    #expect(AuditVerifier.verify(packed) == report)
  }

  private func compressAll(_ disk: SimulatedDisk) throws -> SimulatedDisk {
    let copy = SimulatedDisk(files: disk.files)
    let keys = try AuditKeys.verifiers(copy)
    let catalog = try Catalog(copy, origin: nil, keys: keys)
    var before = LogHead()
    for manifest in catalog.manifests {
      var compression = try SegmentCompression(manifest, after: before, on: copy)
      while try compression.step(1 << 16) {}
      before = manifest.head
    }
    return copy
  }

  @Test func `the record that was edited is named, whichever it is`() throws {
    let disk = try makeLog(segments: 2)
    for number in 1...2 {
      let file = try #require(disk.file(.lines, of: number))
      let first: UInt64 = number == 1 ? 0 : 11
      let count = number == 1 ? 11 : 10
      for line in 0..<count {
        let edited = disk.replacing(file) { bytes in
          bytes.editLines { $0[line][30] ^= 1 }
        }
        let found = try #require(finding(edited))
        let last = line == count - 1
        #expect(found.file == file)
        if last {
          // No later line holds its hash: the checkpoint does.
          #expect(found.fault == .checkpointMismatch(size: first + UInt64(count)))
        } else {
          #expect(found.fault == .edited(first + UInt64(line)))
          #expect(found.line == line + 1)
        }
      }
    }
  }

  @Test func `records that are missing, moved, repeated or relinked are named`() throws {
    let disk = try makeLog()
    let file = try #require(disk.file(.lines, of: 1))
    func edit(_ change: @escaping (inout [[UInt8]]) -> Void) -> AuditFinding.Fault? {
      finding(disk.replacing(file) { $0.editLines(change) })?.fault
    }
    #expect(edit { $0.remove(at: 4) } == .missing(4..<5))
    #expect(edit { $0.removeSubrange(4...6) } == .missing(4..<7))
    #expect(edit { $0.removeFirst() } == .missing(0..<1))
    #expect(edit { $0.swapAt(4, 5) } == .missing(4..<5))
    #expect(edit { $0.insert($0[3], at: 4) } == .reordered(3))
    #expect(edit { $0.removeLast() } == .truncated(size: 11))
    #expect(edit { $0.removeLast(3) } == .truncated(size: 11))
    #expect(edit { $0[5] = Array("{}".utf8) } == .malformed(5))
    #expect(edit { $0[5] += Array("x".utf8) } == .malformed(5))
    #expect(edit { lines in lines.removeAll() } == .truncated(size: 11))
    let relinked = edit { lines in
      let link = lines[5].count - 20
      lines[5][link] = lines[5][link] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
    }
    #expect(relinked == .badLink(5))
    let renumbered = edit { lines in
      lines[5] = Array(
        String(decoding: lines[5], as: UTF8.self).replacing(#""seq":5"#, with: #""seq":9"#).utf8)
    }
    #expect(renumbered == .edited(5))
  }

  @Test func `a rewritten chain contradicts the checkpoint`() throws {
    let disk = try makeLog()
    let other = try makeLog(records: 10)
    let file = try #require(disk.file(.lines, of: 1))
    // The other log has other keys in its first record, so that every hash differs.
    let forged = disk.replacing(file) { $0 = other.files[file] ?? [] }
    #expect(finding(forged)?.fault == .checkpointMismatch(size: 11))
    let unsigned = forged.replacing(file.replacing("jsonl", with: "checkpoints")) {
      $0 = other.files[file.replacing("jsonl", with: "checkpoints")] ?? []
    }
    #expect(finding(unsigned)?.fault == .badSignature)
  }

  @Test func `an edit beside what a manifest vouches for is told from one before it`() throws {
    let disk = try makeLog(segments: 2)
    let file = try #require(disk.file(.lines, of: 2))
    let relinked = disk.replacing(file) { bytes in
      bytes.editLines { lines in
        let link = lines[0].count - 20
        lines[0][link] = lines[0][link] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
      }
    }
    #expect(finding(relinked)?.fault == .edited(11))
  }

  @Test func `a missing or foreign file is found`() throws {
    let disk = try makeLog(segments: 3)
    let gap = try #require(disk.file(.manifest, of: 1))
    #expect(
      finding(disk.removing(gap))?.description.hasSuffix("segment 1 or its manifest is missing")
        == true)
    for number in 1...3 {
      for suffix in [SegmentName.Suffix.lines, .manifest] {
        guard let file = disk.file(suffix, of: number) else { continue }
        #expect(finding(disk.removing(file)) != nil, "\(file) is missing")
      }
    }
    let manifest = try #require(disk.file(.manifest, of: 2))
    let bytes = try #require(disk.files[manifest])
    for index in bytes.indices {
      #expect(finding(disk.replacing(manifest) { $0[index] ^= 1 }) != nil, "byte \(index)")
    }
    #expect(finding(disk.removing(AuditKeys.verifierFile)) != nil)
    let first = try #require(disk.file(.lines, of: 1))
    #expect(finding(disk.replacing(first) { $0 += Array("{}\n".utf8) }) != nil)
  }

  @Test func `an outside checkpoint shows a log that was put back`() throws {
    let options = AuditOptions.small()
    let old = try makeLog(options: options)
    let note = try #require(lastCheckpoint(old, of: 1))
    #expect(AuditVerifier.verify(old, extending: [note]).isIntact)
    let newer = SimulatedDisk(files: old.files)
    let clock = AuditClock.system
    var writer = LogWriter(
      try OpenedLog(newer, options: options, clock: clock), disk: newer, options: options,
      clock: clock)
    try writer.write([.numbered(99)])
    try writer.sync(rewriting: true)
    let made = try writer.checkpointIfDue(forced: true)
    let newest = try #require(made)
    #expect(AuditVerifier.verify(newer, extending: [note]).isIntact)
    #expect(AuditVerifier.verify(newer, extending: [newest]).isIntact)
    #expect(
      AuditVerifier.verify(old, extending: [newest]).finding?.fault == .truncated(size: 12))
    let other = try makeLog(options: options)
    #expect(AuditVerifier.verify(other, extending: [newest]).finding?.fault == .badSignature)
  }

  @Test func `a log that was put back and went on contradicts a checkpoint from before`() throws {
    let options = AuditOptions.small()
    let old = try makeLog(options: options)
    func goOn(with numbers: [Int]) throws -> (disk: SimulatedDisk, note: SignedNote) {
      let disk = SimulatedDisk(files: old.files)
      var writer = LogWriter(
        try OpenedLog(disk, options: options, clock: .system), disk: disk, options: options,
        clock: .system)
      try writer.write(numbers.map { .numbered($0) })
      try writer.sync(rewriting: true)
      let note = try writer.checkpointIfDue(forced: true)
      return (disk, try #require(note))
    }
    let first = try goOn(with: [98])
    let second = try goOn(with: [99, 100])
    #expect(AuditVerifier.verify(second.disk, extending: [second.note]).isIntact)
    let report = AuditVerifier.verify(second.disk, extending: [first.note, second.note])
    #expect(report.finding?.fault == .checkpointMismatch(size: 12))
    let forged = SignedNote(text: first.note.text, signatures: second.note.signatures)
    #expect(
      AuditVerifier.verify(second.disk, extending: [forged, second.note]).finding?.fault
        == .badSignature)
  }

  private func lastCheckpoint(_ disk: SimulatedDisk, of segment: Int) -> SignedNote? {
    disk.file(.checkpoints, of: segment).flatMap { disk.files[$0] }
      .flatMap { CheckpointFile.read($0).notes.last }
  }

  @Test func `a line still being written is no fault`() throws {
    let disk = try makeLog()
    let file = try #require(disk.file(.lines, of: 1))
    let growing = disk.replacing(file) { $0 += Array(#"{"event":{"numb"#.utf8) }
    let report = AuditVerifier.verify(growing)
    #expect(report.isIntact)
    #expect(report.unfinishedBytes == 15)
    #expect(report.size == 11)
  }

  @Test func `whatever single byte of a stopped log changes, its report is another`() throws {
    let disk = try makeLog(segments: 2, records: 3)
    let untouched = AuditVerifier.verify(disk)
    for suffix in [SegmentName.Suffix.lines, .manifest, .checkpoints] {
      for number in 1...2 {
        guard let file = disk.file(suffix, of: number), let bytes = disk.files[file] else {
          continue
        }
        for index in bytes.indices {
          let altered = disk.replacing(file) { $0[index] ^= 0x04 }
          let report = AuditVerifier.verify(altered)
          #expect(report != untouched, "\(file), byte \(index)")
          // The end of the last checkpoint may be torn, which shows in their count alone.
          #expect(!report.isIntact || file == disk.file(.checkpoints, of: 2))
        }
      }
    }
  }
}
