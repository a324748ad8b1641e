import Foundation
import HTTPWire
import Server
import Testing

@testable import Notifications

struct TelegramTests {
  private func channel(_ service: Service, takesAnswers: Bool = true) throws -> TelegramChannel {
    TelegramChannel(
      name: "phone", api: try service.url("/"), token: secret("123:TOKEN"), chat: "-100",
      takesAnswers: takesAnswers, client: service.client)
  }

  private func buttons(_ request: Service.Request) -> [String] {
    let markup = request.json["reply_markup"] as? [String: Any]
    let rows = markup?["inline_keyboard"] as? [[[String: Any]]] ?? []
    return rows.flatMap { $0.map { "\($0["text"] ?? "") \($0["callback_data"] ?? "")" } }
  }

  @Test func `what an agent wrote is code, with its markup escaped`() async throws {
    let service = try await Service()
    try await channel(service).send(
      letter(notice(arguments: "<a href='https://evil'>x</a> & https://evil\u{202E}")))
    let request = try #require(try await service.end().first)
    #expect(request.path == "/bot123:TOKEN/sendMessage")
    #expect(request.json["chat_id"] as? String == "-100")
    #expect(request.json["parse_mode"] as? String == "HTML")
    #expect(
      (request.json["link_preview_options"] as? [String: Any])?["is_disabled"] as? Bool == true)
    let text = try #require(request.json["text"] as? String)
    #expect(text.hasPrefix("<b>Approval needed</b>\n<pre>Delete the folder /srv/app</pre>\n"))
    #expect(
      text.contains(
        "<pre>&lt;a href='https://evil'&gt;x&lt;/a&gt; &amp; https://evil\\u{202e}</pre>"))
    #expect(text.contains("Agent: <code>bot-7</code>"))
    #expect(text.hasSuffix("Decide: https://gate.example/approvals/apr_1"))
    #expect(buttons(request) == ["Approve approve:apr_1", "Deny deny:apr_1"])
  }

  @Test func `what is not shown whole cannot be approved from there`() async throws {
    let service = try await Service()
    try await channel(service).send(letter(notice(arguments: String(repeating: "x", count: 3000))))
    try await channel(service).send(letter(notice(.expired)))
    try await channel(service, takesAnswers: false).send(letter(notice()))
    var long = notice()
    long.approval = String(repeating: "a", count: 60)
    try await channel(service).send(letter(long))
    let requests = try await service.end()
    #expect(requests.map(buttons) == [["Deny deny:apr_1"], [], [], []])
    #expect(requests.allSatisfy { ($0.json["text"] as? String ?? "").count <= 4096 })
  }

  @Test func `the token is in no error`() async throws {
    let service = try await Service(
      #"[403, {}, "{\"ok\":false,\"description\":\"Forbidden: bot was blocked\"}"]"#)
    let failure = await failure(of: try channel(service), letter(notice()))
    #expect(failure?.isTemporary == false)
    #expect(failure?.description.contains("bot was blocked") == true)
    #expect(failure?.description.contains("TOKEN") == false)
    _ = try await service.end()
    let other = try await Service()
    let broken = TelegramChannel(
      name: "phone", api: try other.url("/"), token: secret("no token\n"), chat: "1",
      takesAnswers: false, client: other.client)
    #expect(await refusal(by: broken)?.isTemporary == false)
    _ = try await other.end()
  }

  private func refusal(by channel: TelegramChannel) async -> DeliveryFailure? {
    await failure(of: channel, letter(notice()))
  }
}

struct TelegramInboxTests {
  private let inbox = TelegramInbox(secret: secret("webhook-secret"), chat: "-100")

  private func update(data: String = "approve:apr_1", chat: String = "-100") -> [UInt8] {
    Array(
      #"""
      {"update_id":1,"callback_query":{"id":"77","from":{"id":123456,"username":"anna"},
       "message":{"message_id":5,"chat":{"id":\#(chat),"username":"ops"}},"data":"\#(data)"}}
      """#.utf8)
  }

  @Test func `a button that was pressed is an answer, and Telegram is told so`() throws {
    let callback = try #require(try inbox.callback(in: update(), token: "webhook-secret"))
    #expect(
      callback.answer
        == ChannelAnswer(approval: "apr_1", verdict: .approve, person: "telegram:123456"))
    #expect(
      String(decoding: callback.reply("approved"), as: UTF8.self)
        == #"{"method":"answerCallbackQuery","callback_query_id":"77","text":"approved"}"#)
    let denial = try inbox.callback(in: update(data: "deny:a:b"), token: "webhook-secret")
    #expect(denial?.answer.verdict == .deny)
    #expect(denial?.answer.approval == "a:b")
  }

  @Test(arguments: [nil, "", "webhook-secre", "webhook-secret2"])
  func `without the secret nothing is read`(token: String?) {
    #expect(throws: ChannelRequestProblem.unproved) {
      try inbox.callback(in: update(), token: token)
    }
  }

  @Test func `other updates, and buttons of other chats, are no answers`() throws {
    let token = "webhook-secret"
    #expect(try inbox.callback(in: Array("{}".utf8), token: token) == nil)
    #expect(try inbox.callback(in: update(chat: "-200"), token: token) == nil)
    let named = TelegramInbox(secret: secret(token), chat: "@ops")
    #expect(try named.callback(in: update(chat: "-200"), token: token) != nil)
  }

  @Test(arguments: ["", "approve", "grant:apr_1"])
  func `a button that is none of ours is refused`(data: String) {
    #expect(throws: ChannelRequestProblem.malformed) {
      try inbox.callback(in: update(data: data), token: "webhook-secret")
    }
  }
}
