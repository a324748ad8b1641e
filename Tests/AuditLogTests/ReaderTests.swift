import Calendar
import JSON
import Testing

@testable import AuditLog

@Suite struct ReaderTests {
  /// A log of decisions of two agents in three segments, of which the first is compressed.
  private func decisions() throws -> SimulatedDisk {
    let disk = SimulatedDisk()
    let options = AuditOptions.small()
    var log = LogWriter(
      try OpenedLog(disk, options: options, clock: .system), disk: disk, options: options,
      clock: .system)
    for number in 0..<30 {
      let agent = number.isMultiple(of: 3) ? "bot-3" : "bot-1"
      let verdict = number.isMultiple(of: 2) ? "allow" : "deny"
      let time = UTCTimestamp.text(Int64(number) * 60_000_000_000)
      let body =
        #"{"agent":{"id":"\#(agent)"},"number":\#(number),"rules":["r\#(number % 5)","all"],"#
        + #""session":"s-\#(number % 4)","time":"\#(time)","#
        + #""tool":{"channel":"mcp","name":"read","server":"fs"},"type":"decision","verdict":"\#(verdict)"}"#
      try log.write([AuditEvent(canonicalBody: Array(body.utf8))])
      if number % 10 == 9, number < 29 { _ = try log.rotate() }
    }
    try log.sync(rewriting: true)
    var compression = try SegmentCompression(log.finished[0], after: LogHead(), on: disk)
    while try compression.step(100) {}
    return disk
  }

  private func numbers(
    _ disk: SimulatedDisk, _ limit: Int = .max, before: UInt64? = nil,
    _ set: (inout AuditFilter) -> Void = { _ in }
  ) throws -> [Int] {
    var filter = AuditFilter()
    set(&filter)
    return try AuditReader(disk).newest(limit, matching: filter, before: before)
      .compactMap(\.number)
  }

  @Test func `records come newest first across segments, compressed or not`() throws {
    let disk = try decisions()
    #expect(disk.file(.compressed, of: 1) != nil && disk.file(.lines, of: 1) == nil)
    #expect(try numbers(disk) == (0..<30).reversed())
    #expect(try numbers(disk, 3) == [29, 28, 27])
    #expect(try numbers(disk, 0) == [])
    #expect(try numbers(disk, 12).last == 18)
    // Record 0 tells of the keys, so that decision 9 is record 10.
    #expect(try numbers(disk, 2, before: 11) == [9, 8])
  }

  @Test func `filters choose by agent, session, tool, verdict, rule, type and time`() throws {
    let disk = try decisions()
    #expect(try numbers(disk) { $0.agent = "bot-3" } == (0..<30).reversed().filter { $0 % 3 == 0 })
    #expect(try numbers(disk) { $0.session = "s-2" } == (0..<30).reversed().filter { $0 % 4 == 2 })
    #expect(try numbers(disk, 2) { $0.verdict = "deny" } == [29, 27])
    #expect(try numbers(disk, 2) { $0.rule = "r1" } == [26, 21])
    #expect(try numbers(disk) { $0.rule = "none" } == [])
    for tool in ["read", "mcp:fs/read"] {
      #expect(try numbers(disk) { $0.tool = tool }.count == 30)
    }
    #expect(try numbers(disk) { $0.tool = "fs/other" } == [])
    #expect(try numbers(disk) { $0.type = "log.keys" } == [])
    let timed = try numbers(disk) { filter in
      filter.from = 300_000_000_000
      filter.to = 480_000_000_000
    }
    #expect(timed == [7, 6, 5])
    let both = try numbers(disk) { filter in
      filter.agent = "bot-3"
      filter.verdict = "allow"
    }
    #expect(both == [24, 18, 12, 6, 0])
  }

  @Test func `a follower gets what came since, and no line that is not whole`() throws {
    let disk = try decisions()
    let reader = AuditReader(disk)
    #expect(try reader.records(from: 0, limit: 3).map(\.sequence) == [0, 1, 2])
    #expect(try reader.records(from: 9, limit: 4).map(\.sequence) == [9, 10, 11, 12])
    #expect(try reader.records(from: 30, limit: 5).map(\.sequence) == [30])
    #expect(try reader.records(from: 31, limit: 5).isEmpty)
    let file = try #require(disk.file(.lines, of: 3))
    let growing = disk.replacing(file) { $0 += Array(#"{"event":{"a""#.utf8) }
    #expect(try AuditReader(growing).records(from: 31, limit: 5).isEmpty)
    #expect(try AuditReader(SimulatedDisk()).newest(5).isEmpty)
  }
}
