import Calendar
import JSON
import Locking
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

  @Test func `reading goes on from a place, in a segment compressed or not`() throws {
    let reader = AuditReader(try decisions())
    func numbers(_ place: AuditPosition, _ texts: [String]) throws -> [Int] {
      var found: [Int] = []
      try reader.forEachRecord(from: place, mentioning: texts) { record in
        if let number = record.number { found.append(number) }
      }
      return found
    }
    let start = AuditPosition(sequence: 0, segment: 1, offset: 0)
    #expect(try numbers(start, [#""number":"#]) == Array(0..<30))
    #expect(try numbers(start, [#""number":7,"#, #""number":28,"#, "no such text"]) == [7, 28])
    #expect(try numbers(start, []) == [])
    // Record 0 tells of the keys. The offset into a compressed segment says nothing; the number does.
    let compressed = AuditPosition(sequence: 8, segment: 1, offset: 5_000)
    #expect(try numbers(compressed, [#""number":"#]) == Array(7..<30))
    let last = try reader.records(from: 21, limit: 5)
    let offset = last.prefix(4).reduce(0) { $0 + $1.line.count + 1 }
    let place = AuditPosition(sequence: last[4].sequence, segment: 3, offset: offset)
    #expect(try numbers(place, [#""number":"#]).first == last[4].number)
  }

  @Test func `the segments of a time are those that were not finished before it`() throws {
    let disk = SimulatedDisk()
    let options = AuditOptions.small()
    let hour: Int64 = 3_600_000_000_000
    let wall = Locked<Int64>(0)
    let clock = AuditClock(wall: { wall.withLock { $0 } }, monotonic: { 0 })
    var log = LogWriter(
      try OpenedLog(disk, options: options, clock: clock), disk: disk, options: options,
      clock: clock)
    for number in 1...3 {
      try log.write([AuditEvent(type: "x", time: 0)])
      wall.withLock { $0 = Int64(number) * hour }
      _ = try log.rotate()
    }
    let reader = AuditReader(disk)
    let segments = try [-1, 1, 2, 3, 4].map {
      try reader.place(ofRecordsSince: Int64($0) * hour).segment
    }
    #expect(segments == [1, 1, 2, 3, 3])
    #expect(
      try AuditReader(SimulatedDisk()).place(ofRecordsSince: 0)
        == AuditPosition(sequence: 0, segment: 1, offset: 0))
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

  @Test func `filters find parts, reason codes and texts, as they stand or as strings hold them`()
    throws
  {
    let disk = SimulatedDisk()
    let options = AuditOptions.small()
    var log = LogWriter(
      try OpenedLog(disk, options: options, clock: .system), disk: disk, options: options,
      clock: .system)
    let bodies = [
      #"{"agent":{"id":"Deploy-Bot"},"args":{"command":"echo \"Hi\""},"reason":{"code":"rule"},"#
        + #""tool":{"channel":"native","name":"shell.exec"},"type":"decision"}"#,
      #"{"agent":"deploy-bot","session":"s-1","tool":"native:/shell.exec","type":"approval.answered"}"#,
    ]
    try log.write(bodies.map { AuditEvent(canonicalBody: Array($0.utf8)) })
    try log.sync(rewriting: true)
    func partly(_ set: (inout AuditFilter) -> Void) throws -> [String] {
      try found { filter in
        filter.findsParts = true
        set(&filter)
      }
    }
    func found(_ set: (inout AuditFilter) -> Void) throws -> [String] {
      var filter = AuditFilter()
      set(&filter)
      return try AuditReader(disk).newest(9, matching: filter).compactMap {
        $0.event["type"]?.string
      }
    }
    let (answered, decision) = ("approval.answered", "decision")
    #expect(try found { $0.agent = "deploy-bot" } == [answered])
    #expect(try partly { $0.agent = "PLOY" } == [answered, decision])
    #expect(try partly { $0.tool = "e:/Shell" } == [answered])
    #expect(try partly { $0.tool = "shell." } == [answered, decision])
    #expect(try found { $0.code = "rule" } == [decision])
    #expect(try found { $0.text = #"echo "hi""# } == [decision])
    #expect(try found { $0.text = #"\"hi\""# } == [decision])
    #expect(try found { $0.text = "" }.count == 3)
    #expect(try found { $0.text = "nowhere" }.isEmpty)
  }

  @Test func `bounded searches, one after another, find what an unbounded one finds`() throws {
    let reader = AuditReader(try decisions())
    let all = try reader.newest(.max).map(\.sequence)
    var filter = AuditFilter()
    filter.agent = "bot-3"
    let chosen = try reader.newest(.max, matching: filter).map(\.sequence)
    let length = try #require(reader.newest(1).first?.line.count)
    for (limit, records, bytes, found) in [
      (1, 1, 1, 1), (3, 7, 1, 9_999), (100, 4, 9_999, 9_999), (2, 100, 9_999, 9_999),
      (100, 100, 1, 9_999), (100, 100, 9_999, 2 * length), (10, 31, 9_999, 9_999),
    ] {
      var bounds = AuditSearchBounds()
      bounds.records = UInt64(records)
      bounds.bytes = bytes
      bounds.found = found
      for (filter, expected) in [(AuditFilter(), all), (filter, chosen)] {
        var (backwards, end): ([UInt64], UInt64?) = ([], 1_000)
        while let before = end {
          let part = try reader.search(
            before: before, matching: filter, limit: limit, within: bounds)
          #expect(part.records.count <= limit)
          #expect(part.next ?? 0 < before, "a search has to come forward")
          backwards += part.records.map(\.sequence)
          end = part.next
        }
        #expect(backwards == expected)
        var (forwards, start): ([UInt64], UInt64?) = ([], 0)
        while let from = start {
          let part = try reader.search(from: from, matching: filter, limit: limit, within: bounds)
          #expect(part.records.count <= limit)
          forwards += part.records.map(\.sequence)
          start = part.next
        }
        #expect(forwards == expected.reversed())
      }
    }
  }

  @Test func `a scan follows the log over its segments while it is written and compressed`() throws
  {
    let disk = SimulatedDisk()
    let options = AuditOptions.small()
    var log = LogWriter(
      try OpenedLog(disk, options: options, clock: .system), disk: disk, options: options,
      clock: .system)
    var scan = AuditScan(AuditReader(disk), from: 1)
    var seen: [UInt64] = []
    func write(_ count: Int) throws {
      try log.write(
        (0..<count).map { _ in AuditEvent(canonicalBody: Array(#"{"type":"decision"}"#.utf8)) })
      try log.sync(rewriting: true)
    }
    func read() throws { while let found = try scan.step() { seen += found.map(\.sequence) } }
    try read()
    try write(3)
    try read()
    #expect(seen == [1, 2, 3])
    try write(2)
    _ = try log.rotate()
    var compression = try SegmentCompression(log.finished[0], after: LogHead(), on: disk)
    while try compression.step(100) {}
    try write(2)
    try read()
    #expect(seen == Array(1...7))
    #expect(try scan.step()?.map(\.sequence) == nil)
    // One that begins late reads the compressed segment too.
    var late = AuditScan(AuditReader(disk), from: 4)
    var rest: [UInt64] = []
    while let found = try late.step() { rest += found.map(\.sequence) }
    #expect(rest == [4, 5, 6, 7])
  }
}
