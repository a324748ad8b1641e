import Calendar
package import HTTPWire
import JSON
package import Server

/// Posts notices as JSON, signed, to an address of the operator's.
package struct WebhookChannel: NotificationChannel {
  private static let room = Message.Room(
    summary: 2000, name: 1000, reason: 2000, arguments: 64 * 1024)

  package let name: String
  private let url: HTTPURL
  /// The key in use, and before a change of keys the next one too.
  private let keys: [WebhookKey]
  private let caller: ServiceCaller
  private let now: @Sendable () -> Int64

  /// - Parameter now: nanoseconds since 1970.
  package init(
    name: String, url: HTTPURL, keys: [WebhookKey], client: HTTPClient,
    now: @escaping @Sendable () -> Int64
  ) {
    self.name = name
    self.url = url
    self.keys = keys
    self.now = now
    caller = ServiceCaller(client: client)
  }

  package func send(_ letter: Letter) async throws(DeliveryFailure) {
    let time = now()
    let body = Self.body(letter, at: time)
    let seconds = time / 1_000_000_000
    var fields: HTTPFields = [.contentType: "application/json"]
    let signature = keys.map { $0.sign(id: letter.id, seconds: seconds, body: body) }
    for (name, text) in [
      ("webhook-id", letter.id), ("webhook-timestamp", "\(seconds)"),
      ("webhook-signature", signature.joined(separator: " ")),
    ] {
      guard let name = HTTPFieldName(name), let value = HTTPFieldValue(checking: text) else {
        throw DeliveryFailure("a letter cannot be named `\(letter.id)`", isTemporary: false)
      }
      fields.append(name, value)
    }
    _ = try await caller.post(url, fields: fields, body: body)
  }

  /// Writes a letter: `type`, `timestamp` and `data`, as the specification recommends.
  private static func body(_ letter: Letter, at time: Int64) -> [UInt8] {
    let notice = letter.notice
    let message = Message(notice, room)
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("type", notice.event.rawValue)
    writer.member("timestamp", UTCTimestamp.text(time))
    writer.key("data")
    writer.beginObject()
    writer.member("approval", notice.approval)
    writer.member("summary", message.summary)
    for (field, text) in message.fields where field != .expires {
      writer.member(field.rawValue, text)
    }
    writer.member("arguments", message.arguments)
    writer.member("complete", message.isWhole)
    writer.member("expires_at", notice.expiresAt.map(UTCTimestamp.text))
    writer.member("url", notice.url)
    writer.endObject()
    writer.endObject()
    return writer.bytes
  }
}
