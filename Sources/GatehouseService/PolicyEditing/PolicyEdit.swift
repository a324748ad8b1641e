import Console
import Documents

/// A change of one file: what is to stand in it, and what is kept of what stood there.
struct PolicyEdit {
  /// The sort of the change, as the log names it.
  enum How: String {
    case save, rollback
  }

  /// What the file is to hold.
  let bytes: [UInt8]
  let how: How
  private let source: DocumentSource

  /// - Throws: where there is no such file, or no earlier version of it.
  init(_ change: PolicyChange, of sources: PolicySources) throws(PolicyDeskError) {
    guard let source = sources[change.source] else { throw .unknownSource }
    self.source = source
    switch change.kind {
    case .save(let text):
      how = .save
      bytes = Array(text.utf8)
    case .rollback:
      how = .rollback
      guard let kept = try? Files.readRegular(PolicySources.kept(of: source.name)) else {
        throw .nothingKept
      }
      bytes = kept
    }
  }

  /// Writes the file, and beside it what stood there, so that the change can be taken back.
  ///
  /// A rollback writes the file first: a crash in between must not cost the version that is wanted.
  func write() throws(FileError) {
    let kept = PolicySources.kept(of: source.name)
    if how == .save { try Files.replace(kept, source.bytes) }
    try Files.replace(source.name, bytes)
    if how == .rollback { try Files.replace(kept, source.bytes) }
  }
}
