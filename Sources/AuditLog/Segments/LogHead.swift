package import Crypto

/// Where a log stands after its last record: all that is needed to write or check the next one.
package struct LogHead: Sendable, Equatable {
  /// The tree over all records.
  package private(set) var frontier: MerkleFrontier
  /// The leaf hash of the last record, which the next one links to; zeros before the first.
  package private(set) var lastLeaf: SHA256Digest

  /// The number of the next record, and so how many there are.
  package var size: UInt64 { frontier.size }

  /// The head of a log without records.
  package init() {
    frontier = MerkleFrontier()
    lastLeaf = .zero
  }

  init(frontier: MerkleFrontier, lastLeaf: SHA256Digest) {
    self.frontier = frontier
    self.lastLeaf = lastLeaf
  }

  /// Takes the next record's leaf hash.
  mutating func append(_ leaf: SHA256Digest, with hasher: inout MerkleHasher) {
    frontier.append(leaf, with: &hasher)
    lastLeaf = leaf
  }

  /// The checkpoint of a log of this name that stands here.
  func checkpoint(origin: String) -> Checkpoint {
    var hasher = MerkleHasher()
    return Checkpoint(origin: origin, size: size, root: frontier.root(with: &hasher))
  }
}
