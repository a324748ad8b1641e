import ByteParsing
package import Crypto

/// Signs what webhooks send, as Standard Webhooks says (https://www.standardwebhooks.com), version `v1`.
package struct WebhookKey: Sendable {
  /// The bytes that a key may have, by that specification.
  private static let lengths = 24...64

  private let code: HMACSHA256

  /// Reads `whsec_` and base64; nil for any other text.
  package init?(_ secret: Secret) {
    let bytes = secret.withBytes { text -> [UInt8]? in
      let text = String(copying: text)
      guard let text, text.utf8.starts(with: "whsec_".utf8) else { return nil }
      return Base64.decode(text.dropFirst(6))
    }
    guard let bytes, Self.lengths.contains(bytes.count) else { return nil }
    code = HMACSHA256(key: Secret(bytes))
  }

  /// The signature of a message: `v1,` and base64.
  func sign(id: String, seconds: Int64, body: [UInt8]) -> String {
    let message = Array("\(id).\(seconds).".utf8) + body
    return "v1,\(Base64.encode(code.authenticate(message).bytes))"
  }
}
