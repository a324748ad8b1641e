import CPlatform

/// A directory of the system's own disk.
package final class PosixDisk: Disk {
  private let directory: Int32
  private let path: String

  /// Opens a directory, which is made (0700) where it is missing; its parent must exist.
  package init(path: String, creating: Bool = true) throws(DiskError) {
    self.path = path
    // SAFETY: C reads the text during the call only, here and below.
    directory = unsafe cplatform_directory_open(path, creating ? 1 : 0)
    if directory < 0 { throw DiskError(errno: -directory, "open", path) }
  }

  deinit {
    if directory >= 0 { cplatform_file_close(directory) }
  }

  package func list() throws(DiskError) -> [String] {
    var room = 1 << 14
    while true {
      var names = [CChar](repeating: 0, count: room)
      // SAFETY: C writes at most `room` bytes to a buffer of that size.
      let needed = unsafe cplatform_directory_list(directory, &names, room)
      if needed < 0 { throw DiskError(errno: Int32(-needed), "list", path) }
      guard needed > room else {
        return names.prefix(Int(needed)).split(separator: 0).map { name in
          String(decoding: name.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
      }
      // Names may be added meanwhile.
      room = Int(needed) * 2
    }
  }

  package func open(_ name: String, _ access: DiskAccess) throws(DiskError) -> any DiskFile {
    let how =
      switch access {
      case .read: cplatform_file_read_only
      case .append: cplatform_file_append
      case .create: cplatform_file_create
      }
    // SAFETY: as above.
    let file = unsafe cplatform_file_open(directory, name, Int32(how.rawValue))
    if file < 0 { throw DiskError(errno: -file, "open", name) }
    return PosixFile(descriptor: file, name: name)
  }

  package func rename(_ name: String, to newName: String) throws(DiskError) {
    // SAFETY: as above.
    let outcome = unsafe cplatform_file_rename(directory, name, newName)
    if outcome < 0 { throw DiskError(errno: -outcome, "rename", name) }
  }

  package func remove(_ name: String) throws(DiskError) {
    // SAFETY: as above.
    let outcome = unsafe cplatform_file_remove(directory, name)
    if outcome < 0 { throw DiskError(errno: -outcome, "remove", name) }
  }

  package func syncDirectory() throws(DiskError) {
    let outcome = cplatform_directory_sync(directory)
    if outcome < 0 { throw DiskError(errno: -outcome, "sync", path) }
  }

  package func freeBytes() throws(DiskError) -> Int {
    let free = cplatform_directory_free_bytes(directory)
    if free < 0 { throw DiskError(errno: Int32(-free), "measure", path) }
    return Int(free)
  }
}

/// A file of the system's own disk.
private final class PosixFile: DiskFile {
  private let descriptor: Int32
  private let name: String

  init(descriptor: Int32, name: String) {
    self.descriptor = descriptor
    self.name = name
  }

  deinit {
    cplatform_file_close(descriptor)
  }

  func length() throws(DiskError) -> Int {
    let length = cplatform_file_length(descriptor)
    if length < 0 { throw DiskError(errno: Int32(-length), "measure", name) }
    return Int(length)
  }

  func read(at offset: Int, count: Int) throws(DiskError) -> [UInt8] {
    var taken: Int64 = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      // SAFETY: C writes at most `count` bytes to a buffer of that size, and says how many.
      taken = unsafe cplatform_file_read_at(descriptor, buffer.baseAddress, count, Int64(offset))
      filled = max(0, Int(taken))
    }
    if taken < 0 { throw DiskError(errno: Int32(-taken), "read", name) }
    return bytes
  }

  func append(_ bytes: [UInt8]) throws(DiskError) {
    // SAFETY: C reads exactly `count` bytes during the call.
    let outcome = unsafe cplatform_file_write_all(descriptor, bytes, bytes.count)
    if outcome < 0 { throw DiskError(errno: -outcome, "write", name) }
  }

  func sync() throws(DiskError) {
    let outcome = cplatform_file_sync(descriptor)
    if outcome < 0 { throw DiskError(errno: -outcome, "sync", name) }
  }

  func forget(upTo offset: Int) {
    cplatform_file_forget(descriptor, Int64(offset))
  }

  func truncate(to length: Int) throws(DiskError) {
    let outcome = cplatform_file_truncate(descriptor, Int64(length))
    if outcome < 0 { throw DiskError(errno: -outcome, "cut", name) }
  }

  func reserve(_ length: Int) throws(DiskError) {
    let outcome = cplatform_file_reserve(descriptor, Int64(length))
    if outcome < 0 { throw DiskError(errno: -outcome, "reserve space for", name) }
  }

  func lock() throws(DiskError) {
    let outcome = cplatform_file_lock(descriptor)
    if outcome < 0 { throw DiskError(errno: -outcome, "lock", name) }
  }
}

extension DiskError {
  /// Names the system's error number.
  fileprivate init(errno: Int32, _ verb: String, _ name: String) {
    let kind: Kind =
      switch Int(errno) {
      case cplatform_errno_missing: .missing
      case cplatform_errno_exists: .exists
      case cplatform_errno_no_space, cplatform_errno_quota: .full
      case cplatform_errno_would_block: .locked
      default: .other
      }
    // SAFETY: C fills the buffer of the size given, and ends the text with NUL.
    let reason = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer in
      unsafe cplatform_errno_text(errno, buffer.baseAddress, buffer.count)
      return unsafe buffer.baseAddress.map { unsafe String(cString: $0) } ?? ""
    }
    self.init(kind, "\(verb) `\(name)`: \(reason.lowercased())")
  }
}
