import Foundation
import HTTPWire
import Server
import TestKit
import Testing

@testable import Notifications

struct SlackTests {
  private func channel(_ service: Service, takesAnswers: Bool = true) throws -> SlackChannel {
    try #require(
      SlackChannel(
        name: "team", api: try service.url("/api/"), token: secret("xoxb-TOKEN"),
        conversation: "C1", takesAnswers: takesAnswers, client: service.client))
  }

  private func blocks(_ request: Service.Request) -> [[String: Any]] {
    request.json["blocks"] as? [[String: Any]] ?? []
  }

  /// The labels of the buttons, with what they carry.
  private func buttons(_ request: Service.Request) -> [String] {
    let elements = blocks(request).last?["elements"] as? [[String: Any]] ?? []
    return elements.map { element in
      let label = (element["text"] as? [String: Any])?["text"] as? String ?? "?"
      return "\(label) \(element["value"] ?? element["url"] ?? "-")"
    }
  }

  @Test func `a message has everything as plain text, and buttons that carry the approval`()
    async throws
  {
    let service = try await Service()
    try await channel(service).send(letter(notice(arguments: "<!channel> *bold* @here\u{202E}")))
    let request = try #require(try await service.end().first)
    #expect(request.path == "/api/chat.postMessage")
    #expect(request.fields["authorization"] == "Bearer xoxb-TOKEN")
    #expect(request.json["channel"] as? String == "C1")
    #expect(request.json["text"] as? String == "Approval needed")
    let texts = blocks(request).compactMap { $0["text"] as? [String: Any] }
    #expect(texts.allSatisfy { $0["type"] as? String == "plain_text" })
    let shown = texts.compactMap { $0["text"] as? String }.joined(separator: "\n")
    #expect(shown.contains("Delete the folder /srv/app"))
    #expect(shown.contains("Agent: bot-7"))
    #expect(shown.contains("<!channel> *bold* @here\\u{202e}"))
    #expect(
      buttons(request) == [
        "Approve apr_1", "Deny apr_1", "Open https://gate.example/approvals/apr_1",
      ])
  }

  @Test func `what is not shown whole cannot be approved from there`() async throws {
    let service = try await Service()
    let long = notice(arguments: String(repeating: "x", count: 3000))
    try await channel(service).send(letter(long))
    try await channel(service).send(letter(notice(.resolved)))
    try await channel(service, takesAnswers: false).send(letter(notice()))
    let requests = try await service.end()
    let open = "https://gate.example/approvals/apr_1"
    #expect(buttons(requests[0]) == ["Deny apr_1", "Show all \(open)"])
    #expect(requests[0].content.contains("(500 more characters)"))
    #expect(buttons(requests[1]) == ["Open \(open)"])
    #expect(buttons(requests[2]) == ["Open \(open)"])
  }

  @Test(arguments: [
    (#"[200, {}, "{\"ok\":false,\"error\":\"channel_not_found\"}"]"#, false),
    (#"[200, {}, "{\"ok\":false,\"error\":\"internal_error\"}"]"#, true),
    (#"[200, {}, "no JSON"]"#, true), (#"[429, {"Retry-After": "30"}, ""]"#, true),
  ])
  func `a refusal within a 200 is a refusal`(answer: String, isTemporary: Bool) async throws {
    let service = try await Service(answer)
    let failure = await failure(of: try channel(service), letter(notice()))
    #expect(failure?.isTemporary == isTemporary)
    #expect(failure?.description.contains("TOKEN") == false)
    _ = try await service.end()
  }
}

struct SlackReplyTests {
  @Test func `whoever pressed a button is told what came of it, and only through Slack`()
    async throws
  {
    let service = try await Service()
    let channel = try #require(
      SlackChannel(
        name: "team", api: try service.url("/api"), token: secret("x"), conversation: "C1",
        takesAnswers: true, client: service.client))
    await channel.tell("<!channel> it is approved", at: try service.url("/actions/1/2"))
    await channel.tell("elsewhere", at: try #require(HTTPURL("http://127.0.0.1:1/actions")))
    let requests = try await service.end()
    #expect(requests.map(\.path) == ["/actions/1/2"])
    #expect(requests.first?.json["response_type"] as? String == "ephemeral")
    #expect(requests.first?.json["replace_original"] as? Bool == false)
    #expect(requests.first?.json["text"] as? String == "&lt;!channel&gt; it is approved")
    #expect(requests.first?.fields["authorization"] == nil)
  }
}

/// Requests as Slack's own library signs them.
struct SlackInboxTests {
  private static let now: Int64 = 1_795_281_000
  private let inbox = SlackInbox(signingSecret: secret("8f742231b10e8888abcd99yyyzzz85a5"))

  private func sign(_ body: String, at seconds: Int64, with key: String? = nil) async throws
    -> String
  {
    let result = try await Program.run(
      "/usr/bin/env",
      [
        "python3", "-c",
        """
        import sys
        from slack_sdk.signature import SignatureVerifier
        print(SignatureVerifier(sys.argv[1]).generate_signature(timestamp=sys.argv[2], body=sys.argv[3]))
        """, key ?? "8f742231b10e8888abcd99yyyzzz85a5", "\(seconds)", body,
      ])
    try #require(result.status == 0, Comment(rawValue: result.errors))
    return result.output.trimmingCharacters(in: .newlines)
  }

  private func form(_ payload: String) throws -> String {
    let encoded = try #require(
      payload.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
    return "payload=\(encoded.replacing("%20", with: "+"))"
  }

  private func press(_ action: String, value: String? = "apr_1") -> String {
    let value = value.map { #","value":"\#($0)""# } ?? ""
    return #"""
      {"type":"block_actions","user":{"id":"U012AB3CD","username":"anna"},"team":{"id":"T1"},
       "actions":[{"action_id":"\#(action)","block_id":"a b"\#(value)}]}
      """#
  }

  private func answer(
    _ body: String, at seconds: Int64 = now, signature: String
  ) throws(ChannelRequestProblem) -> ChannelAnswer? {
    try inbox.callback(
      in: Array(body.utf8), timestamp: "\(seconds)", signature: signature, now: Self.now)?
      .answer
  }

  @Test func `a button that was pressed is an answer of whoever pressed it`() async throws {
    for (action, verdict) in [
      ("gatehouse.approve", ChannelAnswer.Verdict.approve), ("gatehouse.deny", .deny),
    ] {
      let body = try form(press(action))
      let signature = try await sign(body, at: Self.now)
      let answer = try answer(body, signature: signature)
      #expect(
        answer == ChannelAnswer(approval: "apr_1", verdict: verdict, person: "slack:U012AB3CD"))
    }
  }

  @Test func `opening the page, and other requests of Slack's, are no answers`() async throws {
    for payload in [press("open", value: nil), #"{"type":"view_closed","user":{"id":"U1"}}"#] {
      let body = try form(payload)
      #expect(try answer(body, signature: await sign(body, at: Self.now)) == nil)
    }
  }

  @Test func `what is not signed with the secret, or is altered, is refused`() async throws {
    let body = try form(press("gatehouse.approve"))
    let signature = try await sign(body, at: Self.now)
    let other = try await sign(body, at: Self.now, with: "another")
    #expect(throws: ChannelRequestProblem.unproved) { try answer(body, signature: other) }
    #expect(throws: ChannelRequestProblem.unproved) { try answer(body + "&", signature: signature) }
    #expect(throws: ChannelRequestProblem.unproved) {
      try answer(body, at: Self.now - 1, signature: signature)
    }
    #expect(throws: ChannelRequestProblem.unproved) { try answer(body, signature: "") }
    #expect(throws: ChannelRequestProblem.unproved) {
      try inbox.callback(in: Array(body.utf8), timestamp: nil, signature: signature, now: Self.now)
    }
  }

  @Test(arguments: [-301, 301])
  func `a request that is too old or from the future is refused`(seconds: Int64) async throws {
    let body = try form(press("gatehouse.approve"))
    let signature = try await sign(body, at: Self.now + seconds)
    #expect(throws: ChannelRequestProblem.stale) {
      try answer(body, at: Self.now + seconds, signature: signature)
    }
  }

  @Test(arguments: [
    "payload=", "payload=%7B%7D", "other=1", "", "payload=%7B%7D&payload=%7B%7D",
    "payload={\"type\":\"block_actions\"}",
    "payload={\"type\":\"block_actions\",\"user\":{\"id\":\"U1\"},\"actions\":[{\"action_id\":\"gatehouse.approve\"}]}",
  ])
  func `what is signed but makes no sense is refused`(body: String) async throws {
    let signature = try await sign(body, at: Self.now)
    #expect(throws: ChannelRequestProblem.malformed) { try answer(body, signature: signature) }
  }
}
