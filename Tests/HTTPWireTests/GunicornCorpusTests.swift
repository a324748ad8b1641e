import Foundation
import HTTPWire
import TestKit
import Testing

/// The request corpus of gunicorn; rows that depend on one of its settings are skipped.
///
/// As with llhttp, each HTTP/1.1 request without `Host` is given one.
@Suite struct GunicornCorpusTests {
  @Test func `valid requests of gunicorn are read alike and invalid ones are refused`() throws {
    guard let rows = try Corpora.lines("http1-gunicorn/cases.jsonl") else { return }
    var differing: [String: String] = [:]
    var count = 0
    for row in rows where (row["cfg"] as? [String] ?? []).isEmpty {
      count += 1
      guard let id = row["id"] as? String, let text = row["input_b64"] as? String,
        let input = Data(base64Encoded: text)
      else { continue }
      var machine = anyHostMachine()
      let events = machine.run([HostInsertion.apply(to: Array(input))], thenEnd: true)
      let expected = row["expected_requests"] as? [[String: Any]]
      if let difference = difference(events, expected) { differing[id] = difference }
    }
    #expect(count == 50)
    let known = try KnownDifferences("HTTPWire/gunicorn-differences.txt")
    if let complaint = known.complaint(about: differing.keys) {
      Issue.record(Comment(rawValue: complaint))
      for (id, difference) in differing.sorted(by: { $0.key < $1.key })
      where !known.ids.contains(id) {
        print("\(id)  \(difference)")
      }
    }
  }

  private func difference(_ events: [HTTPServerEvent], _ expected: [[String: Any]]?) -> String? {
    let refusal = events.lazy.compactMap { event in
      if case .refuse(let problem) = event { problem } else { nil }
    }.first
    guard let expected else { return refusal == nil ? "must be refused" : nil }
    if let refusal { return "refused: \(refusal.reason)" }
    let received = ReceivedMessage.collect(events).filter(\.isComplete)
    guard received.count == expected.count else { return "\(received.count) messages" }
    for (message, expected) in zip(received, expected) {
      if message.head.method.name != expected["method"] as? String { return "method" }
      if message.head.target != expected["uri"] as? String { return "target" }
      if message.head.version != (expected["version"] as? [Int] == [1, 0] ? .http10 : .http11) {
        return "version"
      }
      if String(decoding: message.body, as: UTF8.self) != expected["body"] as? String {
        return "body"
      }
      if message.lines != lines(expected["headers"]) { return "fields \(message.lines)" }
      if message.trailerLines != lines(expected["trailers"]) {
        return "trailers \(message.trailerLines)"
      }
    }
    return nil
  }

  /// Reads pairs of name and value; gunicorn decodes values as Latin-1, and what we take is UTF-8.
  private func lines(_ pairs: Any?) -> [String] {
    (pairs as? [[String]] ?? []).map { pair in
      let bytes = pair[1].unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
      return "\(pair[0].lowercased()): \(String(decoding: bytes, as: UTF8.self))"
    }
  }
}
