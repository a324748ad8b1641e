import Foundation
import TestKit
import Testing

/// What the admin API tells of the log.
@Suite struct LogTests {
  private static let policy = """
    version: 1
    name: log
    default: deny
    rules:
      - { id: reading, effect: allow, tools: [fs.read] }

    """
  /// `ann` shows `red`.
  private static let configuration = """
    anonymous: true
    approvers:
      - { id: ann, token_sha256: b1f51a511f1da0cd348b8f8598db32e61cb963e5fc69e2b41485bf99590ed75a }
    """

  private static func action(_ number: Int, tool: String = "fs.read") -> String {
    #"{"tool":"\#(tool)","agent":{"id":"bot-\#(number % 2)"},"session":"s-1","#
      + #""args":{"path":"/srv/file-\#(number)"}}"#
  }

  /// Takes records along with curl, as people do; gives the fields of the answer and its content.
  private static func export(
    _ query: String, from daemon: Daemon
  ) async throws -> (fields: String, content: String) {
    let result = try await Program.run(
      "/usr/bin/curl",
      [
        "-sS", "--fail", "-D", "/dev/stderr", "-H",
        "Authorization: Bearer \(try daemon.adminToken)",
        "http://127.0.0.1:\(daemon.adminPort)/v1/audit/export?\(query)",
      ])
    #expect(result.status == 0, "\(result.errors)")
    return (result.errors.lowercased(), result.output)
  }

  private static func sequences(_ response: RawClient.Response) throws -> [Int] {
    let records = try #require(response.json["records"] as? [[String: Any]])
    return records.compactMap { $0["seq"] as? Int }
  }

  @Test func `it is searched newest first, page by page, and one record is shown whole`()
    async throws
  {
    try await Daemon.run(policy: Self.policy, configuration: Self.configuration) { daemon in
      for number in 0..<20 { _ = try await daemon.decide(Self.action(number)) }
      _ = try await daemon.decide(Self.action(99, tool: "fs.write"))
      var all: [Int] = []
      var path = "/v1/audit/records?agent=bot-1&type=decision&limit=4"
      for _ in 0..<10 {
        let response = try await daemon.administer("GET", path)
        #expect(response.status == 200)
        all += try Self.sequences(response)
        guard let next = response.json["next"] as? Int else { break }
        path = "/v1/audit/records?agent=bot-1&type=decision&limit=4&before=\(next)"
      }
      #expect(all.count == 11)
      #expect(all == all.sorted(by: >))
      let forwards = try await daemon.administer(
        "GET", "/v1/audit/records?agent=bot-1&type=decision&from=0")
      #expect(try Self.sequences(forwards) == all.reversed())
      for (query, count) in [
        ("verdict=deny", 1), ("code=default_deny", 1), ("text=FILE-7%22", 1),
        ("tool=native:fs.read", 20),
        ("match=part&tool=FS.&rule=READ", 20), ("session=s-2", 0), ("since=1h&type=decision", 21),
        ("until=2020-01-01T00:00:00Z", 0),
      ] {
        let response = try await daemon.administer("GET", "/v1/audit/records?\(query)")
        #expect(try Self.sequences(response).count == count, "\(query)")
      }
      let one = try await daemon.administer("GET", "/v1/audit/records/\(all[0])")
      #expect(one.json["seq"] as? Int == all[0])
      #expect(one.json["link"] != nil)
      let event = try #require(one.json["event"] as? [String: Any])
      #expect((event["args"] as? [String: Any])?["path"] as? String == "/srv/file-99")
      let missing = try await daemon.administer("GET", "/v1/audit/records/99999")
      #expect(missing.status == 404 && missing.text("code") == "record_unknown")
    }
  }

  @Test func `what is asked for wrongly, or by somebody who may not, is refused`() async throws {
    try await Daemon.run(policy: Self.policy, configuration: Self.configuration) { daemon in
      for query in [
        "verdict=maybe", "limit=0", "limit=501", "before=x", "before=1&from=1", "since=soon",
        "match=some", "color=red",
      ] {
        let response = try await daemon.administer("GET", "/v1/audit/records?\(query)")
        #expect(response.status == 400 && response.text("code") == "invalid_query", "\(query)")
      }
      #expect(try await daemon.administer("GET", "/v1/audit/export?format=xls").status == 400)
      #expect(try await daemon.administer("POST", "/v1/audit/records").status == 405)
      for path in ["records", "records/1", "export", "status"] {
        let approver = try await daemon.askAdmin("GET", "/v1/audit/\(path)", token: "red")
        #expect(approver.status == 403 && approver.text("code") == "not_an_operator", "\(path)")
      }
    }
  }

  @Test func `its state says to which record it is intact, and what is signed`() async throws {
    try await Daemon.run(policy: Self.policy, configuration: Self.configuration) { daemon in
      _ = try await daemon.decide(Self.action(1))
      let status = try await daemon.eventually("/v1/audit/status") {
        $0.text("verification") == "intact" && $0.text("checkpoint") != nil
      }
      let next = try #require(status.number("next"))
      #expect(status.text("verification") == "intact")
      #expect(status.number("first") == 0)
      #expect(status.number("intact_to") == next - 1)
      #expect(status.text("checkpoint")?.contains("\n\n— ") == true)
    }
  }

  @Test func `records are taken along as the log's own lines`() async throws {
    let folder = try TemporaryFolder()
    try await Daemon.run(policy: Self.policy, configuration: Self.configuration, in: folder) {
      daemon in
      for number in 0..<30 { _ = try await daemon.decide(Self.action(number)) }
      let shown = try await Gatehouse.run([
        "audit", "show", "--data", folder.path("data"), "--agent", "bot-0", "--limit", "99",
      ])
      let (fields, content) = try await Self.export("agent=bot-0", from: daemon)
      #expect(fields.contains("content-disposition: attachment; filename=\"gatehouse-log.jsonl\""))
      let lines = content.split(separator: "\n")
      #expect(lines.count == 15)
      #expect(lines.reversed() == shown.output.split(separator: "\n"))
    }
  }

  @Test func `a table holds nothing that a spreadsheet would compute`() async throws {
    try await Daemon.run(policy: Self.policy, configuration: Self.configuration) { daemon in
      for agent in ["=cmd|' /C calc'!A0", "+1", "-2", "@SUM(1)", " =2", "＝3", "a\\\"b,c"] {
        _ = try await daemon.decide(#"{"tool":"fs.read","agent":{"id":"\#(agent)"},"args":{}}"#)
      }
      let (fields, content) = try await Self.export("type=decision&format=csv", from: daemon)
      #expect(fields.contains("content-type: text/csv"))
      let rows = content.split(separator: "\r\n").map(String.init)
      try #require(rows.count == 8)
      #expect(rows[0].hasPrefix(#""seq","time","type","verdict""#))
      for row in rows.dropFirst() {
        for cell in row.dropFirst().dropLast().components(separatedBy: "\",\"") {
          let begins = cell.drop { $0.isWhitespace }.first
          #expect(begins.map { "=+-@＝".contains($0) } != true, "\(row)")
        }
      }
      #expect(content.contains(#""'=cmd|' /C calc'!A0""#))
      #expect(content.contains(#""a""b,c""#))
    }
  }
}
