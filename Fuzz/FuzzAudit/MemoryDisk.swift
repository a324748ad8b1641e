import AuditLog
import Locking

/// A directory in memory that never fails.
final class MemoryDisk: Disk {
  private let contents: Locked<[String: [UInt8]]>

  init(_ files: [String: [UInt8]]) {
    contents = Locked(files)
  }

  var files: [String: [UInt8]] { contents.withLock { $0 } }

  func list() throws(DiskError) -> [String] { Array(files.keys) }

  func open(_ name: String, _ access: DiskAccess) throws(DiskError) -> any DiskFile {
    let isThere = contents.withLock { files in
      if files[name] == nil, access != .read { files[name] = [] }
      return files[name] != nil
    }
    guard isThere else { throw DiskError(.missing, name) }
    return MemoryFile(disk: self, name: name)
  }

  func rename(_ name: String, to newName: String) throws(DiskError) {
    contents.withLock { $0[newName] = $0.removeValue(forKey: name) }
  }

  func remove(_ name: String) throws(DiskError) {
    let removed = contents.withLock { $0.removeValue(forKey: name) }
    if removed == nil { throw DiskError(.missing, name) }
  }

  func syncDirectory() throws(DiskError) {}

  func freeBytes() throws(DiskError) -> Int { .max }

  fileprivate func change<Value: Sendable>(
    _ name: String, _ change: (inout [UInt8]) -> Value
  ) -> Value {
    contents.withLock { change(&$0[name, default: []]) }
  }
}

/// A file of the directory in memory.
private final class MemoryFile: DiskFile {
  private let disk: MemoryDisk
  private let name: String

  init(disk: MemoryDisk, name: String) {
    self.disk = disk
    self.name = name
  }

  func length() throws(DiskError) -> Int { disk.change(name) { $0.count } }

  func read(at offset: Int, count: Int) throws(DiskError) -> [UInt8] {
    disk.change(name) { Array($0.dropFirst(offset).prefix(count)) }
  }

  func append(_ bytes: [UInt8]) throws(DiskError) { disk.change(name) { $0 += bytes } }

  func sync() throws(DiskError) {}

  func forget(upTo offset: Int) {}

  func truncate(to length: Int) throws(DiskError) {
    disk.change(name) { $0.removeLast(max(0, $0.count - length)) }
  }

  func reserve(_ length: Int) throws(DiskError) {}

  func lock() throws(DiskError) {}
}
