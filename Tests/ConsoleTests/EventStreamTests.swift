import Foundation
import TestKit
import Testing

/// The stream of events of a running instance.
@Suite struct EventStreamTests {
  struct Ended: Error {}

  /// A client of one stream.
  final class Reader {
    private let client: RawClient
    private var text = ""

    /// Opens a stream, and reads its head.
    init(_ daemon: Daemon, _ query: String = "", fields: [String] = []) async throws {
      client = try await RawClient(port: daemon.adminPort)
      let lines =
        [
          "GET /v1/events\(query) HTTP/1.1", "Host: \(client.host)",
          "Authorization: Bearer \(try daemon.adminToken)",
        ] + fields + ["", ""]
      try await client.send(lines.joined(separator: "\r\n"))
      _ = try await event("hello")
    }

    /// The next event of a kind: its id and its data.
    func event(_ kind: String) async throws -> (id: UInt64?, data: [String: Any]) {
      while true {
        while let end = text.range(of: "\n\n") {
          let lines = text[..<end.lowerBound].split(whereSeparator: \.isNewline)
          text = String(text[end.upperBound...])
          guard lines.contains("event: \(kind)") else { continue }
          let field = { (name: String) in
            lines.first { $0.hasPrefix("\(name): ") }.map { String($0.dropFirst(name.count + 2)) }
          }
          let data = try JSONSerialization.jsonObject(with: Data((field("data") ?? "{}").utf8))
          return (field("id").flatMap(UInt64.init), data as? [String: Any] ?? [:])
        }
        let bytes = try await client.some()
        guard !bytes.isEmpty else { throw Ended() }
        text += String(decoding: bytes, as: UTF8.self)
      }
    }

    /// The rows of the next frames until there are so many.
    func rows(_ count: Int) async throws -> [[String: Any]] {
      var rows: [[String: Any]] = []
      while rows.count < count {
        let frame = try await event("rows").data
        #expect(frame["left_out"] as? Int == 0)
        rows += frame["rows"] as? [[String: Any]] ?? []
      }
      return rows
    }

    func rest() async throws -> String { try await client.rest() }
  }

  private func read(_ daemon: Daemon, _ path: String) async throws {
    _ = try await daemon.decide(
      #"{"tool": "fs.read", "args": {"path": "\#(path)"}}"#, token: "blue")
  }

  private func path(_ row: [String: Any]) -> String? {
    ((row["event"] as? [String: Any])?["args"] as? [String: Any])?["path"] as? String
  }

  @Test func `records come as they are committed, those a filter chooses`() async throws {
    try await Daemon.run(
      policy: SessionTests.policy, configuration: SessionTests.configuration
    ) { daemon in
      let all = try await Reader(daemon, "?last=0")
      let some = try await Reader(daemon, "?last=0&text=WANTED&verdict=allow")
      try await read(daemon, "/srv/other")
      try await read(daemon, "/srv/wanted")
      let rows = try await all.rows(2)
      #expect(rows.map(path) == ["/srv/other", "/srv/wanted"])
      #expect(try await some.rows(1).map(path) == ["/srv/wanted"])
      let numbers = rows.compactMap { $0["seq"] as? Int }
      #expect(numbers == [numbers[0], numbers[0] + 1])
    }
  }

  @Test func `a client that comes back goes on where it was, also after a restart`() async throws {
    let folder = try TemporaryFolder()
    let configuration = SessionTests.configuration
    var seen: UInt64 = 0
    try await Daemon.run(policy: SessionTests.policy, configuration: configuration, in: folder) {
      daemon in
      let first = try await Reader(daemon, "?last=0")
      try await read(daemon, "/1")
      seen = try #require(try await first.event("rows").id)
      // Nobody watches: what comes now is in the log alone.
      for number in 2...150 { try await read(daemon, "/\(number)") }
      let second = try await Reader(daemon, "?text=path", fields: ["Last-Event-ID: \(seen)"])
      #expect(try await second.rows(149).map(path) == (2...150).map { "/\($0)" })
    }
    try await Daemon.run(policy: nil, configuration: configuration, in: folder) { daemon in
      let third = try await Reader(daemon, "?text=path", fields: ["Last-Event-ID: \(seen)"])
      try await read(daemon, "/151")
      #expect(try await third.rows(150).map(path) == (2...151).map { "/\($0)" })
    }
  }

  @Test func `approvers watch approvals alone, and sessions that end take their streams along`()
    async throws
  {
    try await Daemon.run(
      policy: SessionTests.policy, configuration: SessionTests.configuration
    ) { daemon in
      #expect(try await daemon.askAdmin("GET", "/v1/events").status == 401)
      #expect(try await daemon.askAdmin("GET", "/v1/events", token: "red").status == 403)
      for query in ["?verdict=maybe", "?last=1001", "?x=1", "?only=all"] {
        let response = try await daemon.askAdmin(
          "GET", "/v1/events\(query)", token: try daemon.adminToken)
        #expect(response.status == 400, "\(query)")
      }
      let browser = try await SessionTests.signIn(daemon)
      let reader = try await Reader(daemon, "?only=approvals")
      let client = try await RawClient(port: daemon.adminPort)
      try await client.send(
        "GET /v1/events?only=approvals HTTP/1.1\r\nHost: \(client.host)\r\nCookie: \(browser.cookie)\r\nConnection: close\r\n\r\n"
      )
      _ = try await daemon.decide(#"{"tool": "shell.exec"}"#, token: "blue")
      _ = try await reader.event("approvals")
      let fields = ["Cookie: \(browser.cookie)", "X-CSRF-Token: \(browser.csrf)"]
      _ = try await daemon.askAdmin("DELETE", "/v1/session", fields: fields)
      // The next thing that would be told ends it instead.
      _ = try await daemon.decide(
        #"{"tool": "shell.exec", "args": {"command": "x"}}"#, token: "blue")
      #expect(try await client.rest().hasSuffix("0\r\n\r\n"))
    }
  }

  @Test func `one person opens so many streams and no more, and others still do`() async throws {
    try await Daemon.run(
      policy: SessionTests.policy, configuration: SessionTests.configuration
    ) { daemon in
      func open(_ token: String) async throws -> (client: RawClient, answer: String) {
        let client = try await RawClient(port: daemon.adminPort)
        try await client.send(
          "GET /v1/events?only=approvals HTTP/1.1\r\nHost: \(client.host)\r\nAuthorization: Bearer \(token)\r\n\r\n"
        )
        var answer = ""
        while !answer.contains("event: hello"), !answer.contains(#""code":"#) {
          let bytes = try await client.some()
          guard !bytes.isEmpty else { break }
          answer += String(decoding: bytes, as: UTF8.self)
        }
        return (client, answer)
      }
      var streams: [RawClient] = []
      for _ in 0..<32 {
        let (client, answer) = try await open("red")
        #expect(answer.hasPrefix("HTTP/1.1 200 "), "\(answer)")
        streams.append(client)
      }
      let refused = try await open("red").answer
      #expect(refused.hasPrefix("HTTP/1.1 429 "), "\(refused)")
      #expect(refused.contains("application/problem+json"))
      #expect(refused.contains(#""code":"too_many_own_streams""#))
      #expect(refused.contains("you have 32 streams open"))
      // A session is the same person's; the operator is another.
      let browser = try await SessionTests.signIn(daemon)
      let fields = ["Cookie: \(browser.cookie)"]
      let session = try await daemon.askAdmin("GET", "/v1/events?only=approvals", fields: fields)
      #expect(session.status == 429)
      let other = try await open(try daemon.adminToken)
      #expect(other.answer.hasPrefix("HTTP/1.1 200 "))
      streams.removeAll()
      // A closed window gives its stream back as soon as that is seen.
      var answer = ""
      for _ in 0..<100 where !answer.hasPrefix("HTTP/1.1 200 ") {
        answer = try await open("red").answer
      }
      #expect(answer.hasPrefix("HTTP/1.1 200 "), "\(answer)")
      _ = other.client
    }
  }

  @Test func `an instance that stops ends its streams, and does not wait for who watches`()
    async throws
  {
    let daemon = try await Daemon(
      policy: SessionTests.policy, configuration: SessionTests.configuration)
    let reader = try await Reader(daemon)
    let began = ContinuousClock.now
    let result = await daemon.stop()
    #expect(result.status == 0)
    #expect(ContinuousClock.now - began < .seconds(5))
    // The last chunk says that this is the end, and that nothing was cut off.
    #expect(try await reader.rest().hasSuffix("0\r\n\r\n"))
  }
}
