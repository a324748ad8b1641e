import Crypto

/// Checks lines one after another: form, number, link, and the tree over them.
///
/// A link that does not fit may mean that this line was edited, or the one before: only the next
/// line tells, since it holds the hash of this one. So the first fault is held back for one line.
struct ChainChecker: ~Copyable {
  /// Where the log stands after the lines that were accepted.
  private(set) var head: LogHead
  private var hasher = MerkleHasher()
  private var suspect: Suspect?

  /// A line whose link does not fit, waiting for its successor.
  private struct Suspect {
    let sequence: UInt64
    let leaf: SHA256Digest
  }

  init(after head: LogHead) {
    self.head = head
  }

  /// Takes the next line without its break; returns what is wrong once that is certain.
  mutating func accept(_ line: ArraySlice<UInt8>) -> AuditFinding.Fault? {
    guard line.count <= RecordLine.longest, let record = RecordLine(line) else {
      return suspect.map { .edited($0.sequence) } ?? .malformed
    }
    let leaf = hasher.leaf(line.span)
    if let suspect {
      // Its successor vouches for the suspect: then it was the line before that changed.
      let isVouchedFor = record.link == suspect.leaf && record.sequence == suspect.sequence + 1
      return isVouchedFor && suspect.sequence > 0
        ? .edited(suspect.sequence - 1) : .badLink(suspect.sequence)
    }
    guard record.sequence == head.size else {
      return record.sequence > head.size
        ? .missing(head.size..<record.sequence) : .reordered(record.sequence)
    }
    guard record.link == head.lastLeaf else {
      suspect = Suspect(sequence: record.sequence, leaf: leaf)
      return nil
    }
    head.append(leaf, with: &hasher)
    return nil
  }

  /// Says what is wrong where no line follows; a manifest may still hold the hash of the last one.
  func finish(before manifest: SegmentManifest?) -> AuditFinding.Fault? {
    guard let suspect else { return nil }
    let isVouchedFor = manifest?.head.lastLeaf == suspect.leaf
    return isVouchedFor && suspect.sequence > 0
      ? .edited(suspect.sequence - 1) : .badLink(suspect.sequence)
  }

  /// True while a line is held back.
  var isUncertain: Bool { suspect != nil }

  /// The root of the tree over the lines that were accepted.
  mutating func root() -> SHA256Digest { head.frontier.root(with: &hasher) }
}
