package import Crypto
package import EventLoop
import Server
package import TLS

/// Sends notices by e-mail, through one mail server.
package struct EmailChannel: NotificationChannel {
  /// How the connection is encrypted.
  package enum Encryption: String, Sendable, CaseIterable {
    /// From its beginning, mostly on port 465 (RFC 8314).
    case implicit
    /// Before anything is told, mostly on port 587.
    case startTLS = "starttls"
    /// Not at all; without a password only.
    case none
  }

  /// The mail server, and who sends what to whom.
  package struct Settings: Sendable {
    package var host: String
    package var port: UInt16
    package var encryption: Encryption
    /// Nil where the server asks for none.
    package var user: String?
    package var password: Secret?
    package var from: EmailAddress
    package var to: [EmailAddress]
    /// For the whole delivery.
    package var timeout = Duration.seconds(60)

    package init(
      host: String, port: UInt16, encryption: Encryption, user: String? = nil,
      password: Secret? = nil, from: EmailAddress, to: [EmailAddress]
    ) {
      self.host = host
      self.port = port
      self.encryption = encryption
      self.user = user
      self.password = password
      self.from = from
      self.to = to
    }
  }

  private static let room = Message.Room(
    summary: 2000, name: 500, reason: 2000, arguments: 64 * 1024)

  package let name: String
  private let settings: Settings
  private let template: MessageTemplate
  private let loop: EventLoop
  private let resolver: Resolver
  private let tls: TLSClientContext
  private let mayConnect: @Sendable (SocketAddress) -> Bool
  private let now: @Sendable () -> Int64

  /// - Parameters:
  ///   - mayConnect: says whether an address of the server's may be connected to.
  ///   - now: nanoseconds since 1970.
  package init(
    name: String, _ settings: Settings, template: MessageTemplate = .standard, on loop: EventLoop,
    resolver: Resolver,
    tls: TLSClientContext, mayConnect: @escaping @Sendable (SocketAddress) -> Bool,
    now: @escaping @Sendable () -> Int64
  ) {
    self.name = name
    self.settings = settings
    self.template = template
    self.loop = loop
    self.resolver = resolver
    self.tls = tls
    self.mayConnect = mayConnect
    self.now = now
  }

  package func send(_ letter: Letter) async throws(DeliveryFailure) {
    let deadline = await loop.deadline(after: settings.timeout)
    let stream = try await connect(until: deadline)
    do throws(DeliveryFailure) {
      try await deliver(message(letter), over: stream, until: deadline)
    } catch {
      await stream.close()
      throw error
    }
    // The message is taken; whether the goodbye arrives does not matter.
    try? await stream.write(Array("QUIT\r\n".utf8))
    await stream.close()
  }

  private func message(_ letter: Letter) -> EmailMessage {
    let message = Message(letter.notice, Self.room, template)
    let subject = Message(letter.notice, Message.Room(summary: 120, arguments: 0), template)
    return EmailMessage(
      from: settings.from, to: settings.to, subject: "\(subject.title.text): \(subject.summary)",
      text: message.text, id: letter.id, date: now())
  }

  private func connect(until deadline: LoopTime) async throws(DeliveryFailure) -> ClientStream {
    let server = "the mail server `\(settings.host)`"
    let addresses: [SocketAddress]
    do {
      addresses = try await resolver.addresses(
        of: settings.host, port: settings.port, until: deadline)
    } catch {
      throw DeliveryFailure("cannot find \(server): \(error)", isTemporary: true)
    }
    let allowed = addresses.filter(mayConnect)
    guard !allowed.isEmpty else {
      throw DeliveryFailure(
        "\(server) has only addresses that may not be connected to from here", isTemporary: false)
    }
    do {
      return try await ClientStream.connect(to: allowed, on: loop, until: deadline)
    } catch {
      throw DeliveryFailure(error.description, isTemporary: true)
    }
  }

  private func deliver(
    _ message: EmailMessage, over stream: ClientStream, until deadline: LoopTime
  ) async throws(DeliveryFailure) {
    if settings.encryption == .implicit { try await encrypt(stream, until: deadline) }
    let login = settings.user.flatMap { user in
      settings.password.map { SMTPMachine.Login(user: user, password: $0) }
    }
    var machine = SMTPMachine(
      message, login: login, startsTLS: settings.encryption == .startTLS)
    var reader = SMTPReplyReader()
    while true {
      let reply = try await self.reply(&reader, from: stream, until: deadline)
      var action = try machine.on(reply)
      if action == .encrypt {
        // Whoever sends ahead of the encryption wants it taken for part of what follows.
        guard reader.isEmpty else {
          throw DeliveryFailure("the mail server sent more before TLS", isTemporary: true)
        }
        try await encrypt(stream, until: deadline)
        action = machine.encrypted()
      }
      guard case .send(let bytes) = action else { return }
      do {
        try await stream.write(bytes)
      } catch {
        throw DeliveryFailure(error.description, isTemporary: true)
      }
    }
  }

  private func encrypt(
    _ stream: ClientStream, until deadline: LoopTime
  ) async throws(DeliveryFailure) {
    do {
      try await stream.encrypt(
        with: tls, host: settings.host, speaksHTTP: false, until: deadline)
    } catch {
      throw DeliveryFailure(error.description, isTemporary: true)
    }
  }

  private func reply(
    _ reader: inout SMTPReplyReader, from stream: ClientStream, until deadline: LoopTime
  ) async throws(DeliveryFailure) -> SMTPReply {
    while true {
      if let reply = try reader.next() { return reply }
      let bytes: [UInt8]
      do {
        bytes = try await stream.read(until: deadline)
      } catch {
        throw DeliveryFailure(
          error == .timeout ? "the mail server did not answer in time" : error.description,
          isTemporary: true)
      }
      guard !bytes.isEmpty else {
        throw DeliveryFailure("the mail server ended the connection", isTemporary: true)
      }
      reader.receive(bytes)
    }
  }
}

extension EventLoop {
  /// The point on the loop's clock that lies so far ahead.
  fileprivate func deadline(after duration: Duration) async -> LoopTime {
    await withCheckedContinuation { continuation in
      execute { continuation.resume(returning: self.now.advanced(by: duration)) }
    }
  }
}
