package import Crypto

/// Verifies proofs about Merkle trees, as other logs and witnesses state them.
package enum MerkleProof {
  /// Says whether a leaf is at `index` of the tree of `size` leaves with this root (RFC 9162,
  /// section 2.1.3.2).
  package static func includes(
    _ leaf: SHA256Digest, at index: UInt64, size: UInt64, root: SHA256Digest,
    proof: [SHA256Digest]
  ) -> Bool {
    guard index < size else { return false }
    var hasher = MerkleHasher()
    var (node, last) = (index, size - 1)
    var hash = leaf
    for step in proof {
      guard last > 0 else { return false }
      if node & 1 == 1 || node == last {
        hash = hasher.node(step, hash)
        while node & 1 == 0, node != 0 {
          node >>= 1
          last >>= 1
        }
      } else {
        hash = hasher.node(hash, step)
      }
      node >>= 1
      last >>= 1
    }
    return last == 0 && hash == root
  }

  /// Says whether the tree with `newRoot` extends the one with `oldRoot` (RFC 9162, section
  /// 2.1.4.2).
  package static func extends(
    _ oldRoot: SHA256Digest, size oldSize: UInt64, to newRoot: SHA256Digest, size newSize: UInt64,
    proof: [SHA256Digest]
  ) -> Bool {
    // Every tree extends the empty one, so that a proof of it would say nothing.
    guard oldSize > 0, oldSize <= newSize else { return false }
    var hasher = MerkleHasher()
    if oldSize == newSize { return proof.isEmpty && oldRoot == newRoot }
    var steps = proof[...]
    // A tree that is one full subtree is its own first step.
    if oldSize & (oldSize - 1) == 0 { steps = [oldRoot] + steps }
    guard let first = steps.popFirst() else { return false }
    var (node, last) = (oldSize - 1, newSize - 1)
    while node & 1 == 1 {
      node >>= 1
      last >>= 1
    }
    var (old, new) = (first, first)
    for step in steps {
      guard last > 0 else { return false }
      if node & 1 == 1 || node == last {
        old = hasher.node(step, old)
        new = hasher.node(step, new)
        while node & 1 == 0, node != 0 {
          node >>= 1
          last >>= 1
        }
      } else {
        new = hasher.node(new, step)
      }
      node >>= 1
      last >>= 1
    }
    return last == 0 && old == oldRoot && new == newRoot
  }
}
