import CTables

/// A data file that is part of the binary: a table that would be too long for source code.
package struct EmbeddedTable: Sendable {
  /// The file's path below `Sources/CTables/Tables`.
  package let name: String
  package let bytes: [UInt8]

  /// Makes a table of a text at hand, for tests of those who read tables.
  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  /// Every table whose path begins with a prefix, in the order of their paths.
  package static func all(below prefix: String) -> [EmbeddedTable] {
    all.filter { $0.name.hasPrefix(prefix) }
  }

  /// All tables, sorted by path.
  package static var all: [EmbeddedTable] {
    var tables: [EmbeddedTable] = []
    var index = 0
    while let table = EmbeddedTable(at: index) {
      tables.append(table)
      index += 1
    }
    return tables.sorted { $0.name < $1.name }
  }

  /// The table of that path; nil where there is none.
  package init?(named name: String) {
    var index = 0
    while let table = EmbeddedTable(at: index) {
      if table.name == name {
        self = table
        return
      }
      index += 1
    }
    return nil
  }

  private init?(at index: Int) {
    // SAFETY: names are terminated constants, and the bytes of a table are as many as it says, for ever.
    let table = unsafe ctable_at(index)
    guard let name = unsafe table.name, let bytes = unsafe table.bytes else { return nil }
    unsafe self.name = String(cString: name)
    unsafe self.bytes = Array(UnsafeBufferPointer(start: bytes, count: table.count))
  }
}
