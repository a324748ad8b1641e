import COpenSSL

/// Hashes bytes with SHA-256 (FIPS 180-4) in as many pieces as they come; reusable without a new
/// allocation.
///
/// A value belongs to one thread at a time.
@safe package struct SHA256: ~Copyable {
  /// The algorithm, looked up once: a look-up costs more than hashing a short message.
  // SAFETY: an EVP_MD is immutable and reference-counted atomically, and this one is never freed.
  private nonisolated(unsafe) static let algorithm = unsafe EVP_MD_fetch(nil, "SHA256", nil)

  private let context: OpaquePointer

  /// Begins an empty message.
  package init() {
    // SAFETY: the context lives until `deinit`, and only this value knows it.
    guard let context = unsafe EVP_MD_CTX_new() else {
      preconditionFailure("no memory for a hash")
    }
    unsafe self.context = context
    reset()
  }

  deinit {
    // SAFETY: made in `init`, freed once.
    unsafe EVP_MD_CTX_free(context)
  }

  /// Forgets what was added and begins an empty message.
  package mutating func reset() {
    // SAFETY: the context is live; a null algorithm would make OpenSSL report failure, which traps
    // here.
    let done = unsafe EVP_DigestInit_ex2(context, Self.algorithm, nil)
    precondition(done == 1, "SHA-256 is not available in this OpenSSL")
  }

  /// Adds bytes to the message.
  package mutating func update(_ bytes: Span<UInt8>) {
    // SAFETY: OpenSSL reads exactly `count` bytes during the call and keeps no pointer.
    unsafe bytes.withUnsafeBufferPointer { bytes in
      _ = unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    }
  }

  /// Adds bytes to the message.
  package mutating func update(_ bytes: [UInt8]) {
    update(bytes.span)
  }

  /// Adds one byte, such as a prefix that separates domains.
  package mutating func update(byte: UInt8) {
    var byte = byte
    // SAFETY: one byte is read during the call.
    unsafe withUnsafeBytes(of: &byte) { bytes in
      _ = unsafe EVP_DigestUpdate(context, bytes.baseAddress, 1)
    }
  }

  /// Adds the 32 bytes of another hash.
  package mutating func update(_ digest: SHA256Digest) {
    var words = digest.bigEndianWords
    // SAFETY: the tuple of four 64-bit words has exactly 32 bytes, read during the call.
    unsafe withUnsafeBytes(of: &words) { bytes in
      _ = unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    }
  }

  /// Returns the hash of what was added, and begins an empty message.
  package mutating func finish() -> SHA256Digest {
    var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    // SAFETY: SHA-256 writes exactly 32 bytes, the size of the tuple.
    unsafe withUnsafeMutableBytes(of: &words) { bytes in
      _ = unsafe EVP_DigestFinal_ex(context, bytes.baseAddress, nil)
    }
    reset()
    return SHA256Digest(bigEndianWords: words)
  }

  /// Hashes one message.
  package static func hash(_ bytes: [UInt8]) -> SHA256Digest {
    hash(bytes.span)
  }

  /// Hashes one message.
  package static func hash(_ bytes: Span<UInt8>) -> SHA256Digest {
    var hash = SHA256()
    hash.update(bytes)
    return hash.finish()
  }
}
