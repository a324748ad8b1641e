/// The segment that is being written, and how far it is durable.
struct OpenSegment {
  let name: SegmentName
  let lines: any DiskFile
  let checkpoints: any DiskFile
  /// When it was begun, on the monotonic clock.
  let began: Int64
  /// How long its lines are.
  var length: Int
  /// How many of these bytes are known to be durable.
  var durableLength: Int
  /// How many of them the system was told to forget.
  private var forgottenLength = 0
  /// How long its checkpoints are.
  var checkpointsLength: Int
  /// When its records were made.
  var times: RecordTimes.Tally

  /// Opens the files of a segment, new or not; the name of its lines is durable when this returns.
  init(
    _ name: SegmentName, on disk: any Disk, length: Int, checkpointsLength: Int, began: Int64,
    times: RecordTimes.Tally = RecordTimes.Tally()
  ) throws(DiskError) {
    self.name = name
    lines = try disk.open(name.file(.lines), .append)
    // The lines come first: checkpoints without lines would look as if these had been taken away.
    try disk.syncDirectory()
    checkpoints = try disk.open(name.file(.checkpoints), .append)
    try checkpoints.truncate(to: checkpointsLength)
    self.began = began
    self.length = length
    durableLength = length
    self.checkpointsLength = checkpointsLength
    self.times = times
  }

  /// How many durable bytes the system may keep in memory.
  private static let cachedBytes = 1 << 20

  /// Notes that all lines are durable; the system need not keep them in memory, where they would take the place of
  /// what is read, and cost a new page each.
  mutating func noteDurable() {
    durableLength = length
    guard durableLength - forgottenLength >= Self.cachedBytes else { return }
    lines.forget(upTo: durableLength)
    forgottenLength = durableLength
  }
}
