/// How much of a log one search looks at before it says how far it came.
package struct AuditSearchBounds: Sendable {
  /// The most records that are looked at; those of segments whose manifests say that they are of other times are not.
  package var records: UInt64 = .max
  /// After so many bytes of lines and manifests no further segment is opened.
  package var bytes = Int.max
  /// The most bytes of lines that are found, but for a record that is longer alone.
  package var found = Int.max

  package init() {}
}

/// What a bounded search of a log came to.
package struct AuditFindings: Sendable {
  /// In the order in which they were looked for.
  package fileprivate(set) var records: [AuditRecord] = []
  /// Where to go on; nil where everything was looked at.
  package fileprivate(set) var next: UInt64?
}

extension AuditReader {
  /// Looks for records from before a number, newest first, and stops at `limit` or where the bounds say so; the next
  /// search goes on before `next`.
  ///
  /// A segment is read forwards, so a search costs at least its newest segment; memory is bounded by what is found. A
  /// finished segment all of whose records were made at other times is not opened.
  package func search(
    before end: UInt64, matching filter: AuditFilter, limit: Int, within bounds: AuditSearchBounds
  ) throws(AuditError) -> AuditFindings {
    var findings = AuditFindings()
    var (cursor, left, bytes, foundBytes) = (end, bounds.records, 0, 0)
    let segments = try segments().filter { $0.firstSequence < end }
    for segment in segments.reversed() {
      guard findings.records.count < limit, left > 0, bytes < bounds.bytes,
        foundBytes < bounds.found
      else { break }
      if let outside = try manifest(of: segment, ifOutside: filter) {
        bytes += outside.text.utf8.count
        cursor = segment.firstSequence
        continue
      }
      let range = max(segment.firstSequence, cursor - min(cursor, left))..<cursor
      var newest = NewestRecords(
        limit: limit - findings.records.count, bytes: bounds.found - foundBytes)
      try forEachLine(of: segment) { line in
        bytes += line.count + 1
        guard let number = RecordLine(line)?.sequence, range.contains(number),
          filter.mayChoose(line), let record = AuditRecord(line), filter.matches(record.event)
        else { return }
        newest.append(record)
      }
      findings.records += newest.records.reversed()
      foundBytes += newest.size
      cursor = newest.dropped.map { $0 + 1 } ?? range.lowerBound
      left -= range.upperBound - cursor
      if newest.dropped != nil { break }
    }
    let first = segments.first?.firstSequence ?? end
    // What fills a page exactly may still have others of its kind before it.
    findings.next = cursor > first ? cursor : nil
    return findings
  }

  /// Looks for records from a number on, oldest first, and stops at `limit` or where the bounds say so; the next search
  /// goes on from `next`.
  package func search(
    from start: UInt64, matching filter: AuditFilter, limit: Int, within bounds: AuditSearchBounds
  ) throws(AuditError) -> AuditFindings {
    var findings = AuditFindings()
    var scan = AuditScan(self, from: start)
    var foundBytes = 0
    while let records = try scan.step(matching: filter) {
      for record in records {
        if findings.records.count == limit
          || (foundBytes > 0 && foundBytes + record.line.count > bounds.found)
        {
          findings.next = record.sequence
          return findings
        }
        findings.records.append(record)
        foundBytes += record.line.count
      }
      if scan.looked >= bounds.records {
        findings.next = scan.next
        return findings
      }
    }
    return findings
  }
}

/// Keeps the newest of records that come oldest first, as many as a page holds.
private struct NewestRecords {
  let limit: Int
  let bytes: Int
  private var kept: ArraySlice<AuditRecord> = []
  /// The bytes of the lines that are kept.
  private(set) var size = 0
  /// The number of the newest record that was dropped for newer ones.
  private(set) var dropped: UInt64?

  init(limit: Int, bytes: Int) {
    self.limit = limit
    self.bytes = bytes
  }

  var records: ArraySlice<AuditRecord> { kept }

  mutating func append(_ record: AuditRecord) {
    kept.append(record)
    size += record.line.count
    while kept.count > limit || (size > bytes && kept.count > 1) {
      let first = kept.removeFirst()
      size -= first.line.count
      dropped = first.sequence
    }
  }
}
