/// What is known of the agent's files.
///
/// Whoever makes one has read the files beforehand or reads them under a deadline; what it does not know is `unseen`, and
/// is then taken by its spelling.
package protocol FileSystemView: Sendable {
  /// What stands at an absolute path whose directories are no symbolic links.
  func entry(at path: String) -> FileSystemEntry
}

/// What stands at a path.
package enum FileSystemEntry: Sendable, Hashable {
  case missing, file, directory
  /// A symbolic link, and the text in it.
  case link(String)
  /// Nobody has looked.
  case unseen
}
