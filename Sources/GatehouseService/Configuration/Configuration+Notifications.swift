package import Crypto
package import HTTPWire
package import Notifications

extension Configuration {
  /// One way in which people are told of approvals.
  package struct Channel: Sendable {
    /// What the log and the operator call it.
    package var name: String
    package var events: Set<Notice.Event>
    /// How its messages read.
    package var template = MessageTemplate.standard
    package var service: Service

    /// The service behind it, with what that needs.
    package enum Service: Sendable {
      case webhook(url: HTTPURL, keys: [SecretSource])
      case slack(
        api: HTTPURL, token: SecretSource, conversation: String, signingSecret: SecretSource?)
      case telegram(api: HTTPURL, token: SecretSource, chat: String, secret: SecretSource?)
      case ntfy(server: HTTPURL, topic: String, token: SecretSource?)
      case email(EmailChannel.Settings, password: SecretSource?)
    }

    /// The secrets that it needs.
    package var secrets: [SecretSource] {
      switch service {
      case .webhook(_, let keys): keys
      case .slack(_, let token, _, let signingSecret): [token, signingSecret].compactMap(\.self)
      case .telegram(_, let token, _, let secret): [token, secret].compactMap(\.self)
      case .ntfy(_, _, let token): [token].compactMap(\.self)
      case .email(_, let password): [password].compactMap(\.self)
      }
    }
  }
}

/// Where a secret stands: never in the configuration itself, which is shown and copied.
package enum SecretSource: Sendable, Hashable {
  /// A file of one line.
  case file(String)
  /// A variable of the environment.
  case variable(String)

  /// Reads the secret, without the line end of a file.
  package func read(environment: [String: String]) throws -> Secret {
    switch self {
    case .file(let path):
      var bytes = try Files.readRegular(path)
      while let last = bytes.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") {
        bytes.removeLast()
      }
      guard !bytes.isEmpty else { throw ServiceError("`\(path)` is empty: put the secret into it") }
      return Secret(bytes)
    case .variable(let name):
      guard let text = environment[name], !text.isEmpty else {
        throw ServiceError("the variable `\(name)` is not set: set it to the secret")
      }
      return Secret(Array(text.utf8))
    }
  }
}
