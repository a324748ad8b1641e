import Glibc

/// What tells one state of a file from another without reading it.
struct FileIdentity: Hashable {
  let device: UInt64
  let inode: UInt64
  let mode: UInt32
  /// In bytes.
  let size: Int64
  /// Nanoseconds since 1970.
  let modified: Int64
  /// Nanoseconds since 1970; also moves when the owner or the permissions change.
  let changed: Int64

  /// Follows links; nil where nothing can be found at the path.
  init?(of path: String) {
    var status = stat()
    // SAFETY: the pointers are used within the call only.
    guard unsafe stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  /// Looks at a link itself; nil where nothing can be found at the path.
  init?(ofLink path: String) {
    var status = stat()
    // SAFETY: the pointers are used within the call only.
    guard unsafe lstat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  private init(_ status: stat) {
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    mode = status.st_mode
    size = Int64(status.st_size)
    #if os(macOS)
      let (modified, changed) = (status.st_mtimespec, status.st_ctimespec)
    #else
      let (modified, changed) = (status.st_mtim, status.st_ctim)
    #endif
    self.modified = Int64(modified.tv_sec) * 1_000_000_000 + Int64(modified.tv_nsec)
    self.changed = Int64(changed.tv_sec) * 1_000_000_000 + Int64(changed.tv_nsec)
  }

  var isDirectory: Bool { mode & S_IFMT == S_IFDIR }
  var isLink: Bool { mode & S_IFMT == S_IFLNK }

  /// Whether both describe one file, whatever its content.
  func isSameFile(as other: FileIdentity) -> Bool {
    device == other.device && inode == other.inode
  }
}
