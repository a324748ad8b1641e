import Crypto

/// Checks lines one after another: form, number, link, and the tree over them.
///
/// A link that does not fit may mean that this line was edited, or the one before. Whatever holds a
/// hash of either tells: the next line, a checkpoint, a manifest. So the first fault is held back
/// for one line.
struct ChainChecker: ~Copyable {
  /// Where the log stands after the lines that were accepted.
  private(set) var head: LogHead
  /// Where it stood one line earlier.
  private var before: LogHead
  /// How many lines are known to be as they were written, by a checkpoint or a manifest.
  private var confirmed: UInt64
  private var hasher = MerkleHasher()
  private var suspect: Suspect?

  /// A line whose link does not fit, waiting for its successor.
  private struct Suspect {
    let sequence: UInt64
    let leaf: SHA256Digest
    /// What it holds as the hash of the line before.
    let link: SHA256Digest
  }

  /// Begins behind lines that are known to be good.
  init(after head: LogHead) {
    self.head = head
    before = head
    confirmed = head.size
  }

  /// Takes note that a checkpoint or manifest agrees with all lines so far.
  mutating func confirm() {
    confirmed = head.size
  }

  /// Takes the next line without its break; returns what is wrong once that is certain.
  mutating func accept(_ line: ArraySlice<UInt8>) -> AuditFinding.Fault? {
    guard line.count <= RecordLine.longest, let record = RecordLine(line) else {
      return suspect.map { blame($0, isVouchedFor: false) } ?? .malformed(head.size)
    }
    let leaf = hasher.leaf(line.span)
    if let suspect {
      // Its successor vouches for the suspect: then it was the line before that changed.
      return blame(
        suspect,
        isVouchedFor: record.link == suspect.leaf && record.sequence == suspect.sequence + 1)
    }
    guard record.sequence == head.size else {
      // One that follows the line before by its link has no other number than the next.
      if record.link == head.lastLeaf, head.size > 0 { return .edited(head.size) }
      return record.sequence > head.size
        ? .missing(head.size..<record.sequence) : .reordered(record.sequence)
    }
    guard record.link == head.lastLeaf else {
      suspect = Suspect(sequence: record.sequence, leaf: leaf, link: record.link)
      return nil
    }
    before = head
    head.append(leaf, with: &hasher)
    return nil
  }

  /// Says what is wrong where no line follows.
  ///
  /// A checkpoint of the lines up to the last one still tells whether that one, and the hash that it
  /// holds of its predecessor, are as they were written.
  mutating func finish(before checkpoint: Checkpoint?) -> AuditFinding.Fault? {
    guard let suspect else { return nil }
    guard let checkpoint, checkpoint.size == suspect.sequence + 1, before.size < head.size else {
      return blame(suspect, isVouchedFor: false)
    }
    var written = before
    written.append(suspect.link, with: &hasher)
    written.append(suspect.leaf, with: &hasher)
    return blame(suspect, isVouchedFor: written.frontier.root(with: &hasher) == checkpoint.root)
  }

  /// Names the line that was edited: the suspect's predecessor where something vouches for the
  /// suspect, the suspect where something vouches for the predecessor.
  private func blame(_ suspect: Suspect, isVouchedFor: Bool) -> AuditFinding.Fault {
    if suspect.sequence == confirmed { return .edited(suspect.sequence) }
    return isVouchedFor ? .edited(suspect.sequence - 1) : .badLink(suspect.sequence)
  }

  /// True while a line is held back.
  var isUncertain: Bool { suspect != nil }

  /// The root of the tree over the lines that were accepted.
  mutating func root() -> SHA256Digest { head.frontier.root(with: &hasher) }
}
