/// Reads the records of a log from a number on, oldest first, a bounded piece at a time, also while the log is written.
///
/// It keeps one file open, so that a long reading reads every byte once. Lines that are not records are passed over:
/// `AuditVerifier` names them.
package struct AuditScan: ~Copyable {
  private let reader: AuditReader
  /// The number of the next record that was not looked at yet.
  package private(set) var next: UInt64
  /// How many records were looked at so far; not those of segments that a filter's times left out.
  private(set) var looked: UInt64 = 0
  private var segment: SegmentName?
  private var lines: SegmentLines?
  /// Whether the open segment was at its end when it was known to be finished.
  private var isFinished = false

  package init(_ reader: AuditReader, from sequence: UInt64 = 0) {
    self.reader = reader
    next = sequence
  }

  /// Gives the records of the next piece that a filter chooses, which may be none; nil at the end of what is written,
  /// where it can be asked again later.
  package mutating func step(
    matching filter: AuditFilter = AuditFilter()
  ) throws(AuditError) -> [AuditRecord]? {
    if lines == nil, try !open(for: filter) { return nil }
    var found: [AuditRecord] = []
    let piece: ArraySlice<UInt8>
    do throws(SegmentLines.Failure) {
      piece = try lines?.next() ?? []
    } catch {
      throw .broken("`\(lines?.file ?? "")` \(error.text)")
    }
    AuditReader.forEachLine(in: piece) { line in
      guard let number = RecordLine(line)?.sequence, number >= next else { return }
      next = number + 1
      looked += 1
      guard filter.mayChoose(line), let record = AuditRecord(line), filter.matches(record.event)
      else { return }
      found.append(record)
    }
    if lines?.isAtEnd == true, try !leave() { return found.isEmpty ? nil : found }
    return found
  }

  /// Opens the segment that holds the next record, or else the first behind it, without those whose records are all of
  /// other times; false where there is none.
  private mutating func open(for filter: AuditFilter) throws(AuditError) -> Bool {
    let segments = try reader.segments()
    let holding = segments.lastIndex { $0.firstSequence <= next } ?? segments.startIndex
    for index in holding..<segments.endIndex {
      let candidate = segments[index]
      if let segment, candidate <= segment { continue }
      if try reader.manifest(of: candidate, ifOutside: filter) != nil {
        // By what follows, since whoever can edit a manifest could make it say anything.
        if index + 1 < segments.endIndex { next = max(next, segments[index + 1].firstSequence) }
        segment = candidate
        continue
      }
      guard let opened = try reader.open(candidate) else { continue }
      lines = consume opened
      segment = candidate
      isFinished = false
      return true
    }
    return false
  }

  /// Leaves a segment that was read to its end for the next one; false where that is not there yet.
  private mutating func leave() throws(AuditError) -> Bool {
    guard let segment, let last = try reader.segments().last, last > segment else { return false }
    // Lines may have come between its end and the look at what follows: it is read once more.
    guard isFinished else {
      isFinished = true
      return true
    }
    lines = nil
    return true
  }
}
