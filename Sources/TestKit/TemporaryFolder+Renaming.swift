import Foundation

extension TemporaryFolder {
  /// Makes a symbolic link; a relative target begins in the link's folder.
  package func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: path(name), withDestinationPath: target)
  }

  /// Renames a file or link over another in one step, as programs do that replace a file safely.
  package func rename(_ name: String, over other: String) throws {
    // SAFETY: both texts outlive the call.
    guard unsafe Foundation.rename(path(name), path(other)) == 0 else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
  }
}
