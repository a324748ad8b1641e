import Foundation
import Locking
import Synchronization
import TestKit
import Testing

@testable import Telemetry

/// Keeps lines in memory; it can be told to refuse them.
private final class CollectingSink: LogSink {
  let lines = Locked<[String]>([])
  let isFull = Atomic(false)

  func write(_ line: [UInt8]) -> Bool {
    guard !isFull.load(ordering: .relaxed) else { return false }
    lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
    return true
  }
}

@Suite struct LoggerTests {
  private let sink = CollectingSink()
  private let metrics = Metrics()
  /// 21 November 2026, 07:53:20 UTC.
  private let clock = ManualClock(nanoseconds: 1_795_247_600_123_456_789)

  private func logger(_ format: LogFormat, minimum: LogLevel = .info) -> Logger {
    Logger(
      component: "service", minimum: minimum, format: format, sink: sink,
      now: { [clock] in clock.now }, metrics: metrics)
  }

  private var lines: [String] { sink.lines.withLock { $0 } }

  private func objects() throws -> [[String: Any]] {
    try lines.map { line in
      try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
  }

  @Test func `text lines show time, level, component, message and values`() {
    logger(.text).named("audit").warning(
      "segment closed", ["path": "/var/log/1.log", "why": "too \"old\"", "bytes": 12, "ok": true])
    #expect(
      lines == [
        "2026-11-21T07:53:20.123456Z WARNING audit: segment closed "
          + "path=/var/log/1.log why=\"too \\\"old\\\"\" bytes=12 ok=true\n"
      ])
  }

  @Test func `json lines hold the same members`() throws {
    logger(.json).error("cannot listen", ["address": "127.0.0.1:80", "errno": 13])
    let object = try #require(objects().first)
    #expect(object["time"] as? String == "2026-11-21T07:53:20.123456Z")
    #expect(object["level"] as? String == "error")
    #expect(object["component"] as? String == "service")
    #expect(object["message"] as? String == "cannot listen")
    #expect(object["address"] as? String == "127.0.0.1:80")
    #expect(object["errno"] as? Int == 13)
  }

  @Test(arguments: [LogFormat.text, .json])
  func `no value can forge a line or steer a terminal`(format: LogFormat) {
    let hostile = "a\n2026 INFO x: y\r\u{1B}[2J\u{9B}2J\u{7F}\u{202E}\u{2028}\u{0}é"
    logger(format).info("seen", ["value": .string(hostile)])
    let line = lines[0].dropLast()
    #expect(lines[0].last == "\n")
    for scalar in line.unicodeScalars {
      #expect(scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value))
      #expect(![0x202E, 0x2028].contains(scalar.value))
    }
    #expect(line.hasSuffix("\\u0000é\"") || line.hasSuffix("\\u0000é\"}"))
  }

  @Test(arguments: [LogFormat.text, .json])
  func `a line never exceeds what a pipe takes whole`(format: LogFormat) throws {
    let long = LogValue.string(String(repeating: "\u{1}", count: 100_000))
    logger(format).info("long", ["a": long, "b": long, "c": long, "d": long, "e": long])
    let line = try #require(lines.first)
    #expect((3_000...4_096).contains(line.utf8.count))
    #expect(line.contains("truncated"))
    if format == .json { #expect(try objects()[0]["truncated"] as? Bool == true) }
  }

  @Test func `lines below the minimum are not written`() {
    let logger = logger(.text, minimum: .warning)
    logger.info("detail")
    logger.warning("careful")
    #expect(lines.count == 1)
  }

  @Test func `a repeated message is written ten times in ten seconds, then counted`() throws {
    let logger = logger(.json)
    for _ in 0..<25 { logger.error("refused") }
    logger.error("something else")
    #expect(lines.count == 11)
    clock.advance(by: .seconds(10))
    logger.error("refused")
    logger.error("refused")
    let objects = try objects()
    #expect(objects.count == 13)
    #expect(objects[11]["suppressed"] as? Int == 15)
    #expect(objects[12]["suppressed"] == nil)
  }

  @Test func `lost lines are counted by cause`() {
    let logger = logger(.text)
    for _ in 0..<12 { logger.info("often") }
    sink.isFull.store(true, ordering: .relaxed)
    logger.info("once")
    let text = String(decoding: metrics.exposition(), as: UTF8.self)
    #expect(text.contains("gatehouse_log_lines_total{level=\"info\"} 10\n"))
    #expect(text.contains("gatehouse_log_lines_lost_total{cause=\"repeated\"} 2\n"))
    #expect(text.contains("gatehouse_log_lines_lost_total{cause=\"sink_full\"} 1\n"))
  }
}
