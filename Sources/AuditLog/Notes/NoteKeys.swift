import ByteParsing
package import Crypto

/// Checks the signatures of one signer of notes (C2SP signed-note, "Verifier keys").
package struct NoteVerifier: Sendable {
  /// The signer's name, without spaces and plus signs.
  package let name: String
  /// The first four bytes of a hash over name and key, most significant first; tells keys of one
  /// name apart.
  package let keyHash: UInt32
  private let key: Ed25519.PublicKey

  /// The type byte of Ed25519 in keys and key hashes.
  private static let ed25519: UInt8 = 1

  /// Names a public key; nil for a name that notes cannot carry.
  package init?(name: String, key: Ed25519.PublicKey) {
    guard Self.isName(name) else { return nil }
    self.name = name
    self.key = key
    let digest = SHA256.hash(Array(name.utf8) + [UInt8(ascii: "\n"), Self.ed25519] + key.bytes)
    keyHash = digest.bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Reads `name+hash+base64`; nil where a part is malformed or the hash is not that of the key.
  package init?(text: some StringProtocol) {
    let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[1].utf8.count == 8,
      let bytes = Base64.decode(parts[2]), bytes.first == Self.ed25519,
      let key = Ed25519.PublicKey(bytes: Array(bytes.dropFirst())),
      let hash = UInt32(parts[1], radix: 16)
    else { return nil }
    self.init(name: String(parts[0]), key: key)
    guard hash == keyHash else { return nil }
  }

  /// The key as `name+hash+base64`.
  package var text: String {
    let hash = String(keyHash, radix: 16)
    let padded = String(repeating: "0", count: 8 - hash.count) + hash
    return "\(name)+\(padded)+\(Base64.encode([Self.ed25519] + key.bytes))"
  }

  /// Says whether the signature of a note's text is this signer's.
  func verifies(_ signature: [UInt8], of text: [UInt8]) -> Bool {
    key.verifies(signature, of: text)
  }

  /// Says whether a text can name a signer (C2SP signed-note: not empty, no spaces, no plus signs).
  package static func isName(_ name: String) -> Bool {
    !name.isEmpty && !name.contains("+")
      && !name.unicodeScalars.contains { scalar in
        scalar.properties.isWhitespace || scalar.value < 0x20
      }
  }
}

/// Signs notes under one name.
package struct NoteSigner: Sendable {
  /// What checks this signer's signatures.
  package let verifier: NoteVerifier
  private let key: Ed25519.PrivateKey

  /// Names a private key; nil for a name that notes cannot carry.
  package init?(name: String, key: Ed25519.PrivateKey) {
    guard let verifier = NoteVerifier(name: name, key: key.publicKey) else { return nil }
    self.verifier = verifier
    self.key = key
  }

  /// Signs a text, which must end with a line break.
  package func sign(_ text: String) -> SignedNote {
    let signature = SignedNote.Signature(
      name: verifier.name, keyHash: verifier.keyHash, bytes: key.sign(Array(text.utf8)))
    return SignedNote(text: text, signatures: [signature])
  }
}
