/// Reading on from a place that somebody has noted.
extension AuditReader {
  /// Hands over the records from a place on, oldest first, that hold one of some texts in their lines.
  ///
  /// The texts are looked for as bytes, wherever they stand: they save reading what cannot be meant.
  package func forEachRecord(
    from place: AuditPosition, mentioning texts: [String], _ body: (AuditRecord) -> Void
  ) throws(AuditError) {
    let texts = texts.map { Array($0.utf8) }
    for segment in try segments() where segment.number >= place.segment {
      let start = segment.number == place.segment ? place.offset : 0
      try forEachLine(of: segment, from: start) { line in
        guard texts.contains(where: { line.contains($0) }), let record = AuditRecord(line),
          record.sequence >= place.sequence
        else { return }
        body(record)
      }
    }
  }

  /// Finds the beginning of the oldest segment that was not finished yet at a time, in nanoseconds since 1970.
  package func place(ofRecordsSince time: Int64) throws(AuditError) -> AuditPosition {
    var place: AuditPosition?
    for segment in try segments().reversed() {
      if place != nil, let finished = try manifest(of: segment)?.finished, finished < time { break }
      place = AuditPosition(
        sequence: segment.firstSequence, segment: segment.number, offset: 0)
    }
    return place ?? AuditPosition(sequence: 0, segment: 1, offset: 0)
  }

  /// The manifest of a segment whose records were all made at other times than a filter wants; nil where it has to be read.
  ///
  /// What the manifest says is taken as it lies there, as records are: `AuditVerifier` checks signatures.
  func manifest(
    of segment: SegmentName, ifOutside filter: AuditFilter
  ) throws(AuditError) -> SegmentManifest? {
    guard filter.from != nil || filter.to != nil, let manifest = try manifest(of: segment),
      manifest.name == segment, manifest.times?.lie(outside: filter) == true
    else { return nil }
    return manifest
  }

  /// The manifest of a segment, as it lies there; nil where there is none that can be read.
  private func manifest(of segment: SegmentName) throws(AuditError) -> SegmentManifest? {
    let bytes = try AuditError.mapping { () throws(DiskError) in
      try disk.contents(of: segment.file(.manifest))
    }
    return bytes.flatMap { SignedNote(bytes: $0) }.flatMap { SegmentManifest(text: $0.text) }
  }
}

extension ArraySlice<UInt8> {
  /// Whether the bytes hold others in a row, of which there is at least one.
  fileprivate func contains(_ others: [UInt8]) -> Bool {
    guard let first = others.first, count >= others.count else { return false }
    let last = endIndex - others.count
    var position = startIndex
    while position <= last {
      if self[position] == first, self[position..<position + others.count].elementsEqual(others) {
        return true
      }
      position += 1
    }
    return false
  }
}
