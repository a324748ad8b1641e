/// Verifies a log, live or stopped, in bounded steps: every line, link, checkpoint, manifest and
/// signature.
///
/// What is written behind its back is no fault: it reads the checkpoints of the open segment before
/// its lines, so that these reach at least as far.
package struct AuditVerifier: ~Copyable {
  private let disk: any Disk
  private var verifiers: [NoteVerifier] = []
  /// The checkpoints held elsewhere that are still to be compared, smallest first.
  private var external: ArraySlice<HeldCheckpoint> = []
  /// What is still to be read, oldest first; the open segment has no manifest.
  private var todo: [(name: SegmentName, manifest: SegmentManifest?)] = []
  private var lines: SegmentLines?
  private var lineNumber = 0
  private var checker: ChainChecker
  private var checkpoints: ArraySlice<Checkpoint> = []
  private var skipsOpenSegment: Bool

  private struct HeldCheckpoint {
    let checkpoint: Checkpoint
    let note: SignedNote
  }

  /// What was found so far.
  package private(set) var report = AuditReport()

  /// Begins with the oldest record kept.
  ///
  /// `extending` are checkpoints held elsewhere, all of which the log must extend: only they can show
  /// that the whole directory was put back to an older state.
  package init(
    _ disk: any Disk, extending notes: [SignedNote] = [], onlyFinished: Bool = false
  ) {
    self.disk = disk
    skipsOpenSegment = onlyFinished
    checker = ChainChecker(after: LogHead())
    do throws(AuditError) {
      verifiers = try AuditKeys.verifiers(disk)
    } catch {
      fail(.badFile(error.description), AuditKeys.verifierFile)
      return
    }
    do throws(CatalogError) {
      try begin(try Catalog(disk, origin: nil, keys: verifiers))
    } catch .unsigned(let file) {
      fail(.badSignature, file)
    } catch {
      fail(.badFile(error.text), nil)
    }
    if !notes.isEmpty, report.finding == nil { extend(notes) }
  }

  /// Verifies everything.
  package static func verify(_ disk: any Disk, extending notes: [SignedNote] = []) -> AuditReport {
    var verifier = AuditVerifier(disk, extending: notes)
    while verifier.step() {}
    return verifier.report
  }

  private mutating func begin(_ catalog: Catalog) throws(CatalogError) {
    let kept = catalog.kept
    let start = catalog.manifests[..<kept.startIndex].last?.head ?? LogHead()
    checker = ChainChecker(after: start)
    todo = kept.map { ($0.name, $0) }
    if let open = catalog.open, !skipsOpenSegment { todo.append((open, nil)) }
    report.firstSequence = start.size
    report.dropped = kept.startIndex
    report.repairs = catalog.manifests.count { $0.cut != nil }
    report.origin = catalog.manifests.last?.origin
    report.size = start.size
    report.signedSize = start.size
    report.root = checker.root()
  }

  /// Takes the outside checkpoints; those that cover only dropped records prove nothing.
  ///
  /// All are compared, since a log that was put back and went on extends the newest. The signature is
  /// checked of the largest, and of those that turn out to contradict the log: what agrees with it
  /// needs none.
  private mutating func extend(_ notes: [SignedNote]) {
    var held: [HeldCheckpoint] = []
    for note in notes {
      guard let checkpoint = Checkpoint(text: note.text),
        verifiers.contains(where: { $0.name == checkpoint.origin })
      else { return fail(.badSignature, nil) }
      held.append(HeldCheckpoint(checkpoint: checkpoint, note: note))
    }
    held.sort { $0.checkpoint.size < $1.checkpoint.size }
    guard let largest = held.last, largest.note.isSigned(by: verifiers) else {
      return fail(.badSignature, nil)
    }
    let first = report.firstSequence
    external = held.drop { $0.checkpoint.size < first }
    guard !external.isEmpty else {
      return fail(
        .badFile("the checkpoint is older than the oldest record kept, it proves nothing here"), nil
      )
    }
    compareExternal()
  }

  // MARK: Steps

  /// Reads the next piece; returns false once there is no more to do.
  package mutating func step() -> Bool {
    guard report.finding == nil else { return false }
    guard lines != nil || !todo.isEmpty else {
      finish()
      return false
    }
    if lines == nil { beginSegment() } else { readPiece() }
    return report.finding == nil
  }

  private mutating func beginSegment() {
    let (name, manifest) = todo[0]
    lineNumber = 0
    readCheckpoints(of: name, isFinished: manifest != nil)
    guard report.finding == nil else { return }
    let length = manifest?.length
    do throws(DiskError) {
      do throws(DiskError) {
        lines = try SegmentLines(
          file: name.file(.lines), isCompressed: false, length: length, on: disk)
      } catch {
        guard error.kind == .missing else { throw error }
        lines = try SegmentLines(
          file: name.file(.compressed), isCompressed: true, length: length, on: disk)
      }
    } catch {
      fail(.badFile(error.text), name.file(.lines))
    }
  }

  private mutating func readCheckpoints(of name: SegmentName, isFinished: Bool) {
    let file = name.file(.checkpoints)
    let bytes: [UInt8]
    do throws(DiskError) {
      bytes = try disk.contents(of: file, limit: .max) ?? []
    } catch {
      return fail(.badFile(error.text), file)
    }
    let (notes, unread, isAltered) = CheckpointFile.read(bytes)
    var size = name.firstSequence
    var found: [Checkpoint] = []
    for note in notes {
      guard note.isSigned(by: verifiers) else { return fail(.badSignature, file) }
      guard let checkpoint = Checkpoint(text: note.text), checkpoint.size >= size,
        verifiers.contains(where: { $0.name == checkpoint.origin })
      else { return fail(.badFile("holds a note that is no checkpoint of this segment"), file) }
      size = checkpoint.size
      found.append(checkpoint)
    }
    // A torn tail is made good before a segment is finished.
    if isAltered || isFinished && unread > 0 { return fail(.badSignature, file) }
    report.unfinishedBytes += unread
    checkpoints = found[...]
    report.origin = found.last?.origin ?? report.origin
    compareCheckpoints()
  }

  private mutating func readPiece() {
    let piece: ArraySlice<UInt8>
    do throws(SegmentLines.Failure) {
      piece = try lines?.next() ?? []
    } catch {
      return fail(.badFile(error.text), lines?.file)
    }
    var start = piece.startIndex
    while let end = piece[start...].firstIndex(of: UInt8(ascii: "\n")) {
      lineNumber += 1
      let sizeBefore = checker.head.size
      if let fault = checker.accept(piece[start..<end]) { return fail(fault, lines?.file) }
      if checker.head.size > sizeBefore {
        compareCheckpoints()
        compareExternal()
        if report.finding != nil { return }
      }
      start = end + 1
    }
    if lines?.isAtEnd == true { endSegment() }
  }

  private mutating func endSegment() {
    let (_, manifest) = todo[0]
    let file = lines?.file
    let last = manifest.map { $0.head.checkpoint(origin: $0.origin) } ?? checkpoints.last
    if let fault = checker.finish(before: last) { return fail(fault, file) }
    let unfinished = lines?.unfinished ?? 0
    if let manifest {
      guard unfinished == 0 else { return fail(.malformed(checker.head.size), file) }
      guard manifest.cut != nil || lines?.behind == 0 else {
        return fail(.badFile("has bytes behind its last record"), file)
      }
      guard checker.head.size >= manifest.head.size else {
        return fail(.missing(checker.head.size..<manifest.head.size), file)
      }
      guard checker.head == manifest.head else {
        return fail(.checkpointMismatch(size: manifest.head.size), file)
      }
      checker.confirm()
      report.signedSize = checker.head.size
    }
    if let beyond = checkpoints.first { return fail(.truncated(size: beyond.size), file) }
    report.unfinishedBytes += unfinished
    report.segments += 1
    lines = nil
    todo.removeFirst()
  }

  private mutating func finish() {
    report.size = checker.head.size
    report.root = checker.root()
    if UnsignedTail.isTooLong(report.size, signed: report.signedSize) {
      return fail(.unsigned(report.size - report.signedSize), nil)
    }
    if let beyond = external.first { fail(.truncated(size: beyond.checkpoint.size), nil) }
  }

  // MARK: Checkpoints

  private mutating func compareCheckpoints() {
    while let next = checkpoints.first, next.size == checker.head.size {
      guard next.root == checker.root() else {
        return fail(.checkpointMismatch(size: next.size), lines?.file)
      }
      checker.confirm()
      report.signedSize = next.size
      report.checkpoints += 1
      checkpoints.removeFirst()
    }
  }

  private mutating func compareExternal() {
    while let held = external.first, held.checkpoint.size == checker.head.size {
      external.removeFirst()
      guard held.checkpoint.root != checker.root() else { continue }
      guard held.note.isSigned(by: verifiers) else { return fail(.badSignature, nil) }
      return fail(.checkpointMismatch(size: held.checkpoint.size), nil)
    }
  }

  private mutating func fail(_ fault: AuditFinding.Fault, _ file: String?) {
    var line: Int?
    if lines != nil, let first = todo.first?.name.firstSequence {
      let finding = AuditFinding(fault: fault, file: nil, line: nil)
      switch fault {
      case .edited, .badLink:
        line = finding.sequence.flatMap { $0 >= first ? Int($0 - first) + 1 : nil }
      case .missing, .reordered, .malformed: line = lineNumber
      default: break
      }
    }
    report.finding = AuditFinding(fault: fault, file: file, line: line)
    report.size = checker.head.size
  }
}

extension SegmentLines.Failure {
  /// Says what is wrong with the file.
  var text: String {
    switch self {
    case .disk(let error): error.text
    case .malformedCompression: "is not a whole gzip stream"
    case .lineTooLong: "holds a line longer than \(RecordLine.longest) bytes"
    }
  }
}
