#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads and writes whole files: the configuration, policies and keys of a start, never the data path.
package enum Files {
  /// The most bytes of a file that is read whole: 64 MiB.
  package static let maximumSize = 64 << 20

  /// Reads a file, whatever its kind; `-` is standard input.
  package static func read(_ path: String) throws(FileError) -> [UInt8] {
    if path == "-" { return try read(from: STDIN_FILENO, path) }
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(path, "cannot be opened") }
    defer { close(descriptor) }
    return try read(from: descriptor, path)
  }

  /// Reads a regular file; refuses pipes and devices, which could keep a reader waiting for ever.
  static func readRegular(_ path: String) throws(FileError) -> [UInt8] {
    // Opened without waiting for whoever might write to a pipe.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileError(path, "cannot be opened") }
    defer { close(descriptor) }
    var status = stat()
    // SAFETY: the structure outlives the call.
    guard unsafe fstat(descriptor, &status) == 0 else { throw FileError(path, "cannot be read") }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FileError(path: path, problem: "is no regular file", reason: nil)
    }
    return try read(from: descriptor, path)
  }

  private static func read(
    from descriptor: Int32, _ path: String
  ) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      // SAFETY: the buffer outlives the call and is as long as the count says.
      let count = unsafe chunk.withUnsafeMutableBytes { buffer in
        unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      }
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw FileError(path, "cannot be read")
      }
      bytes += chunk[..<count]
      guard bytes.count <= maximumSize else {
        throw FileError(path: path, problem: "is larger than 64 MiB", reason: nil)
      }
    }
  }

  /// Makes a file that must not exist yet, readable by its owner only, and syncs it and its directory to disk.
  package static func create(_ path: String, _ bytes: [UInt8]) throws(FileError) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw FileError(path, "cannot be made") }
    defer { close(descriptor) }
    try write(bytes, to: descriptor, path)
    try syncDirectory(of: path)
  }

  /// Puts a file in the place of another at once: whoever reads finds the old or the new one, also after a crash.
  ///
  /// The new one has the permissions of the old; a link is refused, since it would be replaced and not what it leads to.
  static func replace(_ path: String, _ bytes: [UInt8]) throws(FileError) {
    var old = stat()
    // SAFETY: the structure outlives the call.
    let isThere = unsafe lstat(path, &old) == 0
    guard !isThere || old.st_mode & S_IFMT == S_IFREG else {
      throw FileError(path: path, problem: "is a link or no file: it is not replaced", reason: nil)
    }
    let staged = sibling(of: path, "new")
    _ = unsafe unlink(staged)
    let descriptor = unsafe open(staged, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw FileError(staged, "cannot be made") }
    defer { close(descriptor) }
    do throws(FileError) {
      if isThere, fchmod(descriptor, old.st_mode & 0o7777) != 0 {
        throw FileError(staged, "cannot be given its permissions")
      }
      try write(bytes, to: descriptor, staged)
      guard unsafe rename(staged, path) == 0 else { throw FileError(path, "cannot be replaced") }
    } catch {
      _ = unsafe unlink(staged)
      throw error
    }
    try syncDirectory(of: path)
  }

  /// A hidden file beside another, such as `.policy.yaml.new`.
  static func sibling(of path: String, _ suffix: String) -> String {
    let start = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    return "\(path[..<start]).\(path[start...]).\(suffix)"
  }

  /// Writes all bytes, and syncs them to disk.
  private static func write(
    _ bytes: [UInt8], to descriptor: Int32, _ path: String
  ) throws(FileError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      // SAFETY: the slice's own storage is written, for as many bytes as it has.
      let count = unsafe rest.withUnsafeBytes { buffer in
        unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
      }
      guard count > 0 || errno == EINTR else { throw FileError(path, "cannot be written") }
      rest = rest.dropFirst(max(0, count))
    }
    guard fsync(descriptor) == 0 else { throw FileError(path, "cannot be synced") }
  }

  private static func syncDirectory(of path: String) throws(FileError) {
    let parent = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    let directory = unsafe open(parent.isEmpty ? "/" : parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { throw FileError(parent, "cannot be opened") }
    defer { close(directory) }
    guard fsync(directory) == 0 else { throw FileError(parent, "cannot be synced") }
  }

  /// What stands at a path; nil for nothing.
  package static func status(_ path: String) -> FileStatus? {
    var status = stat()
    // SAFETY: the structure outlives the call.
    guard unsafe stat(path, &status) == 0 else { return nil }
    return FileStatus(
      isDirectory: status.st_mode & S_IFMT == S_IFDIR, permissions: UInt16(status.st_mode & 0o7777),
      owner: status.st_uid)
  }

  /// Makes a directory and those above it, readable by its owner only; one that is there must not be writable by others.
  package static func makeDirectory(_ path: String) throws(FileError) {
    var made = path.hasPrefix("/") ? "/" : ""
    for component in path.split(separator: "/") {
      made += "\(component)/"
      guard unsafe mkdir(made, 0o700) == 0 || errno == EEXIST else {
        throw FileError(made, "cannot be made")
      }
    }
    guard let status = status(path), status.isDirectory else {
      throw FileError(path: path, problem: "is not a directory", reason: nil)
    }
    guard status.permissions & 0o022 == 0 else {
      throw FileError(
        path: path, problem: "can be written by other users: `chmod 700` it", reason: nil)
    }
  }

  /// The names in a directory, sorted by their bytes.
  package static func names(in path: String) throws(FileError) -> [String] {
    guard let directory = unsafe opendir(path) else { throw FileError(path, "cannot be listed") }
    defer { unsafe closedir(directory) }
    var names: [String] = []
    errno = 0
    while let entry = unsafe readdir(directory) {
      // SAFETY: readdir ends the name with NUL within the entry, which stands until the next call.
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe String(cString: UnsafeRawPointer(pointer).assumingMemoryBound(to: CChar.self))
      }
      if name != ".", name != ".." { names.append(name) }
      errno = 0
    }
    // The end and a failure look alike but for this; a policy must not load with files missing.
    guard errno == 0 else { throw FileError(path, "cannot be listed in full") }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

/// What a directory says of a file.
package struct FileStatus: Sendable {
  package let isDirectory: Bool
  /// The permission bits.
  package let permissions: UInt16
  /// The number of the user that owns it.
  package let owner: UInt32
}
