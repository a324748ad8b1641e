import ByteParsing
import Crypto

/// All protocol state of the delivery of one message: replies in, commands out (RFC 5321; RFC 3207; RFC 4954).
struct SMTPMachine: Sendable {
  /// What the shell does next.
  enum Action: Sendable, Equatable {
    case send([UInt8])
    /// Encrypt the connection, and call `encrypted` then.
    case encrypt
    /// The message is taken: say goodbye and close.
    case finish
  }

  /// Who the client is to the server.
  struct Login: Sendable {
    let user: String
    let password: Secret
  }

  /// What has been asked last.
  private enum State: Sendable {
    /// Nothing: the greeting is due; → *hello*.
    case greeting
    /// `EHLO`; → *startTLS* where encryption is still to come, else *login* or *sender*.
    case hello
    /// `STARTTLS`; → *hello* once encrypted.
    case startTLS
    /// `AUTH`; → *sender*.
    case plain, user, password
    /// `MAIL FROM`; → *recipient*.
    case sender
    /// `RCPT TO` for one of the recipients; → *recipient* for the next, *data* after the last.
    case recipient(Int)
    /// `DATA`; → *content*.
    case data
    /// The message; → finished.
    case content
  }

  private let message: EmailMessage
  private let login: Login?
  /// Whether encryption is still to come.
  private var needsEncryption: Bool
  private var state = State.greeting
  private var accepted = 0
  private var refusal: SMTPReply?

  /// - Parameter startsTLS: whether the connection begins in plain text and is encrypted before anything is told.
  init(_ message: EmailMessage, login: Login?, startsTLS: Bool) {
    self.message = message
    self.login = login
    needsEncryption = startsTLS
  }

  /// Takes the reply to what was asked last.
  ///
  /// - Throws: why the message does not arrive.
  mutating func on(_ reply: SMTPReply) throws(DeliveryFailure) -> Action {
    switch state {
    case .greeting:
      guard reply.isSuccess else { throw Self.refused("the connection", reply) }
      return hello()
    case .hello:
      guard reply.isSuccess else { throw Self.refused("the greeting", reply) }
      return try begin(SMTPExtensions(reply))
    case .startTLS:
      guard reply.isSuccess else { throw Self.refused("to encrypt", reply) }
      return .encrypt
    case .plain, .password:
      guard reply.isSuccess else { throw Self.refused("the user and password", reply) }
      return sender()
    case .user:
      guard reply.isIntermediate, let login else { throw Self.refused("the user", reply) }
      state = .password
      return .send(login.password.withBytes { Self.line(Base64.encode(Self.copy($0))) })
    case .sender:
      guard reply.isSuccess else { throw Self.refused("the sender `\(message.from)`", reply) }
      return try recipient(0)
    case .recipient(let index):
      if reply.isSuccess { accepted += 1 } else { refusal = reply }
      return try recipient(index + 1)
    case .data:
      guard reply.isIntermediate else { throw Self.refused("the message", reply) }
      state = .content
      return .send(Self.dotStuffed(message.bytes))
    case .content:
      guard reply.isSuccess else { throw Self.refused("the message", reply) }
      return .finish
    }
  }

  /// Notes that the connection is encrypted; what the server said before counts no more.
  mutating func encrypted() -> Action {
    needsEncryption = false
    return hello()
  }

  private mutating func hello() -> Action {
    state = .hello
    return .send(Self.line("EHLO \(message.from.domain)"))
  }

  private mutating func begin(_ extensions: SMTPExtensions) throws(DeliveryFailure) -> Action {
    if needsEncryption {
      guard extensions.offersTLS else {
        throw DeliveryFailure(
          "the mail server does not offer STARTTLS; use its port for `tls: implicit`",
          isTemporary: false)
      }
      state = .startTLS
      return .send(Self.line("STARTTLS"))
    }
    guard let login else { return sender() }
    if extensions.logins.contains("PLAIN") {
      state = .plain
      let text = login.password.withBytes {
        Base64.encode([0] + Array(login.user.utf8) + [0] + Self.copy($0))
      }
      return .send(Self.line("AUTH PLAIN \(text)"))
    }
    guard extensions.logins.contains("LOGIN") else {
      throw DeliveryFailure(
        "the mail server offers neither AUTH PLAIN nor AUTH LOGIN", isTemporary: false)
    }
    state = .user
    return .send(Self.line("AUTH LOGIN \(Base64.encode(Array(login.user.utf8)))"))
  }

  private mutating func sender() -> Action {
    state = .sender
    return .send(Self.line("MAIL FROM:<\(message.from)>"))
  }

  private mutating func recipient(_ index: Int) throws(DeliveryFailure) -> Action {
    if index < message.to.count {
      state = .recipient(index)
      return .send(Self.line("RCPT TO:<\(message.to[index])>"))
    }
    // Who is not known here does not keep the others from being told.
    guard accepted > 0 else {
      guard let refusal else { throw DeliveryFailure("there is no recipient", isTemporary: false) }
      throw Self.refused("every recipient", refusal)
    }
    state = .data
    return .send(Self.line("DATA"))
  }

  private static func line(_ command: String) -> [UInt8] { Array("\(command)\r\n".utf8) }

  private static func copy(_ bytes: Span<UInt8>) -> [UInt8] {
    var copy: [UInt8] = []
    copy.append(bytes)
    return copy
  }

  /// Writes a message so that no line of it ends it, and then its end (RFC 5321, section 4.5.2).
  static func dotStuffed(_ message: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(message.count + 8)
    var isLineStart = true
    for byte in message {
      if isLineStart, byte == UInt8(ascii: ".") { output.append(byte) }
      output.append(byte)
      isLineStart = byte == UInt8(ascii: "\n")
    }
    return output + Array(".\r\n".utf8)
  }

  private static func refused(_ what: String, _ reply: SMTPReply) -> DeliveryFailure {
    let text = ShownText(reply.lines.joined(separator: " "), limit: 200).text
    return DeliveryFailure(
      "the mail server refused \(what): \(reply.code) \(text)", isTemporary: reply.code < 500)
  }
}

/// What a server says it can do (RFC 5321, section 4.1.1.1).
private struct SMTPExtensions {
  let offersTLS: Bool
  /// The ways to log in, in capitals.
  let logins: Set<String>

  init(_ reply: SMTPReply) {
    var logins: Set<String> = []
    var offersTLS = false
    for line in reply.lines.dropFirst() {
      let words = line.uppercased().split(separator: " ")
      switch words.first {
      case "STARTTLS": offersTLS = true
      case "AUTH": logins.formUnion(words.dropFirst().map(String.init))
      default: break
      }
    }
    self.logins = logins
    self.offersTLS = offersTLS
  }
}
