import Crypto

/// A log made ready for writing: keys, lock, and where it stands.
struct OpenedLog: ~Copyable {
  let keys: AuditKeys
  let head: LogHead
  /// The segment to go on with; nil where the next record begins one.
  let segment: OpenSegment?
  let finished: [SegmentManifest]
  let lastManifestHash: SHA256Digest
  let firstKept: Int
  /// How many records the last checkpoint covers.
  let checkpointSize: UInt64
  /// What must be recorded before anything else.
  let owed: [AuditEvent]

  /// Reads what the directory holds, verifies manifests and last segment, and cuts a torn tail.
  ///
  /// A tail is cut only where no checkpoint covers it. The signed manifest of the segment names the
  /// cut before any byte is removed, and the first record of the next segment repeats it, so that
  /// no crash can hide it.
  init(_ disk: any Disk, options: AuditOptions, clock: AuditClock) throws(AuditError) {
    let keys = try AuditKeys(disk, origin: options.origin)
    let catalog: Catalog
    do throws(CatalogError) {
      catalog = try Catalog(disk, origin: keys.origin, keys: keys.verifiers)
    } catch .disk(let error) {
      throw AuditError(error)
    } catch {
      throw .broken(error.text)
    }
    var head = catalog.head
    var finished = catalog.manifests
    var lastManifestHash = catalog.lastManifestHash
    var owed: [AuditEvent] = []
    var segment: OpenSegment?
    var checkpointSize = head.size
    if let name = catalog.open {
      let found = try LastSegment(
        name, after: head, on: disk, keys: keys.verifiers, origin: keys.origin)
      head = found.head
      checkpointSize = max(checkpointSize, found.checkpointSize)
      if UnsignedTail.isTooLong(head.size, signed: checkpointSize) {
        throw .broken("\(head.size - checkpointSize) records at its end are under no signature")
      }
      if let cut = found.cut {
        let manifest = SegmentManifest(
          origin: keys.origin, name: name, length: found.length, head: head, cut: cut,
          previous: lastManifestHash, finished: clock.wall(),
          times: found.times.times)
        let bytes = keys.signer.sign(manifest.text).bytes
        try AuditError.mapping { () throws(DiskError) in
          let checkpoints = try disk.open(name.file(.checkpoints), .append)
          try checkpoints.truncate(to: found.checkpointBytes)
          try checkpoints.sync()
          try disk.replace(name.file(.manifest), with: bytes)
        }
        finished.append(manifest)
        lastManifestHash = SHA256.hash(bytes)
      } else {
        segment = try AuditError.mapping { () throws(DiskError) in
          let open = try OpenSegment(
            name, on: disk, length: found.length, checkpointsLength: found.checkpointBytes,
            began: clock.monotonic(), times: found.times)
          // What a process left without a sync is made durable before anything builds on it.
          try open.lines.sync()
          return open
        }
      }
    }
    if let last = finished.last, let cut = last.cut, last.head.size == head.size {
      // Nothing was recorded since the cut: perhaps a crash came between.
      owed.append(.repair(cut, of: last.name, records: 0, time: clock.wall()))
      try AuditError.mapping { () throws(DiskError) in
        let lines = try disk.open(last.name.file(.lines), .append)
        if try lines.length() > last.length {
          try lines.truncate(to: last.length)
          try lines.sync()
        }
      }
    }
    if !keys.made.isEmpty { owed.append(.keys(keys, time: clock.wall())) }
    self.keys = keys
    self.head = head
    self.segment = segment
    self.finished = finished
    self.lastManifestHash = lastManifestHash
    firstKept = catalog.firstKept
    self.checkpointSize = checkpointSize
    self.owed = owed
  }
}
