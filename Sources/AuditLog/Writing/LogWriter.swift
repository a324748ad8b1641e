import Crypto

/// Writes the log, one group of records after another, on whatever thread owns it.
///
/// ```
/// open ──► write(group) ──► sync ──► checkpointIfDue ──► rotateIfDue ──► …  ──► close
///              │ disk full      │ failed
///              ▼                ▼
///          cut back,        abandon: close the segment at what is durable,
///          nothing taken    go on in a new one
/// ```
/// INVARIANT: a checkpoint covers durable records only, so that no crash can lose what one covers.
struct LogWriter: ~Copyable {
  let disk: any Disk
  let keys: AuditKeys
  let options: AuditOptions
  let clock: AuditClock
  private let observer: (any CommitObserver)?

  /// Where the log stands after the last record written, and after the last one durable.
  private(set) var head: LogHead
  private(set) var durableHead: LogHead
  /// The segment being written; nil after one was closed and before the next could be begun.
  private(set) var segment: OpenSegment?
  /// The segment that is written no more and has no manifest yet.
  private var closing: (segment: OpenSegment, cut: SegmentManifest.Cut?)?
  /// The bodies of records that are written and not durable yet, kept to be written again should
  /// the sync fail.
  private(set) var unsynced: [AuditEvent] = []
  private var unsyncedBytes = 0
  /// Records that come before all others in the next group: a repair, and what it has to write
  /// again.
  private var owed: [AuditEvent]

  /// The finished segments, and the hash that chains the next manifest to them.
  var finished: [SegmentManifest]
  var lastManifestHash: SHA256Digest
  var firstKept: Int

  private(set) var lastCheckpoint: SignedNote?
  private(set) var checkpointSize: UInt64
  private var lastCheckpointTime: Int64
  private var lastSyncTime: Int64
  private(set) var syncs: UInt64 = 0
  private(set) var records: UInt64 = 0

  private var hasher = MerkleHasher()
  /// Memory for the next group's lines.
  private var spareBytes: [UInt8] = []

  init(
    _ opened: consuming OpenedLog, disk: any Disk, options: AuditOptions, clock: AuditClock,
    observer: (any CommitObserver)? = nil
  ) {
    self.observer = observer
    self.disk = disk
    self.options = options
    self.clock = clock
    keys = opened.keys
    head = opened.head
    durableHead = opened.head
    segment = opened.segment
    finished = opened.finished
    lastManifestHash = opened.lastManifestHash
    firstKept = opened.firstKept
    owed = opened.owed
    checkpointSize = opened.checkpointSize
    lastCheckpointTime = clock.monotonic()
    lastSyncTime = lastCheckpointTime
  }

  // MARK: Records

  /// A group is written with one append up to this many bytes, and with several beyond.
  private static let largestAppend = 1 << 18

  /// Writes a group; on any failure nothing of it is in the log.
  mutating func write(_ events: [AuditEvent]) throws(AuditError) {
    try startSegmentIfNeeded()
    let events = owed.isEmpty ? events : owed + events
    guard var open = segment, !events.isEmpty else { return }
    var next = head
    var lines: [UInt8] = []
    var length = open.length
    swap(&lines, &spareBytes)
    do throws(DiskError) {
      for event in events {
        let line = RecordLine.append(
          event.body, link: next.lastLeaf, sequence: next.size, to: &lines)
        open.times.note(event.time)
        next.append(hasher.leaf(lines.span.extracting(line)), with: &hasher)
        if lines.count >= Self.largestAppend {
          try open.lines.append(lines)
          length += lines.count
          lines.removeAll(keepingCapacity: true)
        }
      }
      if !lines.isEmpty { try open.lines.append(lines) }
      length += lines.count
    } catch {
      try cutBack(open, because: error)
      throw AuditError(error)
    }
    let added = length - open.length
    open.length = length
    records += UInt64(events.count)
    if options.mode != .always { observer?.committed(events, from: head.size) }
    head = next
    owed = []
    if options.mode == .none {
      // Without syncs there is nothing better to go by than what the system has taken.
      durableHead = head
      open.durableLength = open.length
    } else {
      unsynced += events
      unsyncedBytes += added
    }
    segment = open
    // Memory is kept for the next group, but not what a burst took.
    if lines.capacity <= 1 << 20 {
      lines.removeAll(keepingCapacity: true)
      swap(&lines, &spareBytes)
    }
  }

  /// Takes back what a failed append left; a segment that cannot be cut back is closed.
  private mutating func cutBack(
    _ open: OpenSegment, because error: DiskError
  ) throws(AuditError) {
    do throws(DiskError) {
      try open.lines.truncate(to: open.length)
    } catch {
      try abandon(cause: "write_failed", rewriting: true)
    }
  }

  // MARK: Durability

  /// Makes all records durable.
  ///
  /// A failed sync is not tried again, since the system may then drop what it could not write and
  /// report success: the segment is closed and a new one begun. `rewriting` writes the records that
  /// were not durable once more there.
  mutating func sync(rewriting: Bool) throws(AuditError) {
    guard var open = segment, !unsynced.isEmpty || options.mode == .none else { return }
    lastSyncTime = clock.monotonic()
    do throws(DiskError) {
      try open.lines.sync()
    } catch {
      try abandon(cause: "sync_failed", rewriting: rewriting)
      throw .failed(error.text)
    }
    syncs += 1
    if options.mode == .always { observer?.committed(unsynced, from: durableHead.size) }
    open.noteDurable()
    segment = open
    durableHead = head
    forgetUnsynced()
  }

  private mutating func forgetUnsynced() {
    unsynced.removeAll(keepingCapacity: unsynced.capacity <= 1024)
    unsyncedBytes = 0
  }

  /// Closes the segment at its last durable record, and begins a new one with the record of what
  /// happened.
  private mutating func abandon(cause: String, rewriting: Bool) throws(AuditError) {
    guard let open = segment else { return }
    let lost = unsynced
    segment = nil
    head = durableHead
    forgetUnsynced()
    // The cut is named before it is made, since it may come back with a crash.
    let tail = (try? open.lines.length()).map { max(0, $0 - open.durableLength) } ?? 0
    let bytes = (try? open.lines.read(at: open.durableLength, count: tail)) ?? []
    let cut = SegmentManifest.Cut(bytes: bytes.count, hash: SHA256.hash(bytes), cause: cause)
    try? open.lines.truncate(to: open.durableLength)
    closing = (open, cut)
    owed = [
      .repair(cut, of: open.name, records: rewriting ? 0 : lost.count, time: clock.wall())
    ]
    if rewriting { owed += lost }
    try write([])
  }

  /// True where records wait for a sync that is due now.
  func owesSync() -> Bool {
    guard !unsynced.isEmpty else { return false }
    return options.mode == .always || unsyncedBytes >= options.syncBytes
      || clock.monotonic() - lastSyncTime >= options.syncInterval
  }

  /// Where the next record goes.
  var end: AuditPosition {
    AuditPosition(
      sequence: head.size, segment: segment?.name.number ?? finished.count + 1,
      offset: segment?.length ?? 0)
  }

  /// True while a segment can take records.
  var isReady: Bool { closing == nil && segment != nil }

  /// How long until the next sync, checkpoint or rotation is due; nil where none will be.
  func nanosecondsUntilDue() -> Int64? {
    let now = clock.monotonic()
    var due: [Int64] = []
    if !unsynced.isEmpty { due.append(lastSyncTime + options.syncInterval) }
    if options.mode != .none, durableHead.size > checkpointSize {
      due.append(lastCheckpointTime + options.checkpointInterval)
    }
    if let segment, segment.length > 0 { due.append(segment.began + options.segmentAge) }
    return due.min().map { max(0, $0 - now) }
  }

  // MARK: Checkpoints

  /// Signs and stores a checkpoint where one is due: by time, by records, or because `forced`.
  ///
  /// Returns the note if there is a new one.
  mutating func checkpointIfDue(forced: Bool = false) throws(AuditError) -> SignedNote? {
    let news = durableHead.size - checkpointSize
    let now = clock.monotonic()
    guard var open = segment, news > 0, options.mode != .none || forced,
      forced || news >= options.checkpointRecords
        || now - lastCheckpointTime >= options.checkpointInterval
    else { return nil }
    lastCheckpointTime = now
    let note = keys.signer.sign(durableHead.checkpoint(origin: keys.origin).text)
    let entry = CheckpointFile.entry(note)
    do throws(DiskError) {
      try open.checkpoints.append(entry)
      if forced { try open.checkpoints.sync() }
    } catch {
      try? open.checkpoints.truncate(to: open.checkpointsLength)
      throw AuditError(error)
    }
    open.checkpointsLength += entry.count
    segment = open
    lastCheckpoint = note
    checkpointSize = durableHead.size
    return note
  }

  // MARK: Segments

  /// True where the segment is long or old enough to be finished.
  func owesRotation() -> Bool {
    guard let open = segment, open.length > 0 else { return false }
    return open.length >= options.segmentBytes
      || head.size - open.name.firstSequence >= options.segmentRecords
      || clock.monotonic() - open.began >= options.segmentAge
  }

  /// Finishes the segment; the next one is begun with the next record. Returns the checkpoint made.
  mutating func rotate() throws(AuditError) -> SignedNote? {
    try sync(rewriting: true)
    guard segment != nil else { return nil }
    let note = try checkpointIfDue(forced: true)
    guard let open = segment else { return note }
    closing = (open, nil)
    segment = nil
    try finishClosing()
    return note
  }

  /// Stores the manifest of the segment that is written no more.
  private mutating func finishClosing() throws(AuditError) {
    guard let (open, cut) = closing else { return }
    let manifest = SegmentManifest(
      origin: keys.origin, name: open.name, length: open.durableLength, head: durableHead,
      cut: cut, previous: lastManifestHash, finished: clock.wall(), times: open.times.times)
    let bytes = keys.signer.sign(manifest.text).bytes
    try AuditError.mapping { [disk] () throws(DiskError) in
      try open.checkpoints.sync()
      try disk.replace(open.name.file(.manifest), with: bytes)
    }
    closing = nil
    finished.append(manifest)
    lastManifestHash = SHA256.hash(bytes)
  }

  private mutating func startSegmentIfNeeded() throws(AuditError) {
    guard segment == nil else { return }
    try finishClosing()
    let name = SegmentName(number: finished.count + 1, firstSequence: head.size)
    segment = try AuditError.mapping { [disk, clock] () throws(DiskError) in
      try OpenSegment(
        name, on: disk, length: 0, checkpointsLength: 0, began: clock.monotonic())
    }
  }
}
