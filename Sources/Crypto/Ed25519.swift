import COpenSSL

/// Signs and verifies with Ed25519 (RFC 8032, the pure form).
package enum Ed25519 {
  /// How many bytes a private key, or a public key, has.
  package static let keyByteCount = 32
  /// How many bytes a signature has.
  package static let signatureByteCount = 64

  /// Verifies signatures of one signer.
  @safe package final class PublicKey: @unchecked Sendable {
    // Sendable: an EVP_PKEY is immutable once made and reference-counted atomically.
    private let key: OpaquePointer

    /// The key's 32 bytes.
    package let bytes: [UInt8]

    /// Reads 32 raw bytes; nil for any other count.
    package init?(bytes: [UInt8]) {
      guard bytes.count == Ed25519.keyByteCount,
        // SAFETY: OpenSSL copies exactly 32 bytes during the call.
        let key = unsafe EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, bytes, bytes.count)
      else { return nil }
      unsafe self.key = key
      self.bytes = bytes
    }

    deinit {
      // SAFETY: made in `init`, freed once.
      unsafe EVP_PKEY_free(key)
    }

    /// Says whether the signature of a message is this signer's; false for a malformed one.
    package func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
      guard signature.count == Ed25519.signatureByteCount,
        // SAFETY: the context is this call's own.
        let context = unsafe EVP_MD_CTX_new()
      else { return false }
      defer { unsafe EVP_MD_CTX_free(context) }
      // SAFETY: OpenSSL reads exactly the two counts given, during the calls.
      return unsafe EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1
        && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
    }
  }

  /// Signs messages, and shows nothing of itself but the public key.
  @safe package final class PrivateKey: @unchecked Sendable {
    // Sendable: an EVP_PKEY is immutable once made and reference-counted atomically.
    private let key: OpaquePointer

    /// The key that verifies what this one signs.
    package let publicKey: PublicKey

    /// Reads 32 raw bytes (the seed of RFC 8032, section 5.1.5); nil for any other count.
    package init?(_ secret: Secret) {
      guard secret.count == Ed25519.keyByteCount else { return nil }
      let made = unsafe secret.withBytes { seed in
        // SAFETY: OpenSSL copies exactly 32 bytes during the call.
        unsafe seed.withUnsafeBufferPointer { seed in
          unsafe EVP_PKEY_new_raw_private_key(
            EVP_PKEY_ED25519, nil, seed.baseAddress, seed.count)
        }
      }
      guard let key = unsafe made else { return nil }
      var count = Ed25519.keyByteCount
      var bytes = [UInt8](repeating: 0, count: count)
      // SAFETY: the buffer has the 32 bytes that `count` says.
      guard unsafe EVP_PKEY_get_raw_public_key(key, &bytes, &count) == 1,
        let publicKey = PublicKey(bytes: bytes)
      else {
        unsafe EVP_PKEY_free(key)
        return nil
      }
      unsafe self.key = key
      self.publicKey = publicKey
    }

    deinit {
      // SAFETY: made in `init`, freed once.
      unsafe EVP_PKEY_free(key)
    }

    /// Returns the 64-byte signature of a message.
    package func sign(_ message: [UInt8]) -> [UInt8] {
      var count = Ed25519.signatureByteCount
      var signature = [UInt8](repeating: 0, count: count)
      // SAFETY: the context is this call's own, and the buffer has the 64 bytes that `count` says.
      let context = unsafe EVP_MD_CTX_new()
      defer { unsafe EVP_MD_CTX_free(context) }
      let done =
        unsafe EVP_DigestSignInit(context, nil, nil, nil, key) == 1
        && EVP_DigestSign(context, &signature, &count, message, message.count) == 1
      precondition(done, "OpenSSL could not sign with Ed25519")
      return signature
    }
  }
}
