import CPlatform

/// An open directory, and what is done to the files in it; closed when let go.
final class Folder: Sendable {
  private let descriptor: Int32
  private let path: String

  init(_ path: String) throws(StorageError) {
    self.path = path
    // SAFETY: C reads the texts during the calls only, here and below.
    descriptor = unsafe cplatform_directory_open(path, 0)
    if descriptor < 0 { throw StorageError(errno: -descriptor, "open", path) }
  }

  deinit {
    if descriptor >= 0 { cplatform_file_close(descriptor) }
  }

  /// Makes an empty file that only its owner may read; returns whether it was not there yet.
  func make(_ name: String) throws(StorageError) -> Bool {
    let file = unsafe cplatform_file_open(
      descriptor, name, Int32(cplatform_file_create.rawValue))
    // A file that is there is left alone: to open and close it here would drop the locks of connections to it.
    if file == -Int32(cplatform_errno_exists) { return false }
    guard file >= 0 else { throw StorageError(errno: -file, "make", "\(path)/\(name)") }
    cplatform_file_close(file)
    return true
  }

  /// Takes the exclusive lock of a file, which is made where it is missing; returns the descriptor that holds it.
  func lock(_ name: String) throws(StorageError) -> Int32 {
    let file = unsafe cplatform_file_open(
      descriptor, name, Int32(cplatform_file_append.rawValue))
    guard file >= 0 else { throw StorageError(errno: -file, "open", "\(path)/\(name)") }
    let outcome = cplatform_file_lock(file)
    guard outcome >= 0 else {
      cplatform_file_close(file)
      throw outcome == -Int32(cplatform_errno_would_block)
        ? .locked : StorageError(errno: -outcome, "lock", "\(path)/\(name)")
    }
    return file
  }

  /// Makes a file's bytes durable.
  func sync(_ name: String) throws(StorageError) {
    let file = unsafe cplatform_file_open(
      descriptor, name, Int32(cplatform_file_read_only.rawValue))
    guard file >= 0 else { throw StorageError(errno: -file, "open", "\(path)/\(name)") }
    defer { cplatform_file_close(file) }
    let outcome = cplatform_file_sync(file)
    if outcome < 0 { throw StorageError(errno: -outcome, "sync", "\(path)/\(name)") }
  }

  /// Makes the directory's names durable.
  func sync() throws(StorageError) {
    let outcome = cplatform_directory_sync(descriptor)
    if outcome < 0 { throw StorageError(errno: -outcome, "sync", path) }
  }

  func rename(_ name: String, to newName: String) throws(StorageError) {
    let outcome = unsafe cplatform_file_rename(descriptor, name, newName)
    if outcome < 0 { throw StorageError(errno: -outcome, "rename", "\(path)/\(name)") }
  }

  /// Renames a file that may be missing; returns whether it was there.
  func renameIfPresent(_ name: String, to newName: String) throws(StorageError) -> Bool {
    let outcome = unsafe cplatform_file_rename(descriptor, name, newName)
    if outcome == -Int32(cplatform_errno_missing) { return false }
    if outcome < 0 { throw StorageError(errno: -outcome, "rename", "\(path)/\(name)") }
    return true
  }

  /// Removes a file that may be missing.
  func removeIfPresent(_ name: String) throws(StorageError) {
    let outcome = unsafe cplatform_file_remove(descriptor, name)
    if outcome < 0, outcome != -Int32(cplatform_errno_missing) {
      throw StorageError(errno: -outcome, "remove", "\(path)/\(name)")
    }
  }

  /// Whether something has this name.
  func has(_ name: String) -> Bool {
    let room = cplatform_directory_list(descriptor, nil, 0)
    guard room > 0 else { return false }
    var names = [CChar](repeating: 0, count: Int(room) * 2)
    // SAFETY: C writes at most as many bytes as the array has.
    let count = unsafe cplatform_directory_list(descriptor, &names, names.count)
    let wanted = name.utf8.map { CChar(bitPattern: $0) }
    return names.prefix(Int(max(0, count))).split(separator: 0).contains {
      $0.elementsEqual(wanted)
    }
  }
}

extension StorageError {
  /// Names the system's error number.
  init(errno: Int32, _ verb: String, _ name: String) {
    if errno == cplatform_errno_no_space || errno == cplatform_errno_quota {
      self = .diskFull
      return
    }
    // SAFETY: C fills the buffer of the size given, and ends the text with NUL.
    let reason = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer in
      unsafe cplatform_errno_text(errno, buffer.baseAddress, buffer.count)
      return unsafe buffer.baseAddress.map { unsafe String(cString: $0) } ?? ""
    }
    self = .failed("\(verb) `\(name)`: \(reason.lowercased())")
  }
}
