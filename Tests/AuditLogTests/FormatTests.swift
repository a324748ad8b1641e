import Crypto
import JSON
import Testing

@testable import AuditLog

@Suite struct FormatTests {
  @Test(arguments: [
    "log-000001-000000000000.jsonl", "log-000012-000000004711.jsonl.gz",
    "log-1234567-1234567890123.manifest", "log-000002-000000000001.checkpoints",
  ])
  func `a segment's file name is read and written alike`(file: String) throws {
    let (name, suffix) = try #require(SegmentName.read(file))
    #expect(name.file(suffix) == file)
  }

  @Test(arguments: [
    "log-1-0.jsonl", "log-000001-000000000000.jsonl.gz.new", "log-000000-000000000000.jsonl",
    "log-+00001-000000000000.jsonl", "lock", "log-000001.jsonl", "log-000001-000000000000.",
    "xlog-000001-000000000000.jsonl",
  ])
  func `other names are no segment's`(file: String) {
    #expect(SegmentName.read(file) == nil)
  }

  @Test func `an event's members stand in canonical order`() throws {
    let event = AuditEvent(
      type: "policy.reload", time: 0,
      ["zeta": .flag(true), "alpha": .integer(-5), "beta": .strings(["x", "\"y\""])])
    let value = try JSONDocument.parse(event.body)
    #expect(try CanonicalJSON.bytes(of: value) == event.body)
    #expect(value["time"]?.string == "1970-01-01T00:00:00.000000Z")
  }

  @Test func `a line is read only in the one form that is written`() throws {
    var bytes: [UInt8] = []
    let range = RecordLine.append(
      Array(#"{"a":"\",\"link\":\""}"#.utf8), link: SHA256.hash([1]), sequence: 42, to: &bytes)
    let line = bytes[range]
    let record = try #require(RecordLine(line))
    #expect(record.sequence == 42 && record.link == SHA256.hash([1]))
    #expect(Array(line[record.event]) == Array(#"{"a":"\",\"link\":\""}"#.utf8))
    let text = String(decoding: line, as: UTF8.self)
    for (part, other) in [
      (#""seq":42"#, #""seq":042"#), (#""seq":42"#, #""seq":-42"#), (#""seq":42"#, #""seq": 42"#),
      (#""seq":42"#, #""seq":"#), (#""seq":42"#, #""seq":99999999999999999999"#),
      (#"{"event":"#, #"{ "event":"#), (#""link":"4"#, #""link":"A"#), ("}", "} "),
    ] {
      #expect(RecordLine(Array(text.replacing(part, with: other).utf8)[...]) == nil, "\(other)")
    }
  }

  @Test func `compression is the same each time and is read back in pieces of any size`() throws {
    let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }
    var one = Deflater()
    var other = Deflater()
    let whole = one.compress(bytes, isLast: true)
    let pieces =
      stride(from: 0, to: bytes.count, by: 7777).flatMap { start in
        other.compress(Array(bytes[start..<min(bytes.count, start + 7777)]), isLast: false)
      } + other.compress([], isLast: true)
    for stored in [whole, pieces] {
      for size in [1000, 1 << 20] {
        var inflater = Inflater()
        var read: [UInt8] = []
        for start in stride(from: 0, to: stored.count, by: size) {
          read += try inflater.decompress(Array(stored[start..<min(stored.count, start + size)]))
        }
        let isAtEnd = inflater.isAtEnd
        #expect(read == bytes && isAtEnd)
      }
    }
    var again = Deflater()
    #expect(again.compress(bytes, isLast: true) == whole)
  }

  @Test func `a damaged or cut gzip stream is not taken for a whole one`() throws {
    var deflater = Deflater()
    let stored = deflater.compress(Array("some lines of a log".utf8), isLast: true)
    for count in 0..<stored.count {
      var inflater = Inflater()
      _ = try? inflater.decompress(Array(stored[..<count]))
      let isAtEnd = inflater.isAtEnd
      #expect(!isAtEnd)
    }
    var inflater = Inflater()
    #expect(throws: Inflater.Malformed.self) { _ = try inflater.decompress(stored + [0]) }
    var altered = stored
    altered[stored.count - 6] ^= 1
    var second = Inflater()
    #expect(throws: Inflater.Malformed.self) { _ = try second.decompress(altered) }
  }
}
