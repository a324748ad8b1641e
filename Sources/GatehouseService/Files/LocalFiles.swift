import EffectAnalysis

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The files of this machine, looked at one by one as an analysis asks for them.
struct LocalFiles: FileSystemView {
  func entry(at path: String) -> FileSystemEntry {
    var status = stat()
    // SAFETY: the structure outlives the call, and the path is ended with a zero by the bridge.
    guard unsafe lstat(path, &status) == 0 else {
      return errno == ENOENT || errno == ENOTDIR ? .missing : .unseen
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: return .directory
    case S_IFLNK: return Self.link(at: path)
    default: return .file
    }
  }

  private static func link(at path: String) -> FileSystemEntry {
    var target = [CChar](repeating: 0, count: Int(PATH_MAX))
    // SAFETY: at most as many bytes are written as the array has.
    let count = unsafe readlink(path, &target, target.count)
    guard count > 0, count < target.count,
      let text = String(validating: target[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    else { return .unseen }
    return .link(text)
  }
}
