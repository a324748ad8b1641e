package import Crypto

/// The right edge of a growing Merkle tree: enough to add leaves and to tell the root, in log₂ of
/// its size.
package struct MerkleFrontier: Sendable, Equatable {
  /// How many leaves the tree has.
  package private(set) var size: UInt64 = 0
  /// The roots of the full subtrees from left to right, one for each bit set in `size`, largest
  /// first.
  package private(set) var subtrees: [SHA256Digest] = []

  /// The tree without leaves.
  package init() {}

  /// Takes a stored frontier; nil where the count of subtrees does not fit the size.
  package init?(size: UInt64, subtrees: [SHA256Digest]) {
    guard size.nonzeroBitCount == subtrees.count else { return nil }
    self.size = size
    self.subtrees = subtrees
  }

  /// Adds the hash of the next leaf.
  package mutating func append(_ leaf: SHA256Digest, with hasher: inout MerkleHasher) {
    var right = leaf
    // Each trailing one of the size is a full subtree that the new one completes to the next
    // larger.
    for _ in 0..<(~size).trailingZeroBitCount {
      right = hasher.node(subtrees.removeLast(), right)
    }
    subtrees.append(right)
    size += 1
  }

  /// The root of the whole tree (RFC 9162, section 2.1.1).
  package func root(with hasher: inout MerkleHasher) -> SHA256Digest {
    guard var root = subtrees.last else { return hasher.empty() }
    for left in subtrees.dropLast().reversed() { root = hasher.node(left, root) }
    return root
  }
}
