/// Compresses one finished segment, a bounded piece a step, and puts the result in the place of the
/// original.
///
/// The original is removed only once the compressed file is durable and was read back to the very
/// same records.
struct SegmentCompression: ~Copyable {
  private let disk: any Disk
  private let manifest: SegmentManifest
  private let draft: String
  private let source: any DiskFile
  private let target: any DiskFile
  private var deflater: Deflater
  private var offset = 0
  /// Reads the draft back; nil while it is being written.
  private var lines: SegmentLines?
  private var checker: ChainChecker

  /// Begins; `before` is where the log stood before the segment. A missing file means that it is
  /// compressed already.
  init(
    _ manifest: SegmentManifest, after before: LogHead, on disk: any Disk
  ) throws(DiskError) {
    let draft = manifest.name.file(.compressed) + ".new"
    let source = try disk.open(manifest.name.file(.lines), .read)
    try disk.removeIfPresent(draft)
    let target = try disk.open(draft, .create)
    self.disk = disk
    self.manifest = manifest
    self.draft = draft
    self.source = source
    self.target = target
    deflater = Deflater()
    lines = nil
    checker = ChainChecker(after: before)
  }

  /// Works on the next piece; returns false once the segment is compressed.
  mutating func step(_ count: Int) throws(DiskError) -> Bool {
    if lines != nil { return try readBack(count) }
    let piece = try source.read(at: offset, count: min(count, manifest.length - offset))
    offset += piece.count
    let isLast = piece.isEmpty
    try target.append(deflater.compress(piece, isLast: isLast))
    if isLast {
      try target.sync()
      lines = try SegmentLines(
        file: draft, isCompressed: true, length: manifest.length, on: disk)
    }
    return true
  }

  private mutating func readBack(_ count: Int) throws(DiskError) -> Bool {
    let piece: ArraySlice<UInt8>
    do throws(SegmentLines.Failure) {
      piece = try lines?.next(count / 8) ?? []
    } catch {
      throw DiskError(.other, "compress `\(manifest.name.file(.lines))`: the result cannot be read")
    }
    var start = piece.startIndex
    while let end = piece[start...].firstIndex(of: UInt8(ascii: "\n")) {
      if checker.accept(piece[start..<end]) != nil { throw different }
      start = end + 1
    }
    guard lines?.isAtEnd == true else { return true }
    guard !checker.isUncertain, checker.head == manifest.head else { throw different }
    try disk.rename(draft, to: manifest.name.file(.compressed))
    try disk.syncDirectory()
    try disk.remove(manifest.name.file(.lines))
    return false
  }

  private var different: DiskError {
    DiskError(
      .other, "compress `\(manifest.name.file(.lines))`: it does not hold what its manifest says")
  }
}
