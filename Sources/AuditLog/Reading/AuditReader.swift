package import JSON

/// A record as it was read.
package struct AuditRecord: Sendable {
  package let sequence: UInt64
  /// The whole line, without its break.
  package let line: [UInt8]
  package let event: JSONValue

  /// Whatever fits into a line can be read: an action that the log took is never too large to be shown.
  private static let limits = JSONLimits(
    bytes: RecordLine.longest, tokens: RecordLine.longest, depth: 128)

  /// Reads a line; nil where it is not a record.
  init?(_ line: ArraySlice<UInt8>) {
    guard let record = RecordLine(line) else { return nil }
    do throws(JSONError) {
      event = try JSONDocument.parse(Array(line[record.event]), limits: Self.limits)
    } catch {
      return nil
    }
    sequence = record.sequence
    self.line = Array(line)
  }
}

/// Reads records without verifying them, newest first, also while the log is being written.
package struct AuditReader: Sendable {
  let disk: any Disk

  package init(_ disk: any Disk) {
    self.disk = disk
  }

  /// Returns the newest records that a filter chooses, newest first: at most `limit`, and only from
  /// before `before`.
  ///
  /// Memory is bounded by the records returned. Lines that are not records are passed over:
  /// `AuditVerifier` names them.
  package func newest(
    _ limit: Int, matching filter: AuditFilter = AuditFilter(), before: UInt64? = nil
  ) throws(AuditError) -> [AuditRecord] {
    try search(
      before: before ?? .max, matching: filter, limit: limit, within: AuditSearchBounds()
    ).records
  }

  /// Returns the records from `sequence` on, oldest first: at most `limit`.
  package func records(from sequence: UInt64, limit: Int) throws(AuditError) -> [AuditRecord] {
    try search(
      from: sequence, matching: AuditFilter(), limit: limit, within: AuditSearchBounds()
    ).records
  }

  /// Hands out the records from `sequence` on one by one, oldest first.
  package func forEach(
    from sequence: UInt64, _ body: (AuditRecord) -> Void
  ) throws(AuditError) {
    var scan = AuditScan(self, from: sequence)
    while let records = try scan.step() { records.forEach(body) }
  }

  /// The number of the oldest of the newest `count` records that a filter chooses; nil where there is none.
  package func start(
    ofNewest count: Int, matching filter: AuditFilter
  ) throws(AuditError) -> UInt64? {
    var left = count
    var start: UInt64?
    for segment in try segments().reversed() where left > 0 {
      if try manifest(of: segment, ifOutside: filter) != nil { continue }
      var chosen: [UInt64] = []
      try forEachLine(of: segment) { line in
        guard let record = AuditRecord(line), filter.matches(record.event) else { return }
        chosen.append(record.sequence)
      }
      start = chosen.suffix(left).first ?? start
      left -= min(left, chosen.count)
    }
    return start
  }

  /// The number of the oldest record that is still there; nil for an empty log.
  package func oldest() throws(AuditError) -> UInt64? { try segments().first?.firstSequence }

  /// Those that are there, oldest first.
  func segments() throws(AuditError) -> [SegmentName] {
    let names = try AuditError.mapping { () throws(DiskError) in try disk.list() }
    let lines = names.compactMap(SegmentName.read)
      .filter { $0.suffix == .lines || $0.suffix == .compressed }
    return Set(lines.map(\.name)).sorted()
  }

  /// - Parameter offset: where a line begins, in bytes of lines; a compressed segment is read whole all the same.
  func forEachLine(
    of segment: SegmentName, from offset: Int = 0, _ body: (ArraySlice<UInt8>) -> Void
  ) throws(AuditError) {
    guard var lines = try open(segment, from: offset) else { return }
    while !lines.isAtEnd {
      let piece: ArraySlice<UInt8>
      do throws(SegmentLines.Failure) {
        piece = try lines.next()
      } catch {
        throw .broken("`\(lines.file)` \(error.text)")
      }
      Self.forEachLine(in: piece, body)
    }
  }

  /// Gives out the whole lines of a piece, without their breaks.
  static func forEachLine(
    in piece: ArraySlice<UInt8>, _ body: (ArraySlice<UInt8>) -> Void
  ) {
    var start = piece.startIndex
    while let end = piece[start...].firstIndex(of: UInt8(ascii: "\n")) {
      body(piece[start..<end])
      start = end + 1
    }
  }

  /// Opens a segment in either form; nil where retention has dropped it meanwhile.
  func open(
    _ name: SegmentName, from offset: Int = 0
  ) throws(AuditError) -> SegmentLines? {
    for (suffix, isCompressed) in [(SegmentName.Suffix.lines, false), (.compressed, true)] {
      do throws(DiskError) {
        return try SegmentLines(
          file: name.file(suffix), isCompressed: isCompressed, length: nil, from: offset,
          on: disk)
      } catch {
        guard error.kind == .missing else { throw AuditError(error) }
      }
    }
    return nil
  }
}
