extension Disk {
  /// Reads a whole file; nil where there is none. Refuses one longer than `limit` bytes.
  package func contents(of name: String, limit: Int = 64 << 20) throws(DiskError) -> [UInt8]? {
    let file: any DiskFile
    do throws(DiskError) {
      file = try open(name, .read)
    } catch {
      if error.kind == .missing { return nil }
      throw error
    }
    let length = try file.length()
    guard length <= limit else {
      throw DiskError(.other, "`\(name)` has \(length) bytes, too many")
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(length)
    while bytes.count <= limit {
      let piece = try file.read(at: bytes.count, count: 1 << 16)
      if piece.isEmpty { return bytes }
      bytes += piece
    }
    throw DiskError(.other, "`\(name)` grows while it is read")
  }

  /// Puts a file in place whole and durable: whoever reads it sees the old bytes or the new ones.
  package func replace(_ name: String, with bytes: [UInt8]) throws(DiskError) {
    let draft = name + ".new"
    do throws(DiskError) {
      try remove(draft)
    } catch {
      guard error.kind == .missing else { throw error }
    }
    let file = try open(draft, .create)
    try file.append(bytes)
    try file.sync()
    try rename(draft, to: name)
    try syncDirectory()
  }

  /// Removes a file that may be missing.
  func removeIfPresent(_ name: String) throws(DiskError) {
    do throws(DiskError) {
      try remove(name)
    } catch {
      guard error.kind == .missing else { throw error }
    }
  }
}
