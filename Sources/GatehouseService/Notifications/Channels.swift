import Crypto
import EventLoop
import Notifications
import Server
import TLS
import Telemetry

/// The channels of a configuration, with what they share: one client and one loop.
struct Channels: Sendable {
  let subscriptions: [Notifier.Subscription]
  private let inboxes: [ChannelInbox]
  private let client: HTTPClient?

  /// Reads the secrets and makes the channels.
  init(
    _ configuration: Configuration, environment: [String: String], on loop: EventLoop
  ) throws {
    guard !configuration.notifications.isEmpty else {
      (subscriptions, inboxes, client) = ([], [], nil)
      return
    }
    var settings = ClientConfiguration()
    settings.mayConnect = ChannelAddresses.mayConnect
    settings.maximumResponseBytes = 64 * 1024
    settings.proxies = try ProxySettings(environment: environment)
    let tls = try TLSClientContext()
    let resolver = Resolver(on: loop)
    let client = HTTPClient(on: loop, settings, tls: tls, resolver: resolver)
    let maker = ChannelMaker(
      client: client, loop: loop, resolver: resolver, tls: tls, environment: environment)
    var subscriptions: [Notifier.Subscription] = []
    var inboxes: [ChannelInbox] = []
    for channel in configuration.notifications {
      do {
        let (sender, inbox) = try maker.make(channel)
        subscriptions.append(Notifier.Subscription(sender, events: channel.events))
        if let inbox { inboxes.append(inbox) }
      } catch {
        throw ServiceError("notifications: `\(channel.name)`: \(error)")
      }
    }
    self.subscriptions = subscriptions
    self.inboxes = inboxes
    self.client = client
  }

  func inbox(named name: String) -> ChannelInbox? { inboxes.first { $0.name == name } }

  func close() async { await client?.close() }
}

/// Makes channels from what a configuration says of them.
private struct ChannelMaker {
  let client: HTTPClient
  let loop: EventLoop
  let resolver: Resolver
  let tls: TLSClientContext
  let environment: [String: String]

  func make(
    _ channel: Configuration.Channel
  ) throws -> (any NotificationChannel, ChannelInbox?) {
    let name = channel.name
    switch channel.service {
    case .webhook(let url, let sources):
      let keys = try sources.map { source in
        guard let key = WebhookKey(try read(source)) else {
          throw ServiceError("the secret of a webhook is `whsec_` and 24 to 64 bytes in base64")
        }
        return key
      }
      return (
        WebhookChannel(name: name, url: url, keys: keys, client: client, now: Self.now), nil
      )
    case .slack(let api, let token, let conversation, let signingSecret):
      let sender = SlackChannel(
        name: name, api: api, token: try read(token), conversation: conversation,
        takesAnswers: signingSecret != nil, template: channel.template, client: client)
      guard let sender else { throw ServiceError("the `api` of Slack has no query") }
      let inbox = try signingSecret.map { SlackInbox(signingSecret: try read($0)) }
      return (sender, inbox.map { ChannelInbox(sender, .slack($0, sender)) })
    case .telegram(let api, let token, let chat, let secret):
      let sender = TelegramChannel(
        name: name, api: api, token: try read(token), chat: chat, takesAnswers: secret != nil,
        template: channel.template, client: client)
      let inbox = try secret.map { TelegramInbox(secret: try read($0), chat: chat) }
      return (sender, inbox.map { ChannelInbox(sender, .telegram($0)) })
    case .ntfy(let server, let topic, let token):
      return (
        NtfyChannel(
          name: name, server: server, topic: topic, token: try token.map(read),
          template: channel.template, client: client), nil
      )
    case .email(var settings, let password):
      settings.password = try password.map(read)
      return (
        EmailChannel(
          name: name, settings, template: channel.template, on: loop, resolver: resolver, tls: tls,
          mayConnect: ChannelAddresses.mayConnect, now: Self.now), nil
      )
    }
  }

  private func read(_ source: SecretSource) throws -> Secret {
    try source.read(environment: environment)
  }

  private static let now: @Sendable () -> Int64 = { SystemClock.unixNanoseconds() }
}
