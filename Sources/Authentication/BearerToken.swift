import ByteParsing
package import Crypto

/// Makes bearer tokens: a recognisable prefix and 256 random bits in hexadecimal.
package enum BearerToken {
  /// What every token begins with, so that scanners and redaction know one when they see it.
  package static let prefix = "gatehouse_"

  /// Makes a new token and the hash that configurations hold of it.
  package static func make() -> (token: String, hash: SHA256Digest) {
    let token = prefix + Hex.encode(SecureRandom.bytes(32))
    return (token, SHA256.hash(Array(token.utf8)))
  }

  /// Whether text has the form of a token that was made here.
  package static func isMade(_ text: String) -> Bool {
    text.hasPrefix(prefix) && text.utf8.count == prefix.utf8.count + 64
      && Hex.decode(String(text.dropFirst(prefix.count))) != nil
  }
}
