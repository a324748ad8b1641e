/// The files of one directory, as far as the log needs them; names are plain, without folders.
///
/// Only what was synced is promised to outlive a crash: a file's bytes by `DiskFile.sync`, the
/// existence of a name by `syncDirectory`. A rename is atomic, but no more durable than that.
package protocol Disk: Sendable {
  /// The names in the directory, in any order.
  func list() throws(DiskError) -> [String]
  /// Opens a file.
  func open(_ name: String, _ access: DiskAccess) throws(DiskError) -> any DiskFile
  /// Renames a file over one that may have the new name.
  func rename(_ name: String, to newName: String) throws(DiskError)
  /// Removes a file.
  func remove(_ name: String) throws(DiskError)
  /// Makes the directory's names durable.
  func syncDirectory() throws(DiskError)
  /// The bytes that can still be written.
  func freeBytes() throws(DiskError) -> Int
}

/// How a file is opened.
package enum DiskAccess: Sendable {
  /// The file must exist.
  case read
  /// The file is made where it is missing.
  case append
  /// The file must not exist yet.
  case create
}

/// An open file; closed when let go.
package protocol DiskFile: AnyObject, Sendable {
  /// The file's length in bytes.
  func length() throws(DiskError) -> Int
  /// Reads up to `count` bytes; none at the end.
  func read(at offset: Int, count: Int) throws(DiskError) -> [UInt8]
  /// Adds bytes to the end; a failed call may have added some.
  func append(_ bytes: [UInt8]) throws(DiskError)
  /// Makes bytes and length durable.
  func sync() throws(DiskError)
  /// Lets the system forget what it keeps in memory of the bytes before `offset`, which must be durable.
  func forget(upTo offset: Int)
  /// Cuts or extends the file.
  func truncate(to length: Int) throws(DiskError)
  /// Takes real space for `length` bytes.
  func reserve(_ length: Int) throws(DiskError)
  /// Takes the file's lock for as long as it is open.
  func lock() throws(DiskError)
}

/// Says what the disk refused.
package struct DiskError: Error, Equatable, Sendable {
  package enum Kind: Sendable {
    case missing, exists, full, locked, other
  }

  package let kind: Kind
  /// What was tried, on which file, and what the system said.
  package let text: String

  package init(_ kind: Kind, _ text: String) {
    self.kind = kind
    self.text = text
  }
}
