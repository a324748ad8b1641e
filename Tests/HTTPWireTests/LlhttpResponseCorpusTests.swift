import Foundation
import HTTPWire
import TestKit
import Testing

/// The strict response rows of llhttp, each as the answer to one request.
///
/// llhttp reads one response behind the other; here what follows the first final one has to end the connection. The corpus
/// lost the empty line at the end of some inputs: it is fed where the log tells of bytes beyond the input. Where an error is
/// still to come, line ends follow, because this module decides on whole lines.
@Suite struct LlhttpResponseCorpusTests {
  @Test func `strict responses of llhttp give the same first message or are refused`() throws {
    guard let rows = try Corpora.lines("http1-llhttp/cases.jsonl") else { return }
    var differing: [String: String] = [:]
    var count = 0
    for row in rows
    where row["type"] as? String == "response" && row["strict_mode"] as? Bool == true {
      count += 1
      let expected = ExpectedResponse(row)
      if let difference = try expected.difference() { differing[expected.id] = difference }
    }
    #expect(count == 76)
    let known = try KnownDifferences("HTTPWire/llhttp-response-differences.txt")
    if let complaint = known.complaint(about: differing.keys) {
      Issue.record(Comment(rawValue: complaint))
      for (id, difference) in differing.sorted(by: { $0.key < $1.key })
      where !known.ids.contains(id) {
        print("\(id)  \(difference)")
      }
    }
  }
}

/// What a row expects of the first response that is final.
private struct ExpectedResponse {
  let id: String
  private let input: [UInt8]
  private let isError: Bool
  private let lostLineEnd: Bool
  private var status = 0
  private var fields: [String] = []
  private var body: [UInt8] = []
  private var isComplete = false

  init(_ row: [String: Any]) {
    id = row["id"] as? String ?? "?"
    input = (row["input_b64"] as? String).flatMap { Data(base64Encoded: $0) }.map(Array.init) ?? []
    isError = row["expect_error"] as? Bool ?? false
    let log = row["expected_log"] as? [String] ?? []
    let end = log.compactMap { $0.firstMatch(of: /^off=(\d+)/).flatMap { Int($0.1) } }.max() ?? 0
    lostLineEnd = end > input.count
    var (name, value): ([UInt8], [UInt8]) = ([], [])
    for line in log {
      if line.hasSuffix("message begin") {
        if status >= 200 { return }
        (status, fields, body, isComplete) = (0, [], [], false)
      } else if let match = line.firstMatch(of: /headers complete status=(\d+)/) {
        status = Int(match.1) ?? 0
      } else if line.hasSuffix("header_value complete") {
        let text = String(decoding: value, as: UTF8.self).trimmingCharacters(in: .whitespaces)
        fields.append("\(String(decoding: name, as: UTF8.self).lowercased()): \(text)")
        (name, value) = ([], [])
      } else if line.hasSuffix("message complete") {
        isComplete = true
      } else if let match = line.firstMatch(of: /^off=(\d+) len=(\d+) span\[([a-z_]+)\]/),
        let offset = Int(match.1), let length = Int(match.2), offset + length <= input.count
      {
        let bytes = input[offset..<offset + length]
        switch match.3 {
        case "header_field": name += bytes
        case "header_value": value += bytes
        case "body": body += bytes
        default: break
        }
      }
    }
  }

  /// Says how this module differs; nil if it does not.
  func difference() throws -> String? {
    var machine = HTTPClientMachine()
    var output: [UInt8] = []
    let url = try #require(HTTPURL("http://a/"))
    machine.send(HTTPRequest(.get, url), limits: .standard, into: &output)
    machine.receive(input.span)
    if lostLineEnd { machine.receive([0x0D, 0x0A].span) }
    if isError, !isComplete { machine.receive([0x0D, 0x0A, 0x0D, 0x0A].span) }
    var head: HTTPResponseHead?
    var content: [UInt8] = []
    var trailers: HTTPFields?
    loop: while true {
      switch machine.next() {
      case .head(let new): head = new
      case .body(let bytes): content += bytes
      case .end(let new): trailers = new
      case .failed(let problem): return isError && !isComplete ? nil : "refused: \(problem)"
      case .needMore, .close: break loop
      }
    }
    if isError, !isComplete { return "must be an error" }
    if isError, machine.isIdle { return "must end the connection" }
    guard isComplete else { return trailers == nil ? nil : "is not complete" }
    guard let head, let trailers else { return "is complete" }
    if head.status.code != status { return "status \(head.status)" }
    if content != body { return "content" }
    let lines = head.fields.map { "\($0.name): \($0.value)" }
    let all = lines + trailers.map { "\($0.name): \($0.value)" }
    return all == fields ? nil : "fields \(all), not \(fields)"
  }
}
