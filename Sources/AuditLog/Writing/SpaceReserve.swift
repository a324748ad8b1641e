/// Real space set aside on the disk, given back when it is full so that this can still be recorded.
struct SpaceReserve {
  private static let file = "reserve"

  let disk: any Disk
  let bytes: Int
  private(set) var isHeld = false

  init(disk: any Disk, bytes: Int) {
    self.disk = disk
    self.bytes = bytes
  }

  /// Takes the space, if the disk has twice as much.
  mutating func take() throws(DiskError) {
    guard !isHeld else { return }
    try disk.removeIfPresent(Self.file)
    guard try disk.freeBytes() >= 2 * bytes else {
      throw DiskError(.full, "reserve space in the log's folder: too little is left")
    }
    try disk.open(Self.file, .append).reserve(bytes)
    isHeld = true
  }

  /// Gives the space back; returns false where there was none.
  mutating func release() -> Bool {
    guard isHeld else { return false }
    isHeld = false
    do throws(DiskError) {
      try disk.removeIfPresent(Self.file)
      return true
    } catch {
      return false
    }
  }
}
