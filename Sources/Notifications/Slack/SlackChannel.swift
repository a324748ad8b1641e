package import Crypto
package import HTTPWire
import JSON
package import Server

/// Posts notices to a Slack conversation, with buttons (https://docs.slack.dev/reference/methods/chat.postMessage).
///
/// All text goes into `plain_text` objects, in which Slack sees no markup; the one text that it does parse, which phones show, has
/// its three special characters escaped and nothing of an agent's in it.
package struct SlackChannel: NotificationChannel {
  /// A section takes 3000 characters.
  private static let room = Message.Room(arguments: 2500)
  /// What Slack itself says may pass.
  private static let temporary: Set<String> = [
    "ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout",
  ]

  /// Where Slack takes what is said to one person.
  private static let hooks = HTTPURL("https://hooks.slack.com")?.origin

  package let name: String
  private let url: HTTPURL
  private let token: Secret
  private let conversation: String
  /// Whether answers can come back, which takes a signing secret.
  private let takesAnswers: Bool
  private let template: MessageTemplate
  private let caller: ServiceCaller

  /// - Parameters:
  ///   - api: where Slack's methods are.
  ///   - conversation: the id of a channel or a person.
  package init?(
    name: String, api: HTTPURL, token: Secret, conversation: String, takesAnswers: Bool,
    template: MessageTemplate = .standard, client: HTTPClient
  ) {
    guard let url = api.appending("chat.postMessage") else { return nil }
    self.name = name
    self.url = url
    self.token = token
    self.conversation = conversation
    self.takesAnswers = takesAnswers
    self.template = template
    caller = ServiceCaller(client: client)
  }

  package func shows(_ notice: Notice) -> Bool {
    takesAnswers && Message(notice, Self.room, template).isWhole
  }

  package func send(_ letter: Letter) async throws(DeliveryFailure) {
    let fields: HTTPFields = [
      .contentType: "application/json; charset=utf-8",
      .authorization: try HTTPFieldValue(bearer: token, of: "Slack"),
    ]
    let response = try await caller.post(url, fields: fields, body: body(letter.notice))
    // Slack answers 200 to what it refuses too.
    guard let answer = try? JSONDocument.parse(response.body) else {
      throw DeliveryFailure("Slack's answer is not JSON", isTemporary: true)
    }
    guard answer["ok"]?.bool == true else {
      let error = answer["error"]?.string ?? "unknown"
      throw DeliveryFailure(
        "Slack refused the message: \(ShownText(error, limit: 100).text)",
        isTemporary: Self.temporary.contains(error))
    }
  }

  /// Tells whoever pressed a button what came of it, and nobody else; a failure is no one's concern.
  ///
  /// - Parameter url: the `response_url` of the request; one that is not Slack's is not used.
  package func tell(_ text: String, at url: HTTPURL) async {
    guard url.origin == self.url.origin || url.origin == Self.hooks else { return }
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("response_type", "ephemeral")
    writer.member("replace_original", false)
    writer.member("text", MarkupText.escaped(ShownText(text, limit: 500).text))
    writer.endObject()
    _ = try? await caller.post(
      url, fields: [.contentType: "application/json; charset=utf-8"], body: writer.bytes)
  }

  private func body(_ notice: Notice) -> [UInt8] {
    let message = Message(notice, Self.room, template)
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("channel", conversation)
    writer.member("text", message.event)
    writer.member("mrkdwn", false)
    writer.member("unfurl_links", false)
    writer.member("unfurl_media", false)
    writer.key("blocks")
    writer.beginArray()
    Self.block("header", message.title.text, &writer)
    Self.block("section", message.summary, &writer)
    if !message.lines.isEmpty {
      Self.block("section", message.lines.map(\.text).joined(separator: "\n"), &writer)
    }
    if !message.arguments.isEmpty { Self.block("section", message.arguments, &writer) }
    writeButtons(message, notice, &writer)
    writer.endArray()
    writer.endObject()
    return writer.bytes
  }

  /// Approving takes that everything is shown here; denying and looking do not.
  private func writeButtons(_ message: Message, _ notice: Notice, _ writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("type", "actions")
    writer.key("elements")
    writer.beginArray()
    if message.isOpen, takesAnswers {
      if message.isWhole {
        Self.button("Approve", SlackInbox.approve, style: "primary", &writer) {
          $0.member("value", notice.approval)
        }
      }
      Self.button("Deny", SlackInbox.deny, style: "danger", &writer) {
        $0.member("value", notice.approval)
      }
    }
    Self.button(message.isWhole ? "Open" : "Show all", "open", style: nil, &writer) {
      $0.member("url", notice.url)
    }
    writer.endArray()
    writer.endObject()
  }

  private static func block(_ type: String, _ text: String, _ writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("type", type)
    plain(text, &writer)
    writer.endObject()
  }

  private static func button(
    _ label: String, _ action: String, style: String?, _ writer: inout JSONWriter,
    _ extra: (inout JSONWriter) -> Void
  ) {
    writer.beginObject()
    writer.member("type", "button")
    plain(label, &writer)
    writer.member("action_id", action)
    writer.member("style", style)
    extra(&writer)
    writer.endObject()
  }

  private static func plain(_ text: String, _ writer: inout JSONWriter) {
    writer.key("text")
    writer.beginObject()
    writer.member("type", "plain_text")
    writer.member("text", text)
    writer.member("emoji", false)
    writer.endObject()
  }
}
