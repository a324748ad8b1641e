import Crypto

/// What the segment that was being written holds.
struct LastSegment {
  /// Where the log stands after its last good line.
  let head: LogHead
  /// How long the good lines are.
  let length: Int
  /// What lies behind them.
  let cut: SegmentManifest.Cut?
  /// How many records the last checkpoint covers; 0 where there is none.
  let checkpointSize: UInt64
  /// How long the whole checkpoints in their file are.
  let checkpointBytes: Int
  /// When the records of its good lines were made.
  let times: RecordTimes.Tally

  /// Checks every line and the last checkpoint, which must cover good lines only.
  init(
    _ name: SegmentName, after start: LogHead, on disk: any Disk, keys: [NoteVerifier],
    origin: String
  ) throws(AuditError) {
    let (checkpoint, bytes) = try Self.lastCheckpoint(of: name, on: disk, keys, origin)
    checkpointSize = checkpoint?.size ?? 0
    checkpointBytes = bytes
    (head, length, times) = try Self.goodLines(of: name, after: start, on: disk, checkpoint)
    if let checkpoint, checkpoint.size > head.size {
      throw .broken(
        "record \(head.size) does not verify, and a checkpoint covers it up to \(checkpoint.size)")
    }
    cut = try Self.tail(of: name, from: length, on: disk)
  }

  private static func lastCheckpoint(
    of name: SegmentName, on disk: any Disk, _ keys: [NoteVerifier], _ origin: String
  ) throws(AuditError) -> (checkpoint: Checkpoint?, bytes: Int) {
    let file = name.file(.checkpoints)
    let bytes = try AuditError.mapping { () throws(DiskError) in
      try disk.contents(of: file, limit: .max) ?? []
    }
    let (notes, unread, _) = CheckpointFile.read(bytes)
    guard let note = notes.last else { return (nil, 0) }
    guard note.isSigned(by: keys), let checkpoint = Checkpoint(text: note.text),
      checkpoint.origin == origin
    else { throw .broken("the last checkpoint in `\(file)` is not signed by this log") }
    return (checkpoint, bytes.count - unread)
  }

  /// Reads lines up to the first that is not good.
  private static func goodLines(
    of name: SegmentName, after start: LogHead, on disk: any Disk, _ checkpoint: Checkpoint?
  ) throws(AuditError) -> (head: LogHead, length: Int, times: RecordTimes.Tally) {
    var lines = try AuditError.mapping { () throws(DiskError) in
      try SegmentLines(file: name.file(.lines), isCompressed: false, length: nil, on: disk)
    }
    var checker = ChainChecker(after: start)
    var length = 0
    var times = RecordTimes.Tally()
    while !lines.isAtEnd {
      let piece: ArraySlice<UInt8>
      do throws(SegmentLines.Failure) {
        piece = try lines.next()
      } catch .disk(let error) {
        throw AuditError(error)
      } catch {
        break
      }
      var index = piece.startIndex
      while let end = piece[index...].firstIndex(of: UInt8(ascii: "\n")) {
        guard checker.accept(piece[index..<end]) == nil, !checker.isUncertain else {
          return (checker.head, length, times)
        }
        times.note(line: piece[index..<end])
        length += end + 1 - index
        index = end + 1
        if let checkpoint, checkpoint.size == checker.head.size, checkpoint.root != checker.root() {
          throw .broken("the first \(checkpoint.size) records are not those of the last checkpoint")
        }
      }
    }
    return (checker.head, length, times)
  }

  /// Measures and hashes what lies behind the good lines; nil where there is nothing.
  private static func tail(
    of name: SegmentName, from length: Int, on disk: any Disk
  ) throws(AuditError) -> SegmentManifest.Cut? {
    try AuditError.mapping { () throws(DiskError) in
      let file = try disk.open(name.file(.lines), .read)
      var hash = SHA256()
      var offset = length
      while true {
        let piece = try file.read(at: offset, count: 1 << 16)
        if piece.isEmpty { break }
        hash.update(piece)
        offset += piece.count
      }
      guard offset > length else { return nil }
      return SegmentManifest.Cut(bytes: offset - length, hash: hash.finish(), cause: "torn")
    }
  }
}
