package import Crypto
package import HTTPWire
import JSON
package import Server

/// Publishes notices on a topic of an ntfy server (https://docs.ntfy.sh/publish/#publish-as-json).
package struct NtfyChannel: NotificationChannel {
  /// A message takes 4096 bytes.
  private static let room = Message.Room(name: 100, reason: 200, arguments: 1500)

  package let name: String
  private let server: HTTPURL
  private let topic: String
  private let token: Secret?
  private let template: MessageTemplate
  private let caller: ServiceCaller

  /// - Parameters:
  ///   - server: the server's root, such as `https://ntfy.sh/`.
  ///   - token: an access token; nil for a topic that anybody may publish on.
  package init(
    name: String, server: HTTPURL, topic: String, token: Secret?,
    template: MessageTemplate = .standard, client: HTTPClient
  ) {
    self.name = name
    self.server = server
    self.topic = topic
    self.token = token
    self.template = template
    caller = ServiceCaller(client: client)
  }

  package func send(_ letter: Letter) async throws(DeliveryFailure) {
    var fields: HTTPFields = [.contentType: "application/json"]
    if let token { fields.set(.authorization, try HTTPFieldValue(bearer: token, of: "ntfy")) }
    _ = try await caller.post(server, fields: fields, body: body(letter.notice))
  }

  private func body(_ notice: Notice) -> [UInt8] {
    let message = Message(notice, Self.room, template)
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("topic", topic)
    writer.member("title", message.title.text)
    writer.member("message", message.text)
    // Four of five is shown at once, with sound.
    writer.member("priority", message.isOpen ? 4 : 3)
    writer.member("click", message.url)
    writer.key("actions")
    writer.beginArray()
    writer.beginObject()
    writer.member("action", "view")
    writer.member("label", "Open")
    writer.member("url", message.url)
    writer.endObject()
    writer.endArray()
    writer.endObject()
    return writer.bytes
  }
}
