/// Takes checkpoints to where whoever can change the log cannot change them.
package protocol CheckpointSink: Sendable {
  /// Says where checkpoints go, for messages.
  var name: String { get }
  /// Takes one signed note; called on the log's maintenance thread, newest note only.
  func deliver(_ note: [UInt8]) throws(DiskError)
}

/// Appends checkpoints to a file, on another disk or mount say.
package struct FileCheckpointSink: CheckpointSink {
  package let name: String
  private let disk: any Disk
  private let file: String

  /// Names a file by its directory, which is made where it is missing, and its own name.
  package init(directory: String, file: String) throws(DiskError) {
    disk = try PosixDisk(path: directory)
    self.file = file
    name = "\(directory)/\(file)"
  }

  package func deliver(_ note: [UInt8]) throws(DiskError) {
    let opened = try disk.open(file, .append)
    let length = try opened.length()
    do throws(DiskError) {
      try opened.append(note + [UInt8(ascii: "\n")])
    } catch {
      // A part of a note would spoil what follows it.
      try? opened.truncate(to: length)
      throw error
    }
    try opened.sync()
  }
}
