import HTTPWire
import Notifications
import YAML

/// What the file says of the ways in which people are told.
extension ConfigurationFileReader {
  private static let kinds = ["webhook", "slack", "telegram", "ntfy", "email"]

  mutating func readNotifications(_ node: YAMLNode) {
    for element in list(node) {
      guard let channel = readChannel(element) else { continue }
      if configuration.notifications.contains(where: { $0.name == channel.name }) {
        complain(
          element.position, "`\(channel.name)` is the name of two channels: give one a `name`")
      }
      configuration.notifications.append(channel)
    }
  }

  private mutating func readChannel(_ node: YAMLNode) -> Configuration.Channel? {
    let members = mapping(node)
    guard let kind = members.first(where: { $0.name == "kind" })?.value.string,
      Self.kinds.contains(kind)
    else {
      let words = Self.kinds.map { "`\($0)`" }.joined(separator: ", ")
      complain(node.position, "a channel has a `kind`: one of \(words)")
      return nil
    }
    var common = ChannelMembers(members.filter { $0.name != "kind" })
    let name = common.take("name").flatMap { self.name($0) } ?? kind
    if !name.utf8.allSatisfy(Self.isNameByte) {
      complain(node.position, "the `name` of a channel is made of letters, digits, `-` and `_`")
    }
    let events = common.take("events").map { readEvents($0) } ?? Set(Notice.Event.allCases)
    // What a webhook is told has one form, which programs read.
    let template = kind == "webhook" ? nil : common.take("template").flatMap { readTemplate($0) }
    let service: Configuration.Channel.Service?
    switch kind {
    case "webhook": service = readWebhook(&common, node)
    case "slack": service = readSlack(&common, node)
    case "telegram": service = readTelegram(&common, node)
    case "ntfy": service = readNtfy(&common, node)
    default: service = readEmail(&common, node)
    }
    for member in common.left { unknown(member, among: common.asked.sorted()) }
    return service.map {
      Configuration.Channel(
        name: name, events: events, template: template ?? .standard, service: $0)
    }
  }

  private mutating func readTemplate(_ node: YAMLNode) -> MessageTemplate? {
    var title: String?
    var lines: [String]?
    for member in mapping(node) {
      switch member.name {
      case "title": title = text(member.value)
      case "lines": lines = list(member.value).compactMap { text($0) }
      default: unknown(member, among: ["lines", "title"])
      }
    }
    do {
      return try MessageTemplate(title: title, lines: lines)
    } catch {
      complain(node.position, error.description)
      return nil
    }
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  // MARK: Kinds

  private mutating func readWebhook(
    _ members: inout ChannelMembers, _ node: YAMLNode
  ) -> Configuration.Channel.Service? {
    let keys = [members.take("secret"), members.take("next_secret")].compactMap {
      $0.flatMap { secret($0) }
    }
    guard let url = url(required("url", &members, node)) else { return nil }
    guard !keys.isEmpty else {
      complain(node.position, "a webhook needs a `secret`: receivers tell by it that it is genuine")
      return nil
    }
    return .webhook(url: url, keys: keys)
  }

  private mutating func readSlack(
    _ members: inout ChannelMembers, _ node: YAMLNode
  ) -> Configuration.Channel.Service? {
    let api = address("api", &members, default: "https://slack.com/api")
    let signingSecret = members.take("signing_secret").flatMap { secret($0) }
    let token = required("token", &members, node).flatMap { secret($0) }
    let conversation = required("conversation", &members, node).flatMap { self.name($0) }
    guard let api, let token, let conversation else { return nil }
    return .slack(
      api: api, token: token, conversation: conversation, signingSecret: signingSecret)
  }

  private mutating func readTelegram(
    _ members: inout ChannelMembers, _ node: YAMLNode
  ) -> Configuration.Channel.Service? {
    let api = address("api", &members, default: "https://api.telegram.org")
    let webhookSecret = members.take("webhook_secret").flatMap { secret($0) }
    let token = required("token", &members, node).flatMap { secret($0) }
    let chat = required("chat", &members, node).flatMap { text($0) }
    guard let api, let token, let chat else { return nil }
    return .telegram(api: api, token: token, chat: chat, secret: webhookSecret)
  }

  private mutating func readNtfy(
    _ members: inout ChannelMembers, _ node: YAMLNode
  ) -> Configuration.Channel.Service? {
    let server = address("server", &members, default: "https://ntfy.sh")
    let token = members.take("token").flatMap { secret($0) }
    let topic = required("topic", &members, node).flatMap { self.name($0) }
    guard let server, let topic else { return nil }
    return .ntfy(server: server, topic: topic, token: token)
  }

  private mutating func readEmail(
    _ members: inout ChannelMembers, _ node: YAMLNode
  ) -> Configuration.Channel.Service? {
    let tls = members.take("tls")
    let encryption = tls?.string.flatMap(EmailChannel.Encryption.init(rawValue:))
    if let tls, encryption == nil {
      complain(tls.position, "this is one of `implicit`, `starttls`, `none`")
    }
    let user = members.take("user").flatMap { self.name($0) }
    let password = members.take("password").flatMap { secret($0) }
    let server = required("server", &members, node)
    let from = required("from", &members, node).flatMap { mailAddress($0) }
    let recipients = required("to", &members, node)
    let to = (recipients.map { $0.elements ?? [$0] } ?? []).compactMap { mailAddress($0) }
    guard let server, let from, !to.isEmpty else { return nil }
    guard let authority = server.string.flatMap({ HTTPAuthority($0) }) else {
      complain(server.position, "this is the mail server, such as `mail.example.org:587`")
      return nil
    }
    if (user == nil) != (password == nil) {
      complain(node.position, "`user` and `password` come together")
    }
    let kind = encryption ?? .startTLS
    if kind == .none, password != nil {
      complain(node.position, "a password is not sent without encryption: leave out `tls: none`")
    }
    let port = authority.port ?? (kind == .implicit ? 465 : kind == .startTLS ? 587 : 25)
    let origin = HTTPOrigin(isEncrypted: false, authority: authority)
    let settings = EmailChannel.Settings(
      host: origin.bareHost, port: port, encryption: kind, user: user, from: from, to: to)
    return .email(settings, password: password)
  }

  // MARK: Members

  private mutating func required(
    _ member: String, _ members: inout ChannelMembers, _ node: YAMLNode
  ) -> YAMLNode? {
    if let value = members.take(member) { return value }
    complain(node.position, "this channel needs `\(member)`")
    return nil
  }

  private mutating func readEvents(_ node: YAMLNode) -> Set<Notice.Event> {
    var events: Set<Notice.Event> = []
    for element in list(node) {
      guard let word = element.string, let event = Notice.Event(rawValue: "approval.\(word)") else {
        complain(element.position, "this is one of `requested`, `resolved`, `expired`")
        continue
      }
      events.insert(event)
    }
    return events
  }

  /// Reads where a secret stands; one that stands here itself is refused without being repeated.
  private mutating func secret(_ node: YAMLNode) -> SecretSource? {
    if let members = node.members, members.count == 1, let text = members[0].value.string {
      switch members[0].name {
      case "file": return .file(resolved(text))
      case "env": return .variable(text)
      default: break
      }
    }
    complain(
      node.position, "a secret stands elsewhere: write `{ file: PATH }` or `{ env: VARIABLE }`")
    return nil
  }

  private mutating func address(
    _ member: String, _ members: inout ChannelMembers, default text: String
  ) -> HTTPURL? {
    guard let node = members.take(member) else { return HTTPURL(text) }
    return url(node)
  }

  /// Reads a URL; one that is none is not repeated, because it may be a credential.
  private mutating func url(_ node: YAMLNode?) -> HTTPURL? {
    guard let node else { return nil }
    if let url = node.string.flatMap({ HTTPURL($0) }) { return url }
    complain(
      node.position, "this is a URL, such as `https://hooks.example.org/path`, in plain letters")
    return nil
  }

  private mutating func mailAddress(_ node: YAMLNode) -> EmailAddress? {
    if let address = node.string.flatMap({ EmailAddress($0) }) { return address }
    complain(node.position, "this is an address, such as `oncall@example.org`, without a name")
    return nil
  }
}

/// The members of a channel that nothing has asked for yet.
private struct ChannelMembers {
  private(set) var left: [YAMLMember]
  private(set) var asked: Set<String> = ["kind"]

  init(_ members: [YAMLMember]) {
    left = members
  }

  mutating func take(_ name: String) -> YAMLNode? {
    asked.insert(name)
    guard let index = left.firstIndex(where: { $0.name == name }) else { return nil }
    return left.remove(at: index).value
  }
}
