import Foundation
import HTTPWire
import TestKit
import Testing

/// The test suite of llhttp: its strict request rows. Response rows wait for the client, and the lenient modes and the URL
/// parser are not what this module offers.
///
/// llhttp leaves `Host` to its caller, so each request line whose request has none is given one: without it
/// every row would be refused for the same reason. The corpus lost the empty line at the end of some inputs: it is fed
/// where the log tells of bytes beyond the input. Where an error is still to come, line ends follow, because this module
/// decides on whole lines, and on framing only when all fields are known.
@Suite struct LlhttpCorpusTests {
  @Test func `strict requests of llhttp give the same messages or are refused`() throws {
    guard let rows = try Corpora.lines("http1-llhttp/cases.jsonl") else { return }
    var differing: [String: String] = [:]
    var count = 0
    var errors = 0
    for row in rows
    where row["type"] as? String == "request" && row["strict_mode"] as? Bool == true {
      count += 1
      let expected = Expectation(row)
      if expected.isError { errors += 1 }
      if let difference = expected.difference() { differing[expected.id] = difference }
    }
    #expect(count == 134)
    #expect(errors == 65)
    let known = try KnownDifferences("HTTPWire/llhttp-differences.txt")
    if let complaint = known.complaint(about: differing.keys) {
      Issue.record(Comment(rawValue: complaint))
      for (id, difference) in differing.sorted(by: { $0.key < $1.key })
      where !known.ids.contains(id) {
        print("\(id)  \(difference)")
      }
    }
  }
}

/// What a row of the corpus expects.
private struct Expectation {
  struct Message {
    var method: [UInt8] = []
    var target: [UInt8] = []
    var fields: [(name: [UInt8], value: [UInt8])] = []
    var body: [UInt8] = []
  }

  let id: String
  let input: [UInt8]
  let isError: Bool
  let error: String?
  let completed: Int
  /// Says whether llhttp stops behind the first message to let its caller switch protocols, which is no error.
  let isPause: Bool
  let lostLineEnd: Bool
  var messages: [Message] = []

  init(_ row: [String: Any]) {
    id = row["id"] as? String ?? "?"
    input = (row["input_b64"] as? String).flatMap { Data(base64Encoded: $0) }.map(Array.init) ?? []
    error = row["error"] as? String
    isPause = error?.hasPrefix("Pause on") ?? false
    isError = row["expect_error"] as? Bool ?? false
    completed = row["messages_completed"] as? Int ?? 0
    let log = row["expected_log"] as? [String] ?? []
    let end = log.compactMap { $0.firstMatch(of: /^off=(\d+)/).flatMap { Int($0.1) } }.max() ?? 0
    lostLineEnd = end > input.count
    var name: [UInt8] = []
    var value: [UInt8] = []
    for line in log {
      if line.hasSuffix("message begin") {
        messages.append(Message())
      } else if line.hasSuffix("header_value complete"), !messages.isEmpty {
        messages[messages.count - 1].fields.append((name, value))
        (name, value) = ([], [])
      } else if let (kind, bytes) = span(of: line), !messages.isEmpty {
        switch kind {
        case "method": messages[messages.count - 1].method += bytes
        case "url": messages[messages.count - 1].target += bytes
        case "body": messages[messages.count - 1].body += bytes
        case "header_field": name += bytes
        case "header_value": value += bytes
        default: break
        }
      }
    }
  }

  /// Reads `off=4 len=4 span[url]="…"`.
  private func span(of line: String) -> (kind: String, bytes: [UInt8])? {
    guard let match = line.firstMatch(of: /^off=(\d+) len=(\d+) span\[([a-z_]+)\]/),
      let offset = Int(match.1), let length = Int(match.2), offset + length <= input.count
    else { return nil }
    return (String(match.3), Array(input[offset..<offset + length]))
  }

  /// Says how this module differs; nil if it does not.
  func difference() -> String? {
    var machine = anyHostMachine()
    var events = machine.run([HostInsertion.apply(to: input)])
    if lostLineEnd { events += machine.run([[0x0D, 0x0A]]) }
    if isError, !machine.isIdle { events += machine.run([[0x0D, 0x0A, 0x0D, 0x0A]]) }
    var received = ReceivedMessage.collect(events).filter(\.isComplete)
    let refusal = events.lazy.compactMap { event in
      if case .refuse(let problem) = event { problem } else { nil }
    }.first
    if isPause {
      received = Array(received.prefix(completed))
    } else if isError {
      if refusal == nil, !events.contains(.close) { return "must be an error: \(error ?? "")" }
    } else if let refusal {
      return "refused: \(refusal.reason)"
    }
    if received.count != completed { return "\(received.count) messages, not \(completed)" }
    for (message, expected) in zip(received, messages) {
      if message.head.method.name != String(decoding: expected.method, as: UTF8.self) {
        return "method \(message.head.method)"
      }
      if message.head.target != String(decoding: expected.target, as: UTF8.self) {
        return "target \(message.head.target)"
      }
      if message.body != expected.body { return "body" }
      let fields = expected.fields.map { name, value in
        "\(String(decoding: name, as: UTF8.self).lowercased()): \(trimmed(value))"
      }
      let lines = message.lines + message.trailerLines
      if lines != fields { return "fields \(lines), not \(fields)" }
    }
    return nil
  }

  private func trimmed(_ value: [UInt8]) -> String {
    String(decoding: value, as: UTF8.self).trimmingCharacters(in: .whitespaces)
  }
}
