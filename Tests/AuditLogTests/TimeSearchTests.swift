import Calendar
import Locking
import TestKit
import Testing

@testable import AuditLog

/// Searches that name a time read those segments alone that hold records of it.
@Suite struct TimeSearchTests {
  private static let minute: Int64 = 60_000_000_000

  /// A disk that counts the bytes that are read of each segment's lines.
  private final class CountingDisk: Disk {
    private let disk: SimulatedDisk
    private let counts = Locked<[Int: Int]>([:])

    init(_ disk: SimulatedDisk) { self.disk = disk }

    /// The segments of whose lines anything was read since the last call.
    func segmentsRead() -> [Int] {
      counts.withLock { counts in
        defer { counts = [:] }
        return counts.filter { $0.value > 0 }.keys.sorted()
      }
    }

    func open(_ name: String, _ access: DiskAccess) throws(DiskError) -> any DiskFile {
      let file = try disk.open(name, access)
      guard let (segment, suffix) = SegmentName.read(name), [.lines, .compressed].contains(suffix)
      else { return file }
      return CountingFile(file) { [counts] count in
        counts.withLock { $0[segment.number, default: 0] += count }
      }
    }

    func list() throws(DiskError) -> [String] { try disk.list() }
    func rename(_ name: String, to newName: String) throws(DiskError) {
      try disk.rename(name, to: newName)
    }
    func remove(_ name: String) throws(DiskError) { try disk.remove(name) }
    func syncDirectory() throws(DiskError) { try disk.syncDirectory() }
    func freeBytes() throws(DiskError) -> Int { try disk.freeBytes() }
  }

  private final class CountingFile: DiskFile {
    private let file: any DiskFile
    private let note: @Sendable (Int) -> Void

    init(_ file: any DiskFile, _ note: @escaping @Sendable (Int) -> Void) {
      self.file = file
      self.note = note
    }

    func read(at offset: Int, count: Int) throws(DiskError) -> [UInt8] {
      let bytes = try file.read(at: offset, count: count)
      note(bytes.count)
      return bytes
    }

    func length() throws(DiskError) -> Int { try file.length() }
    func append(_ bytes: [UInt8]) throws(DiskError) { try file.append(bytes) }
    func sync() throws(DiskError) { try file.sync() }
    func forget(upTo offset: Int) { file.forget(upTo: offset) }
    func truncate(to length: Int) throws(DiskError) { try file.truncate(to: length) }
    func reserve(_ length: Int) throws(DiskError) { try file.reserve(length) }
    func lock() throws(DiskError) { try file.lock() }
  }

  /// Writes records at these minutes, each list a segment of its own; the last one stays open.
  ///
  /// - Parameter restarts: whether the log is closed and opened again in the middle of each segment.
  private func log(_ segments: [[Int64]], restarts: Bool = false) throws -> SimulatedDisk {
    let disk = SimulatedDisk()
    let wall = Locked(segments[0][0] * Self.minute)
    let clock = AuditClock(wall: { wall.withLock { $0 } }, monotonic: { 0 })
    func open() throws -> LogWriter {
      LogWriter(
        try OpenedLog(disk, options: .small(), clock: clock), disk: disk, options: .small(),
        clock: clock)
    }
    var log = try open()
    for (number, minutes) in segments.enumerated() {
      for (place, minute) in minutes.enumerated() {
        wall.withLock { $0 = minute * Self.minute }
        try log.write([AuditEvent(type: "test", time: minute * Self.minute)])
        try log.sync(rewriting: true)
        if restarts, place == minutes.count / 2 { log = try open() }
      }
      if number < segments.count - 1 { _ = try log.rotate() }
    }
    return disk
  }

  private func filter(_ minutes: Range<Int64>) -> AuditFilter {
    var filter = AuditFilter()
    filter.from = minutes.lowerBound * Self.minute
    filter.to = minutes.upperBound * Self.minute
    return filter
  }

  /// In the third segment the clock goes back by an hour, and in the fourth it is right again.
  private static let segments: [[Int64]] = [
    [100, 101, 102, 103], [104, 105, 106, 107], [108, 48, 49, 109], [110, 111, 112, 113],
    [114, 115],
  ]

  /// Times, and the segments that have to be read for them; the open one always is, when it is come to.
  private static let searches: [(minutes: Range<Int64>, segments: [Int])] = [
    (100..<102, [1, 3, 5]), (105..<106, [2, 3, 5]), (48..<49, [3, 5]), (60..<61, [3, 5]),
    (109..<111, [3, 4, 5]), (113..<114, [4, 5]), (200..<300, [5]), (0..<10, [5]),
  ]

  @Test(arguments: [false, true])
  func `segments of other times are not read, wherever the clock went, and nothing is missed`(
    restarts: Bool
  ) throws {
    let disk = CountingDisk(try log(Self.segments, restarts: restarts))
    let reader = AuditReader(disk)
    let all = try reader.newest(.max)
    #expect(disk.segmentsRead() == [1, 2, 3, 4, 5])
    for (minutes, segments) in Self.searches {
      let filter = filter(minutes)
      let wanted = all.filter { filter.matches($0.event) }.map(\.sequence)
      #expect(try reader.newest(.max, matching: filter).map(\.sequence) == wanted)
      #expect(disk.segmentsRead() == segments, "backwards: \(minutes)")
      let forwards = try reader.search(
        from: 0, matching: filter, limit: .max, within: AuditSearchBounds())
      #expect(forwards.records.map(\.sequence) == wanted.reversed() && forwards.next == nil)
      #expect(disk.segmentsRead() == segments, "forwards: \(minutes)")
      #expect(try reader.start(ofNewest: .max, matching: filter) == wanted.last)
      #expect(disk.segmentsRead() == segments, "from the beginning: \(minutes)")
    }
  }

  @Test func `what is not read costs a bounded search nothing of what it may look at`() throws {
    let reader = AuditReader(try log(Self.segments))
    var bounds = AuditSearchBounds()
    bounds.records = 8
    let found = try reader.search(
      before: 19, matching: filter(100..<101), limit: 9, within: bounds)
    // Two of the open segment and four of the third leave two of the first, which has five.
    #expect(found.records.isEmpty && found.next == 3)
    let rest = try reader.search(before: 3, matching: filter(100..<101), limit: 9, within: bounds)
    #expect(rest.records.map(\.sequence) == [1, 0] && rest.next == nil)
    bounds.records = 4
    let forwards = try reader.search(
      from: 5, matching: filter(109..<110), limit: 9, within: bounds)
    #expect(forwards.records.count == 1 && forwards.next == 13)
  }

  @Test func `a log whose records' times are not all known is read whole`() throws {
    let disk = SimulatedDisk()
    var log = LogWriter(
      try OpenedLog(disk, options: .small(), clock: .system), disk: disk, options: .small(),
      clock: .system)
    for minute: Int64 in [1, 2] {
      let body = #"{"time":"\#(UTCTimestamp.text(minute * Self.minute))","type":"test"}"#
      try log.write([AuditEvent(canonicalBody: Array(body.utf8))])
      try log.sync(rewriting: true)
      _ = try log.rotate()
    }
    #expect(log.finished.map(\.times) == [nil, nil])
    #expect(log.finished.allSatisfy { $0.text.hasPrefix("gatehouse audit segment v1\n") })
    let counting = CountingDisk(disk)
    #expect(try AuditReader(counting).newest(9, matching: filter(1..<2)).count == 1)
    #expect(counting.segmentsRead() == [1, 2])
    #expect(AuditVerifier.verify(disk).isIntact)
  }

  @Test func `manifests say when records were made, and are read as exactly what was written`()
    throws
  {
    let disk = try log(Self.segments, restarts: true)
    #expect(AuditVerifier.verify(disk).isIntact)
    let file = try #require(disk.file(.manifest, of: 3))
    let text = try #require(SignedNote(bytes: try disk.contents(of: file) ?? [])).text
    #expect(text.hasPrefix("gatehouse audit segment v2\n"))
    #expect(text.contains("\ntimes 1970-01-01T00:48:00.000000Z 1970-01-01T01:49:00.000000Z\n"))
    #expect(SegmentManifest(text: text)?.text == text)
    for (times, other) in [
      ("00:48:00.000000Z", "00:48:00Z"), (" 1970-01-01T01", ""), ("times", "time"), ("v2", "v1"),
    ] {
      #expect(SegmentManifest(text: text.replacing(times, with: other)) == nil, "\(times)")
    }
  }
}
