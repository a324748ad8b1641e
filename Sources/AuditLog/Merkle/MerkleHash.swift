package import Crypto

/// Hashes the leaves and nodes of a Merkle tree (RFC 9162, section 2.1.1; the same as RFC 6962).
package struct MerkleHasher: ~Copyable {
  private var hash = SHA256()

  package init() {}

  /// The hash of one entry: SHA-256(0x00 ‖ entry).
  package mutating func leaf(_ entry: Span<UInt8>) -> SHA256Digest {
    hash.update(byte: 0)
    hash.update(entry)
    return hash.finish()
  }

  /// The hash of two subtrees: SHA-256(0x01 ‖ left ‖ right).
  package mutating func node(_ left: SHA256Digest, _ right: SHA256Digest) -> SHA256Digest {
    hash.update(byte: 1)
    hash.update(left)
    hash.update(right)
    return hash.finish()
  }

  /// The root of the tree without entries: SHA-256 of nothing.
  package mutating func empty() -> SHA256Digest {
    hash.finish()
  }
}
