#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Says which file failed, and why.
package struct FileError: Error, Sendable, CustomStringConvertible {
  package let path: String
  let problem: String
  let reason: String?

  init(path: String, problem: String, reason: String?) {
    self.path = path
    self.problem = problem
    self.reason = reason
  }

  /// Describes the failure of the system call just made.
  init(_ path: String, _ problem: String) {
    // SAFETY: strerror returns a text that stands until the next call on this thread.
    self.init(path: path, problem: problem, reason: unsafe String(cString: strerror(errno)))
  }

  package var description: String {
    "`\(path)` \(problem)" + (reason.map { ": \($0.lowercased())" } ?? "")
  }
}
