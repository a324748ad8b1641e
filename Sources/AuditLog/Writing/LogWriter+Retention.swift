extension LogWriter {
  /// Drops the oldest finished segments where options say so: records it, signs a checkpoint and
  /// the statement of what is kept. Returns what may be removed, and the checkpoint; nil where
  /// nothing is to be dropped.
  mutating func retain() throws(AuditError) -> (dropped: [SegmentName], note: SignedNote?)? {
    let kept = finished[(firstKept - 1)...]
    let dropped = kept.prefix(overdue(kept))
    guard let last = dropped.last else { return nil }
    try write([.retention(dropped, time: clock.wall())])
    try sync(rewriting: true)
    let note = try checkpointIfDue(forced: true)
    let statement = Retention(origin: keys.origin, firstSegment: last.name.number + 1)
    let bytes = keys.signer.sign(statement.text).bytes
    try AuditError.mapping { [disk] () throws(DiskError) in
      try disk.replace(Retention.file, with: bytes)
    }
    firstKept = statement.firstSegment
    return (dropped.map(\.name), note)
  }

  /// Counts how many of the oldest segments are too old or too many.
  private func overdue(_ kept: ArraySlice<SegmentManifest>) -> Int {
    var count = 0
    if let age = options.retentionAge {
      let limit = clock.wall() - age
      count = kept.prefix { $0.finished < limit }.count
    }
    if let most = options.retentionBytes {
      var bytes = kept.dropFirst(count).reduce(0) { $0 + $1.length }
      for manifest in kept.dropFirst(count) where bytes > most {
        bytes -= manifest.length
        count += 1
      }
    }
    return count
  }
}
