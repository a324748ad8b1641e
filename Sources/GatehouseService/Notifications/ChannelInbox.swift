import HTTPWire
import Notifications

/// Where the service of one channel posts what people answer.
struct ChannelInbox: Sendable {
  enum Service: Sendable {
    case slack(SlackInbox, SlackChannel)
    case telegram(TelegramInbox)
  }

  private let channel: any NotificationChannel
  private let service: Service

  init(_ channel: any NotificationChannel, _ service: Service) {
    self.channel = channel
    self.service = service
  }

  var name: String { channel.name }

  /// Whether the channel has shown all of a notice.
  func shows(_ notice: Notice) -> Bool { channel.shows(notice) }

  /// Answers a request that proves to come from the service.
  ///
  /// - Parameters:
  ///   - now: seconds since 1970.
  ///   - take: takes an answer, and returns what to tell whoever gave it.
  func respond(
    to fields: HTTPFields, _ body: [UInt8], now: Int64,
    take: (ChannelAnswer) async -> String
  ) async throws(ChannelRequestProblem) -> HTTPResponse {
    switch service {
    case .slack(let inbox, let sender):
      let callback = try inbox.callback(
        in: body, timestamp: Self.value("x-slack-request-timestamp", in: fields),
        signature: Self.value("x-slack-signature", in: fields), now: now)
      guard let callback else { return HTTPResponse(.ok) }
      let text = await take(callback.answer)
      // Slack shows nothing of what a request is answered with.
      if let url = callback.responseURL { await sender.tell(text, at: url) }
      return HTTPResponse(.ok)
    case .telegram(let inbox):
      let token = Self.value("x-telegram-bot-api-secret-token", in: fields)
      guard let callback = try inbox.callback(in: body, token: token) else {
        return HTTPResponse(.ok)
      }
      let text = await take(callback.answer)
      return HTTPResponse(
        .ok, fields: [.contentType: "application/json"], body: callback.reply(text))
    }
  }

  private static func value(_ name: String, in fields: HTTPFields) -> String? {
    HTTPFieldName(name).flatMap { fields[$0] }
  }
}
