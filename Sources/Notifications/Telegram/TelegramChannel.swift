package import Crypto
package import HTTPWire
import JSON
package import Server

/// Sends notices to a Telegram chat, with buttons (https://core.telegram.org/bots/api#sendmessage).
///
/// What an agent wrote stands in `<code>` and `<pre>`, in which Telegram makes no links and sees no markup.
package struct TelegramChannel: NotificationChannel {
  /// A message takes 4096 characters.
  private static let room = Message.Room(arguments: 2000)
  /// What a button may carry, in bytes.
  private static let mostButtonData = 64

  package let name: String
  private let api: HTTPURL
  private let token: Secret
  private let chat: String
  /// Whether answers can come back, which takes a webhook with a secret.
  private let takesAnswers: Bool
  private let template: MessageTemplate
  private let caller: ServiceCaller

  /// - Parameters:
  ///   - api: where the bot API is.
  ///   - chat: the id of a chat, or `@` and the name of a channel.
  package init(
    name: String, api: HTTPURL, token: Secret, chat: String, takesAnswers: Bool,
    template: MessageTemplate = .standard, client: HTTPClient
  ) {
    self.name = name
    self.api = api
    self.token = token
    self.chat = chat
    self.takesAnswers = takesAnswers
    self.template = template
    caller = ServiceCaller(client: client)
  }

  package func shows(_ notice: Notice) -> Bool {
    takesAnswers && Message(notice, Self.room, template).isWhole
  }

  package func send(_ letter: Letter) async throws(DeliveryFailure) {
    let path = token.withBytes { String(copying: $0) }.map { "bot\($0)/sendMessage" }
    guard let path, let url = api.appending(path) else {
      throw DeliveryFailure("the token for Telegram is not of its form", isTemporary: false)
    }
    _ = try await caller.post(
      url, fields: [.contentType: "application/json"], body: body(letter.notice))
  }

  private func body(_ notice: Notice) -> [UInt8] {
    let message = Message(notice, Self.room, template)
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("chat_id", chat)
    writer.member("text", Self.text(message))
    writer.member("parse_mode", "HTML")
    writer.key("link_preview_options")
    writer.beginObject()
    writer.member("is_disabled", true)
    writer.endObject()
    if message.isOpen, takesAnswers { writeButtons(message, notice.approval, &writer) }
    writer.endObject()
    return writer.bytes
  }

  private static func text(_ message: Message) -> String {
    var parts = [
      markup(message.title, isBold: true), "<pre>\(MarkupText.escaped(message.summary))</pre>",
    ]
    parts += message.lines.map { markup($0, isBold: false) }
    if !message.arguments.isEmpty {
      parts.append("<pre>\(MarkupText.escaped(message.arguments))</pre>")
    }
    parts.append(MarkupText.escaped("\(message.isOpen ? "Decide" : "See"): \(message.url)"))
    return parts.joined(separator: "\n")
  }

  /// Writes a line; within `<b>`, Telegram takes no `<code>`.
  private static func markup(_ line: Message.Line, isBold: Bool) -> String {
    line.parts.map { part in
      let text = MarkupText.escaped(part.text)
      if part.isValue { return "<code>\(text)</code>" }
      return isBold ? "<b>\(text)</b>" : text
    }.joined()
  }

  /// Approving takes that everything is shown here; denying does not.
  private func writeButtons(_ message: Message, _ approval: String, _ writer: inout JSONWriter) {
    let verdicts: [(ChannelAnswer.Verdict, String)] =
      message.isWhole ? [(.approve, "Approve"), (.deny, "Deny")] : [(.deny, "Deny")]
    guard "approve:\(approval)".utf8.count <= Self.mostButtonData else { return }
    writer.key("reply_markup")
    writer.beginObject()
    writer.key("inline_keyboard")
    writer.beginArray()
    writer.beginArray()
    for (verdict, label) in verdicts {
      writer.beginObject()
      writer.member("text", label)
      writer.member("callback_data", "\(verdict.rawValue):\(approval)")
      writer.endObject()
    }
    writer.endArray()
    writer.endArray()
    writer.endObject()
  }
}
